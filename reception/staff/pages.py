"""What the staff's pages of reception days share: finding a row, who may act, drawing."""

from functools import wraps

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from reception.models import DayClosed, ReceptionDay, ReceptionPattern
from representatives.models import Home

UNREADABLE, CONFLICT = 422, 409


def pattern_page(permission):
    """Decorates a view of one pattern: not visible is 404, without the permission 403."""
    return _row_page(ReceptionPattern.objects.select_related("home", "venue__village"), permission)


def day_page(permission):
    """Decorates a view of one day, in the same way; what came too late is a sentence (409)."""
    rows = ReceptionDay.objects.with_activity().select_related("home", "pattern")
    return _row_page(rows, permission)


def _row_page(rows, permission):
    def decorate(view):
        @wraps(view)
        def checked(request, pk, **kwargs):
            row = rows.visible_to(request.user).filter(pk=pk).first()
            if row is None:
                raise Http404
            if not request.user.has_perm(f"reception.{permission}"):
                raise PermissionDenied
            try:
                return view(request, row, **kwargs)
            except DayClosed as late:
                return too_late(request, row, str(late))

        return checked

    return decorate


def too_late(request, row, sentence):
    """409: somebody was faster, or the day is over."""
    facts = {"title": "这里刚刚有了变化", "sentence": sentence, "back": link_to(row)}
    return page(request, "late", status=CONFLICT, **facts)


def page(request, name, *, status=200, **facts):
    """One of our templates inside the staff's site."""
    context = admin.site.each_context(request) | facts
    return render(request, f"admin/roster/{name}.html", context, status=status)


def form_page(request, form, **facts):
    """A page with one form; 422 when what was typed has to be corrected."""
    return page(request, "form", status=UNREADABLE if form.is_bound else 200, form=form, **facts)


def link_to(row):
    """The address of a pattern's or a day's own page."""
    return reverse(f"admin:reception_{row._meta.model_name}_change", args=[row.pk])


def back(request, row, sentence):
    """To the row's own page, with a word on what was done; kept in the site's history too."""
    admin.site.get_model_admin(type(row)).log_change(request, row, sentence)
    messages.success(request, sentence)
    return redirect(link_to(row))


def chosen_home(request):
    """The Home that `?home=` (its slug) names among the user's, else the first. Raises Http404."""
    homes = Home.objects.visible_to(request.user)
    asked = request.GET.get("home", "")
    home = (homes.filter(slug=asked) if asked else homes).first()
    if home is None:
        raise Http404
    return home
