"""Addresses of the pages of letters, under their list on the staff's site."""

from django.urls import path

from representatives.documents import views

PAGES = (
    ("<int:pk>/paper.pdf", views.paper, "paper"),
    ("<int:pk>/issue/", views.issue, "issue"),
    ("<int:pk>/copy/", views.copy, "copy"),
    ("<int:pk>/publish/", views.publish, "publish"),
    ("activities/<int:pk>/<slug:kind>/", views.from_activity, "from_activity"),
)


def document_urls(site):
    return [
        path(route, site.admin_view(view), name=f"representatives_officialdocument_{name}")
        for route, view, name in PAGES
    ]
