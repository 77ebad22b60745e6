"""What the staff's pages of a reception day share: finding it, who may act, drawing."""

from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render

from reception.models import ReceptionDay, ReceptionRecord

UNREADABLE = 422


def staff_page(permission, rows=None):
    """Decorates a staff's view: without the permission of this app 403.

    With `rows(user)` the view gets the row with the key in its address; not visible is 404.
    """

    def decorate(view):
        @wraps(view)
        def checked(request, *args, pk=None, **kwargs):
            found = [rows(request.user).filter(pk=pk).first()] if rows else []
            if found == [None]:
                raise Http404
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *found, *args, **kwargs)

        return checked

    return decorate


def days(user):
    """Reception days that `user` sees, with what their pages name."""
    return ReceptionDay.objects.visible_to(user).with_activity().select_related("home")


def records(user):
    """Records that `user` sees, with what their pages name."""
    rows = ReceptionRecord.objects.visible_to(user).shown()
    return rows.select_related("home", "entered_by", "form")


def page(request, name, *, status=200, **facts):
    """One of our templates inside the staff's site."""
    context = admin.site.each_context(request) | facts
    return render(request, f"admin/desk/{name}.html", context, status=status)


def note(request, record, sentence):
    """Keep in the site's history what the record's own history does not show."""
    admin.site.get_model_admin(ReceptionRecord).log_change(request, record, sentence)
