"""Addresses of the pages of special reports, under their list on the staff's site."""

from django.urls import path

from inspections.reporting import views

PAGES = (
    ("<int:pk>/", views.show, "page"),
    ("<int:pk>/send/", views.send, "send"),
    ("<int:pk>/answer/", views.answer, "answer"),
    ("<int:pk>/transfer.pdf", views.paper, "paper"),
)


def report_urls(site):
    return [
        path(route, site.admin_view(view), name=f"inspections_specialreport_{name}")
        for route, view, name in PAGES
    ]
