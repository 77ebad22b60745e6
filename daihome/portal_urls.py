"""The representative's portal, under /my/."""

from django.urls import path

from daihome.views import (
    portal,
    portal_desk,
    portal_duties,
    portal_file,
    portal_inspecting,
    portal_invited,
    portal_performance,
    portal_requests,
    portal_roster,
    portal_today,
    portal_visits,
    reception,
)

app_name = "my"
urlpatterns = [
    path("", portal_today.today, name="today"),
    path("performance/", portal_performance.page, name="performance"),
    path("performance/file.pdf", portal_performance.paper, name="performance_paper"),
    # --- matters/ and proposals/
    path("matters/", portal.matters, name="matters"),
    path("matters/<str:number>/", portal.matter, name="matter"),
    path("matters/<str:number>/told/", portal.told, name="told"),
    path("matters/<str:number>/evaluate/", portal.evaluate, name="evaluate"),
    path("matters/<str:number>/contact/", portal.contact, name="contact"),
    path("matters/<str:number>/cosign/", portal.cosign, name="cosign"),
    path("proposals/new/", portal.propose, name="propose"),
    # --- requests/ to the presidium
    path("requests/", portal_requests.requests, name="requests"),
    path("requests/new/", portal_requests.new, name="request_new"),
    path("requests/<int:pk>/", portal_requests.request, name="request"),
    path("requests/<int:pk>/withdraw/", portal_requests.withdraw, name="request_withdraw"),
    # --- visits/
    path("visits/", portal_visits.visits, name="visits"),
    path("visits/new/", portal_visits.new, name="visit_new"),
    path("visits/<int:pk>/", portal_visits.visit, name="visit"),
    path("visits/<int:pk>/change/", portal_visits.change, name="visit_change"),
    path("visits/<int:pk>/pictures/", portal_visits.pictures, name="visit_pictures"),
    path("outbox/", portal_visits.outbox, name="outbox"),
    # --- activities/ and materials/
    path("activities/", portal_invited.activities, name="activities"),
    path("activities/<int:pk>/", portal_invited.activity, name="activity"),
    path("activities/<int:pk>/read/", portal_invited.read, name="activity_read"),
    path("activities/<int:pk>/leave/", portal_invited.leave, name="activity_leave"),
    path("materials/<int:pk>/", portal_invited.material, name="material"),
    path("materials/<int:pk>/studied/", portal_invited.studied, name="material_studied"),
    # --- inspections/ and rectifications/
    path("inspections/", portal_inspecting.inspections, name="inspections"),
    path("inspections/<int:pk>/recuse/", portal_inspecting.recuse, name="recuse"),
    path("rectifications/<int:pk>/", portal_inspecting.item, name="rectification"),
    # --- receptions/
    path("receptions/", portal_roster.receptions, name="receptions"),
    path("receptions/<int:pk>/swap/", portal_roster.swap, name="swap"),
    path("receptions/swaps/<int:pk>/", portal_roster.answer, name="swap_answer"),
    path("receptions/leaves/", portal_roster.leaves, name="leaves"),
    path("receptions/leaves/<int:pk>/remove/", portal_roster.leave_remove, name="leave_remove"),
    path("reception/<int:pk>/", portal_desk.desk, name="reception_desk"),
    # --- my own papers
    path("duties/", portal_duties.duties, name="duties"),
    path("duties/new/", portal_duties.new, name="duty_new"),
    path("duties/<int:pk>/", portal_duties.duty, name="duty"),
    path("file/", portal_file.file, name="file"),
    path("card/", portal_file.card, name="card"),
    path("calendar/", portal_file.calendar, name="calendar"),
    path("calendar/feed/", reception.subscribe, name="calendar_feed"),
    path("files/<str:kind>/<int:pk>/", portal_file.private_file, name="private_file"),
]
