"""Addresses of the pages of inspections, under their list on the staff's site."""

from django.urls import path

from inspections.inspecting import paper_views, plan_views, views

PAGES = (
    ("plan/", plan_views.plan, "plan"),
    ("records.pdf", paper_views.records, "records_paper"),
    ("<int:pk>/", views.show, "page"),
    ("<int:pk>/recuse/", views.recuse, "recuse"),
    ("<int:pk>/recusals/<int:recusal>/withdraw/", views.withdraw, "withdraw"),
    ("<int:pk>/send/", views.send, "send"),
    ("<int:pk>/answer/", views.answer, "answer"),
    ("<int:pk>/letter/", views.letter, "letter"),
    ("<int:pk>/matter/", views.raise_matter, "raise"),
    ("<int:pk>/papers/<slug:name>.pdf", paper_views.paper, "paper"),
)


def inspection_urls(site):
    return [
        path(route, site.admin_view(view), name=f"inspections_inspection_{name}")
        for route, view, name in PAGES
    ]
