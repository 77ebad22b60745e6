"""What the staff's pages of duties share: finding a record, drawing, where its source is."""

from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from representatives.models import DutyRecord

FOLDER = "admin/representatives/duties"
# The page of the source, by the first part of a record's key.
SOURCES = {
    "activity": ("活动", "admin:representatives_activity_change"),
    "visit": ("走访联系", "admin:reception_visit_change"),
    "report": ("述职", "admin:representatives_dutyreport_change"),
    "proposal": ("代表建议", "admin:suggestions_suggestion_change"),
}


def viewers_only(view):
    """The view is for those who may read the Home's duties; else 403."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not request.user.has_perm("representatives.view_dutyrecord"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def find(request, pk):
    """The record as the person may see it; else 404."""
    rows = DutyRecord.objects.visible_to(request.user)
    found = rows.select_related("home", "category", "representative__user").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def page(request, name, *, status=200, **facts):
    """One of our templates inside the staff's site."""
    context = admin.site.each_context(request) | {"opts": DutyRecord._meta} | facts
    return render(request, f"{FOLDER}/{name}.html", context, status=status)


def source_of(record):
    """(what it is, address) of where a generated record is kept; None for one by hand."""
    kind, _, pk = record.key.partition(":")
    if kind not in SOURCES or not pk.isdigit():
        return None
    label, name = SOURCES[kind]
    try:
        return label, reverse(name, args=[int(pk)])
    except NoReverseMatch:
        return None
