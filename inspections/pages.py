"""What the staff's pages of this room share: finding a row, who may act, drawing, being too late."""

from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from daihome.errors import conflict
from inspections.models import MoveRefused

UNREADABLE = 422
# The forms of a row, whose drafts the browser keeps until the row's page says what was done.
FORMS = {
    "inspection": ("recuse", "send", "answer", "raise"),
    "rectification": (
        "check", "outcome", "evidence", "report", "accept", "strike-off", "send-back", "postpone",
    ),
    "specialreport": ("send", "answer"),
}  # fmt: skip


def staff_page(permission, rows):
    """Decorates a view of one of `rows(user)`: not visible 404, without the permission 403.

    What somebody else changed first (`MoveRefused`) is 409 with the sentence.
    """

    def decorate(view):
        @wraps(view)
        def checked(request, pk, **kwargs):
            found = rows(request.user).filter(pk=pk).first()
            if found is None:
                raise Http404
            if not request.user.has_perm(permission):
                raise PermissionDenied
            try:
                return view(request, found, **kwargs)
            except MoveRefused as late:
                return conflict(request, str(late), link_of(found))

        return checked

    return decorate


def link_of(row):
    """The address of the staff's page of an inspection, an item or a special report."""
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_page", args=[row.pk])


def back(row):
    return redirect(link_of(row))


def page(request, name, row=None, *, status=200, **facts):
    """One of our templates inside the staff's site; `row` is what the page is about."""
    model = row or facts.pop("model")
    context = admin.site.each_context(request) | {"opts": model._meta, "row": row} | facts
    if row is not None:
        names = FORMS[row._meta.model_name]
        context |= {"there": link_of(row), "kept": " ".join(_kept(row, name) for name in names)}
    return render(request, f"admin/inspections/{name}.html", context, status=status)


def _kept(row, name):
    """Under which name the browser keeps what is being typed into one of the row's forms."""
    return f"{row._meta.model_name}-{row.pk}-{name}"


def form_page(request, row, form, *, title, button, says="", name="form", **facts):
    """A page with one form; 422 where it comes back with something to correct."""
    match = request.resolver_match
    keep = _kept(row, match.kwargs.get("name") or match.url_name.rpartition("_")[2])
    facts |= {"form": form, "title": title, "button": button, "says": says, "keep": keep}
    status = UNREADABLE if form.is_bound else 200
    return page(request, name, row, status=status, **facts)


def note(request, row, sentence):
    """Keep in the site's history what the row's own history does not show."""
    admin.site.get_model_admin(type(row)).log_change(request, row, sentence)
