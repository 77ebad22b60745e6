"""Addresses of the pages of items, under their list on the staff's site."""

from django.urls import path

from inspections.rectifying import batch_views, paper_views, views

PAGES = (
    ("batch/", batch_views.batch, "batch"),
    ("batch.pdf", batch_views.batch_paper, "batch_paper"),
    ("<int:pk>/", views.show, "page"),
    ("<int:pk>/moves/<slug:name>/", views.move, "move"),
    ("<int:pk>/check/", views.check, "check"),
    ("<int:pk>/outcome/", views.outcome, "outcome"),
    ("<int:pk>/outcomes/<int:outcome>/remove/", views.outcome_remove, "outcome_remove"),
    ("<int:pk>/evidence/", views.evidence, "evidence"),
    ("<int:pk>/evidence/<int:file>/remove/", views.evidence_remove, "evidence_remove"),
    ("<int:pk>/papers/<slug:name>.pdf", paper_views.paper, "paper"),
)


def rectification_urls(site):
    return [
        path(route, site.admin_view(view), name=f"inspections_rectification_{name}")
        for route, view, name in PAGES
    ]
