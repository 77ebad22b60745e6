"""What the staff's pages of visits share: finding one, who may act, drawing inside the site."""

from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render

from reception.models import Visit

UNREADABLE = 422
JOINED = (
    "home", "village", "grid__village", "talked_with", "topic__parent", "pairing__representative",
    "pairing__village", "form", "entered_by",
)  # fmt: skip


def find(user, pk):
    """The visit as `user` may see it, with what belongs to it joined; else 404."""
    found = Visit.objects.visible_to(user).select_related(*JOINED).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def visit_page(permission):
    """Decorates a view of one visit: not visible is 404, without the permission 403."""

    def decorate(view):
        @wraps(view)
        def checked(request, pk):
            visit = find(request.user, pk)
            if not request.user.has_perm(f"reception.{permission}"):
                raise PermissionDenied
            return view(request, visit)

        return checked

    return decorate


def page(request, name, *, status=200, **facts):
    """One of this room's templates inside the staff's site."""
    context = admin.site.each_context(request) | {"opts": Visit._meta} | facts
    return render(request, f"admin/reception/{name}.html", context, status=status)


def form_status(form):
    """422 where the form comes back with something to correct."""
    return UNREADABLE if form.is_bound else 200
