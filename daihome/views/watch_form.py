"""What the chair's pages share: which Home and how many days back, who may ask, drawing."""

from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse

from representatives.models import Home, Role

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
    days = forms.ChoiceField(label="往前看多久", choices=DAYS, required=False)

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


def asked(request, permission="suggestions.view_suggestion"):
    """What is asked for; without the permission 403."""
    if not request.user.has_perm(permission):
        raise PermissionDenied
    return WatchForm(request.GET, user=request.user)


def whole_homes(request):
    """Homes of which this person may see everything; 403 for a group's convener, who sees a part."""
    may_see = request.user.has_perm("suggestions.view_suggestion")
    if not may_see or request.user.role == Role.CONVENER:
        raise PermissionDenied
    return Home.objects.visible_to(request.user)


def draw(request, name, title, facts):
    """One of the chair's pages."""
    context = admin.site.each_context(request) | {"title": title} | facts
    return render(request, f"admin/watch/{name}.html", context)
