"""The chair's page: what is late, returned, unsatisfied, promised and silent, and where nothing comes.

Every number is counted by the same function that narrows the list behind its link.
"""

from datetime import timedelta
from itertools import groupby
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from daihome.tools.pinyin import Pinyin
from representatives.models import Home
from suggestions.watch.watching import (
    FIGURES,
    VILLAGE_FIGURES,
    VILLAGES_BY_SLUG,
    quiet_villages,
    villages_of,
)
from suggestions.worklist import of_user

DAYS = [("90", "最近90天"), ("180", "最近180天"), ("365", "最近365天")]


class WatchForm(forms.Form):
    """Which Home, and how many days back for the villages; nothing chosen means all, 180 days."""

    home = forms.ModelChoiceField(
        label="代表之家",
        queryset=Home.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label="全部",
    )
    days = forms.ChoiceField(label="村（社区）看多久", choices=DAYS, required=False)

    def __init__(self, data, *, user):
        super().__init__(data, initial={"days": "180"}, auto_id="watch_%s", label_suffix="")
        self.homes = Home.objects.visible_to(user)
        self.fields["home"].queryset = self.homes
        self.is_valid()

    @property
    def home_chosen(self):
        return self.cleaned_data.get("home")

    @property
    def days_back(self):
        return int(self.cleaned_data.get("days") or 180)

    def of_home(self, rows):
        """`rows` of the chosen Home, or all of them."""
        return rows.of(self.home_chosen) if self.home_chosen else rows

    def address(self, name, *args, **query):
        """The address `name` with the Home chosen here."""
        if self.home_chosen:
            query["home"] = self.home_chosen.slug
        return f"{reverse(name, args=args)}?{urlencode(query)}"


def _asked(request):
    if not request.user.has_perm("suggestions.view_suggestion"):
        raise PermissionDenied
    return WatchForm(request.GET, user=request.user)


@require_safe
def page(request):
    """All figures with their numbers, each linked to its list."""
    form, today = _asked(request), timezone.localdate()
    rows = form.of_home(of_user(request.user)).order_by()
    numbers = [
        {
            "figure": figure,
            "number": figure.pick(rows, today).count(),
            "link": form.address("admin:suggestions_suggestion_changelist", watch=figure.slug),
        }
        for figure in FIGURES
    ]
    facts = {
        "form": form,
        "several": len(form.homes) > 1,
        "parts": [
            (heading, list(found))
            for heading, found in groupby(numbers, lambda one: one["figure"].heading)
        ],
        "villages": _village_numbers(request.user, form, today),
        "today": today,
        "links": {name: form.address(name) for name in ("watch_statistics",)},
        "late_units": form.address("register", "late"),
    }
    return _render(request, "page", "督查", facts)


def _village_numbers(user, form, today):
    villages = form.of_home(villages_of(user, today)).order_by()
    since = today - timedelta(days=form.days_back)
    return [
        {
            "figure": figure,
            "number": quiet_villages(villages, figure, since).count(),
            "link": form.address("watch_villages", figure.slug, days=form.days_back),
        }
        for figure in VILLAGE_FIGURES
    ]


@require_safe
def villages(request, slug):
    """The villages that one figure counts, with when the last matter came from each."""
    form, today = _asked(request), timezone.localdate()
    if slug not in VILLAGES_BY_SLUG:
        raise Http404
    figure, since = VILLAGES_BY_SLUG[slug], today - timedelta(days=form.days_back)
    rows = form.of_home(villages_of(request.user, today)).select_related("home")
    found = quiet_villages(rows, figure, since).order_by("home", Pinyin("name"), "pk")
    facts = {"form": form, "figure": figure, "rows": list(found), "since": since}
    facts |= {"several": len(form.homes) > 1, "back": form.address("watch")}
    return _render(request, "villages", figure.title, facts)


def _render(request, name, title, facts):
    context = admin.site.each_context(request) | {"title": title} | facts
    return render(request, f"admin/watch/{name}.html", context)
