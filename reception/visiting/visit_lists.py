"""How the staff's list of visits can be narrowed."""

from datetime import date

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef

from daihome.tools.figures import clean_day
from reception.models import RaisedMatter, Visit
from representatives.models import GroupMembership, RepGroup


class _OneOf(admin.SimpleListFilter):
    """A choice that means what it says; anything else in the address shows all."""

    def queryset(self, request, rows):
        chosen = self.value()
        known = chosen in {str(value) for value, _label in self.lookup_choices}
        return self.narrow(rows, chosen) if known else rows


class GroupFilter(_OneOf):
    title, parameter_name = "代表小组", "group"

    def lookups(self, request, model_admin):
        groups = RepGroup.objects.visible_to(request.user)
        return [(str(group.pk), group.name) for group in groups]

    def narrow(self, rows, chosen):
        members = GroupMembership.objects.filter(ended_on=None, group=chosen)
        made = Visit.representatives.through.objects.filter(
            representative__in=members.values("representative")
        )
        return rows.filter(pk__in=made.values("visit"))


class MatterFilter(_OneOf):
    title, parameter_name = "转出意见", "matter"

    def lookups(self, request, model_admin):
        return [("yes", "转了意见"), ("no", "没有转")]

    def narrow(self, rows, chosen):
        raised = Exists(RaisedMatter.objects.filter(visit=OuterRef("pk")))
        return rows.filter(raised) if chosen == "yes" else rows.exclude(raised)


class DaysFilter(admin.SimpleListFilter):
    """Days that another page links to, `2026-01-01_2026-06-30`; offered only when it does."""

    title, parameter_name = "日期", "days"

    def lookups(self, request, model_admin):
        found = days_of(request.GET.get(self.parameter_name, ""))
        return [(f"{found[0]}_{found[1]}", f"{found[0]}至{found[1]}")] if found else []

    def queryset(self, request, rows):
        found = days_of(self.value() or "")
        return rows.filter(on__range=found) if found else rows


def days_of(text: str) -> tuple[date, date] | None:
    """The two days of `2026-01-01_2026-06-30`, or None."""
    try:
        first, last = map(clean_day, text.split("_"))
    except (ValueError, ValidationError):
        return None
    return (first, last) if first and last else None
