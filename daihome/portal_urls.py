"""The representative's portal, under /my/."""

from django.urls import path

from daihome.views import portal, portal_desk, reception

app_name = "my"
urlpatterns = [
    path("", portal.today, name="today"),
    path("matters/", portal.matters, name="matters"),
    path("matters/<str:number>/", portal.matter, name="matter"),
    path("matters/<str:number>/told/", portal.told, name="told"),
    path("matters/<str:number>/evaluate/", portal.evaluate, name="evaluate"),
    path("matters/<str:number>/contact/", portal.contact, name="contact"),
    path("matters/<str:number>/cosign/", portal.cosign, name="cosign"),
    path("calendar/feed/", reception.subscribe, name="calendar_feed"),
    path("proposals/new/", portal.propose, name="propose"),
    path("reception/<int:pk>/", portal_desk.desk, name="reception_desk"),
]
