"""Addresses of the activity pages, under the list of activities on the staff's site."""

from django.urls import path

from representatives.activities import (
    attendance_views,
    ending_views,
    paper_views,
    people_views,
    plan_views,
)

PAGES = (
    ("plan/", plan_views.plan, "plan"),
    ("plan/copy/", plan_views.copy, "copy"),
    ("plan/plan.pdf", plan_views.paper, "plan_paper"),
    ("books/<slug:name>.pdf", paper_views.book, "book_paper"),
    ("<int:pk>/people/", people_views.people, "people"),
    ("<int:pk>/people/invite/", people_views.invite, "invite"),
    ("<int:pk>/people/announce/", people_views.announce, "announce"),
    ("<int:pk>/people/<int:row>/remove/", people_views.remove, "remove"),
    ("<int:pk>/attendance/", attendance_views.attendance, "attendance"),
    ("<int:pk>/cancel/", ending_views.cancel, "cancel"),
    ("<int:pk>/reopen/", ending_views.reopen, "reopen"),
    ("<int:pk>/papers/<slug:name>.pdf", paper_views.paper, "paper"),
)


def activity_urls(site):
    return [
        path(route, site.admin_view(view), name=f"representatives_activity_{name}")
        for route, view, name in PAGES
    ]
