"""Pages of duties beside the lists of the staff's site; below /admin/representatives/dutyrecord/."""

from django.contrib import admin
from django.urls import path

from representatives.duties import summary_views, views

PAGES = (
    ("waiting/", views.waiting, "duties"),
    ("summary/", summary_views.summary, "duty_summary"),
    ("summary.xlsx", summary_views.download, "duty_summary_xlsx"),
    ("<int:pk>/correct/", views.correct, "duty_correct"),
)


def duty_urls():
    """The addresses, each for staff only."""
    return [
        path(where, admin.site.admin_view(view), name=f"representatives_{name}")
        for where, view, name in PAGES
    ]
