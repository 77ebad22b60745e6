"""Matters on the staff's site: our own pages behind Django's doors; no raw editing, no deleting."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path

from suggestions.clocks.clock_urls import CLOCKS
from suggestions.models import Suggestion
from suggestions.sorting.sorting_urls import SORTING
from suggestions.staff import case_views, step_views
from suggestions.units.unit_urls import UNITS
from suggestions.voters.voter_urls import VOTER


def paper(request, pk, name):
    """A paper of a matter as PDF; imported late because drawing PDFs is slow to load."""
    from suggestions.staff import paper_views

    return paper_views.paper(request, pk, name)


def blank(request, name):
    """An empty form as PDF; imported late as above."""
    from suggestions.staff import paper_views

    return paper_views.blank(request, name)


@admin.register(Suggestion)
class SuggestionAdmin(admin.ModelAdmin):
    """List, entry form and case page are our own views; the history is Django's."""

    def get_queryset(self, request):
        return Suggestion.objects.visible_to(request.user)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        views = {
            "<int:pk>/step/<int:to>/": ("step", step_views.step),
            "<int:pk>/receipt/": ("receipt", case_views.receipt),
            "<int:pk>/identity/": ("identity", case_views.identity),
            "<int:pk>/supplement/": ("supplement", case_views.supplement),
            "<int:pk>/result/": ("result", case_views.result),
            **CLOCKS,
            **SORTING,
            **UNITS,
            **VOTER,
            "<int:pk>/paper/<slug:name>.pdf": ("paper", paper),
            "blank/<slug:name>.pdf": ("blank", blank),
        }
        own = [
            path(route, self.admin_site.admin_view(view), name=f"suggestions_{name}")
            for route, (name, view) in views.items()
        ]
        return own + super().get_urls()

    def changelist_view(self, request, extra_context=None):
        return case_views.listing(request)

    def add_view(self, request, form_url="", extra_context=None):
        return case_views.intake(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return case_views.case(request, _key(object_id))

    def delete_view(self, request, object_id, extra_context=None):
        raise PermissionDenied

    def history_view(self, request, object_id, extra_context=None):
        if not self.get_queryset(request).filter(pk=_key(object_id)).exists():
            raise Http404
        return super().history_view(request, object_id, extra_context)


def _key(text):
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Http404
    return int(text)
