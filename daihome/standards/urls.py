"""Pages of self-checks, below the list of self-checks on the staff's site."""

from django.urls import path

from daihome.views import gaps, standards
from representatives.facilities import item_views, overview_views, paper_views

PAGES = (
    ("overview/", overview_views.overview, "overview"),
    ("corrections/", overview_views.corrections, "corrections"),
    ("gaps/", gaps.gaps, "gaps"),
    ("gaps/gaps.pdf", gaps.paper, "gaps_paper"),
    ("gaps/folder/", gaps.order, "folder"),
    ("papers/<slug:name>.pdf", paper_views.all_venues, "papers_paper"),
    ("<int:pk>/ask/", standards.ask_again, "ask"),
    ("<int:pk>/papers/<slug:name>.pdf", paper_views.one_venue, "paper"),
    ("<int:pk>/items/<int:row>/", item_views.item, "item"),
    ("<int:pk>/items/<int:row>/photos/<int:photo>/remove/", item_views.remove, "photo_remove"),
)


def standard_urls(site):
    return [
        path(route, site.admin_view(view), name=f"representatives_selfcheck_{name}")
        for route, view, name in PAGES
    ]
