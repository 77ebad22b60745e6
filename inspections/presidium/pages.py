"""What the staff's pages of the presidium and the congress share: finding a row, drawing, being late."""

from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse

from daihome.errors import conflict
from daihome.tools.admin_lists import are_keys
from representatives.models import Home, Level, Term

FOLDER = "admin/presidium"
UNREADABLE = 422
OF_ACTIVITY = ("home", "term", "activity__kind", "activity__venue", "activity__recorded_by")


class Late(Exception):
    """The row is no longer as the page showed it; the text is a sentence for the person."""


def address_of(row):
    """The address of a row's own page."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def back(row):
    return redirect(address_of(row))


def row_page(model, permission, *joined):
    """Decorates a view of one row: not visible is 404, without the permission 403, late is 409."""

    def decorate(view):
        @wraps(view)
        def checked(request, pk, **kwargs):
            rows = model.objects.visible_to(request.user).select_related(*joined)
            row = rows.filter(pk=pk).first()
            if row is None:
                raise Http404
            if not request.user.has_perm(f"inspections.{permission}"):
                raise PermissionDenied
            try:
                return view(request, row, **kwargs)
            except Late as late:
                return conflict(request, str(late), address_of(row))

        return checked

    return decorate


def page(request, name, opts, *, status=200, **facts):
    """One of our templates inside the staff's site; `opts` says under which list it stands."""
    context = admin.site.each_context(request) | {"opts": opts} | facts
    return render(request, f"{FOLDER}/{name}.html", context, status=status)


def form_page(request, name, opts, form, **facts):
    """A page with a form: 422 where it comes back with something to correct."""
    status = UNREADABLE if form.is_bound else 200
    return page(request, name, opts, status=status, form=form, **facts)


def asked_home(request):
    """The Home of `?home=`, or the only one; None when there are several. Raises Http404."""
    homes = Home.objects.visible_to(request.user)
    if "home" not in request.GET:
        found = list(homes[:2])
        return found[0] if len(found) == 1 else None
    home = homes.filter(slug=request.GET["home"]).first()
    if home is None:
        raise Http404
    return home


def choose_home(request, opts, title):
    """The page on which somebody with several Homes says which."""
    homes = Home.objects.visible_to(request.user)
    return page(request, "homes", opts, title=title, homes=homes)


def term_of(home, day):
    """The term of the township's congress on `day`, or None before the first."""
    terms = Term.objects.of(home).filter(level=Level.TOWNSHIP, starts_on__lte=day)
    return terms.order_by("-starts_on").first()


def note(request, row, sentence):
    """Keep in the site's history what somebody did to it."""
    admin.site.get_model_admin(type(row)).log_change(request, row, sentence)


class ShownFirst:
    """For an admin class: a row opens on our own page `show`; Django's form is at edit/.

    `pages` are (route, view, name) of further pages; `adding` and `editing` are views that stand
    for Django's own forms.
    """

    show = adding = editing = None
    pages = ()

    def get_urls(self):
        model = self.opts.model_name
        own = [*self.pages, ("<int:pk>/edit/", self.edit_view, f"{model}_edit")]
        urls = [
            path(route, self.admin_site.admin_view(view), name=f"inspections_{name}")
            for route, view, name in own
        ]
        return urls + super().get_urls()

    def add_view(self, request, form_url="", extra_context=None):
        if not self.adding:
            return super().add_view(request, form_url, extra_context)
        return type(self).adding(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not are_keys([object_id]):
            raise Http404
        return type(self).show(request, int(object_id))

    def edit_view(self, request, pk):
        if self.editing:
            return type(self).editing(request, pk)
        return super().change_view(request, str(pk))

    def response_change(self, request, obj):
        """Back to its page, with the list's word that it was saved."""
        super().response_change(request, obj)
        return back(obj)
