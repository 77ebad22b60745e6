"""What the pages of self-checks share: finding one, who may keep it, drawing, being too late."""

from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from daihome.errors import conflict
from representatives.models import SelfCheck, StandardCheck

FOLDER = "admin/representatives/selfcheck"
UNREADABLE, CONFLICT = 422, 409
CLOSED = "这次自查已经完成，不能再改。没有达标的，请在那一项里登记整改。"


class Taken(Exception):
    """The self-check is no longer as the page showed it; the text is a sentence for the person."""


def viewers_only(view):
    """The view is for those who may read self-checks; else 403."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not request.user.has_perm("representatives.view_selfcheck"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def may_keep(request):
    return request.user.has_perm("representatives.change_selfcheck")


def find(request, pk):
    """The self-check as the person may see it; else 404, without the right to look 403."""
    rows = SelfCheck.objects.visible_to(request.user)
    found = rows.select_related("home", "venue", "standard").filter(pk=pk).first()
    if found is None:
        raise Http404
    if not request.user.has_perm("representatives.view_selfcheck"):
        raise PermissionDenied
    return found


def checks_of(self_check):
    """The items with their answers and photos, in the order of the standard."""
    rows = StandardCheck.objects.filter(self_check=self_check).select_related("item")
    return rows.prefetch_related("photos").order_by("item__order", "item", "pk")


def late(request, taken, self_check):
    """409 for a `Taken`, with the way to how it is now."""
    return conflict(request, str(taken), link_to(self_check))


def link_to(self_check):
    return reverse("admin:representatives_selfcheck_change", args=[self_check.pk])


def page(request, name, *, status=200, **facts):
    """One of our templates inside the staff's site."""
    facts |= {"opts": SelfCheck._meta, "may_keep": may_keep(request)}
    context = admin.site.each_context(request) | facts
    return render(request, f"{FOLDER}/{name}.html", context, status=status)
