"""The desk of a reception day and the numbered sheets, under /admin/desk/."""

from django.contrib import admin
from django.urls import path

from reception.desk import closing_views, day_views, number_views, paper_views, record_views

app_name = "desk"


def staff(route, view, name):
    return path(route, admin.site.admin_view(view), name=name)


urlpatterns = [
    staff("", day_views.listing, "days"),
    staff("<int:pk>/", day_views.day, "day"),
    staff("<int:pk>/sign/", day_views.sign, "sign"),
    staff("<int:pk>/join/", day_views.join, "join"),
    staff("<int:pk>/close/", closing_views.close, "close"),
    staff("<int:pk>/reopen/", closing_views.reopen, "reopen"),
    staff("<int:pk>/sheets.pdf", record_views.day_sheets, "day_sheets"),
    # --- one record
    staff("records/<int:pk>/", record_views.record, "record"),
    staff("records/<int:pk>/correct/", record_views.correct, "correct"),
    staff("records/<int:pk>/matter/", record_views.raise_matter, "raise"),
    staff("records/<int:pk>/scans/", record_views.scans, "scans"),
    staff("records/<int:pk>/sheet.pdf", record_views.sheet, "sheet"),
    # --- numbered paper
    staff("forms/", number_views.numbered, "numbered"),
    staff("forms/number/", number_views.number, "number"),
    staff("forms/<int:pk>/enter/", paper_views.paper_entry, "paper_entry"),
    staff("forms/<int:pk>/<int:count>/", number_views.pile, "pile"),
    staff("forms/<int:pk>/<int:count>.pdf", number_views.pile_pdf, "pile_pdf"),
    staff("forms/<slug:slug>/<str:kind>/<int:year>/", number_views.gaps, "gaps"),
]
