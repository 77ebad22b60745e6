"""Every address of the house. Those printed on paper are promised and never change."""

from django.contrib import admin
from django.urls import include, path

from daihome.views import (
    archive,
    cards,
    county,
    files,
    handover,
    health,
    notices,
    orders,
    performance,
    progress,
    public,
    reception,
    registers,
    setup,
    signed,
    signs,
    statistics,
    text_size,
    watch,
    watch_reception,
    yearly,
)
from representatives import doors

handler400 = "daihome.errors.bad_request"
handler403 = "daihome.errors.permission_denied"
handler404 = "daihome.errors.not_found"
handler500 = "daihome.errors.server_error"

urlpatterns = [
    # --- public: printed on boards, cards and receipts
    path("", public.front, name="front"),
    path("homes/<slug:slug>/", public.home, name="home"),
    path("homes/<slug:slug>/representatives/", public.representatives, name="representatives"),
    path("homes/<slug:slug>/reception/", reception.reception, name="reception"),
    path("homes/<slug:slug>/reception.ics", reception.feed, name="reception_feed"),
    path("homes/<slug:slug>/reception/<int:pk>.ics", reception.day_feed, name="reception_day_feed"),
    path("homes/<slug:slug>/notices/", notices.index, name="notices"),
    path("homes/<slug:slug>/notices/issued/<slug:key>/", notices.issued, name="notice_issued"),
    path(
        "homes/<slug:slug>/notices/issued/<slug:key>.pdf",
        notices.issued_paper,
        name="notice_issued_paper",
    ),
    path("homes/<slug:slug>/notices/<slug:board>/", notices.notice, name="notice"),
    path(
        "homes/<slug:slug>/notices/<slug:board>/<slug:subject>/",
        notices.notice,
        name="notice_about",
    ),
    path("homes/<slug:slug>/results/", public.results, name="results"),
    path("results/pictures/<int:pk>/", files.results_picture, name="results_picture"),
    path("activities/pictures/<int:pk>/", files.activity_picture, name="activity_picture"),
    path("r/<slug:code>/", public.representative, name="representative"),
    path("r/<slug:code>/reception.ics", reception.person_feed, name="representative_feed"),
    path("s/<slug:code>/", public.venue, name="venue"),
    path("a/<slug:code>/", doors.door, name="door"),
    path("suggestions/", include("suggestions.urls")),
    path("text-size/", text_size.switch, name="text_size"),
    path("healthz/", health.healthz, name="healthz"),
    # --- for people who sign in
    path("accounts/", include("representatives.urls")),
    path("my/calendar/<str:token>.ics", reception.my_calendar, name="my_calendar"),
    path("my/", include("daihome.portal_urls")),
    path("files/<int:pk>/", files.attachment, name="attachment"),
    path("files/duties/<int:pk>/", files.duty_file, name="duty_file"),
    path("files/reports/<int:pk>/", files.report_file, name="report_file"),
    path("files/records/<int:pk>/", files.record_file, name="record_file"),
    path("files/visits/<int:pk>/", files.visit_picture, name="visit_picture"),
    path("files/activities/<int:pk>/", files.activity_file, name="activity_file"),
    path("files/materials/<int:pk>/", files.material_file, name="material_file"),
    path("files/volumes/<int:pk>/", files.signed_volume, name="signed_volume"),
    path("files/checks/<int:pk>/", files.check_photo, name="check_photo"),
    path("files/vouchers/<int:pk>/", files.fund_voucher, name="fund_voucher"),
    path("files/openings/<int:pk>/", files.opening_scan, name="opening_scan"),
    path("files/documents/<int:pk>/", files.document_file, name="document_file"),
    path("files/letters/<int:pk>/", files.letter_scan, name="letter_scan"),
    path("files/rectifications/<int:pk>/", files.rectification_file, name="rectification_file"),
    path("files/special-reports/<int:pk>/", files.special_report_file, name="special_report_file"),
    path("photos/<str:kind>/<int:pk>/", files.photo, name="photo"),
    path("admin/registers/<slug:slug>/", admin.site.admin_view(registers.screen), name="register"),
    path(
        "admin/registers/<slug:slug>/<str:form>",
        admin.site.admin_view(registers.download),
        name="register_download",
    ),
    path(
        "admin/registers/<slug:slug>/order/",
        admin.site.admin_view(registers.order),
        name="register_order",
    ),
    path(
        "admin/registers/<slug:slug>/signed/",
        admin.site.admin_view(signed.page),
        name="register_signed",
    ),
    path("admin/cards/", admin.site.admin_view(cards.page), name="cards"),
    path("admin/cards/cards.pdf", admin.site.admin_view(cards.pdf), name="cards_pdf"),
    path("admin/cards/order/", admin.site.admin_view(cards.order), name="cards_order"),
    path("admin/papers/", admin.site.admin_view(orders.page), name="orders"),
    path(
        "admin/papers/activities/<slug:name>/",
        admin.site.admin_view(orders.activity_book),
        name="activity_book_order",
    ),
    path("admin/papers/<int:pk>/file", admin.site.admin_view(orders.fetch), name="order_file"),
    path(
        "admin/papers/<int:pk>/remove/", admin.site.admin_view(orders.remove), name="order_remove"
    ),
    path("admin/archive/", admin.site.admin_view(archive.page), name="archive"),
    path("admin/archive/order/", admin.site.admin_view(archive.order), name="archive_order"),
    path("admin/handover/", admin.site.admin_view(handover.page), name="handover"),
    path("admin/handover/list.pdf", admin.site.admin_view(handover.paper), name="handover_paper"),
    path("admin/watch/", admin.site.admin_view(watch.page), name="watch"),
    path(
        "admin/watch/villages/<slug:slug>/",
        admin.site.admin_view(watch.villages),
        name="watch_villages",
    ),
    path(
        "admin/watch/reception/<slug:slug>/",
        admin.site.admin_view(watch_reception.listing),
        name="watch_reception",
    ),
    path("admin/watch/signs/", admin.site.admin_view(signs.page), name="signs"),
    path(
        "admin/watch/signs/<slug:slug>/",
        admin.site.admin_view(signs.listing),
        name="signs_listing",
    ),
    path(
        "admin/watch/statistics/",
        admin.site.admin_view(statistics.page),
        name="watch_statistics",
    ),
    path(
        "admin/watch/statistics/<str:form>",
        admin.site.admin_view(statistics.download),
        name="watch_download",
    ),
    path("admin/doors/<int:pk>.pdf", admin.site.admin_view(doors.door_sheet), name="door_sheet"),
    path("admin/desk/", include("reception.desk.urls")),
    path("admin/", include("reception.visiting.visit_urls")),
    path("admin/progress/", admin.site.admin_view(progress.page), name="progress"),
    path("admin/county/", admin.site.admin_view(county.page), name="county"),
    path("admin/county/<str:form>", admin.site.admin_view(county.download), name="county_download"),
    path("admin/performance/", admin.site.admin_view(performance.index), name="performance"),
    path(
        "admin/performance/order/",
        admin.site.admin_view(performance.order),
        name="performance_order",
    ),
    path(
        "admin/performance/<int:pk>/",
        admin.site.admin_view(performance.page),
        name="performance_file",
    ),
    path(
        "admin/performance/<int:pk>/file.pdf",
        admin.site.admin_view(performance.paper),
        name="performance_pdf",
    ),
    path(
        "admin/performance/<int:pk>/close/",
        admin.site.admin_view(performance.close),
        name="performance_close",
    ),
    path(
        "admin/performance/<int:pk>/<int:year>/",
        admin.site.admin_view(performance.page),
        name="performance_year",
    ),
    path(
        "admin/performance/<int:pk>/<int:year>/edit/",
        admin.site.admin_view(performance.edit),
        name="performance_edit",
    ),
    path("files/performance/<int:pk>/", files.performance_scan, name="performance_scan"),
    path("admin/yearly/", admin.site.admin_view(yearly.page), name="yearly"),
    path(
        "admin/yearly/<slug:slug>/<int:year>/lists/<slug:listing>/",
        admin.site.admin_view(yearly.listing),
        name="yearly_listing",
    ),
    path(
        "admin/yearly/<slug:slug>/<int:year>/<slug:kind>/letter/",
        admin.site.admin_view(yearly.letter),
        name="yearly_letter",
    ),
    path(
        "admin/yearly/<slug:slug>/<int:year>/<slug:kind>/<str:form>",
        admin.site.admin_view(yearly.download),
        name="yearly_download",
    ),
    path("admin/setup/", admin.site.admin_view(setup.page), name="setup"),
    path("admin/", admin.site.urls),
]
