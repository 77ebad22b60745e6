"""What inspections, presidium meetings and congress sessions share: each has an activity.

When, where, who should come and who came, the notice, the minutes and the pictures are those of
the activity; so the sign-in book, the Home's log and the duty records are the same rows.
"""

from django.db import transaction

from daihome.tools.scope import ScopedQuerySet
from representatives.models import Activity, ActivityKind, Attendance, Role


class PlannedQuerySet(ScopedQuerySet):
    """For a model with `home` and a one-to-one `activity`; `base` says what the activity is."""

    base = None

    def visible_to(self, user):
        """As the activities they are (`ActivityQuerySet.visible_to`)."""
        rows = super().visible_to(user)
        if user.is_authenticated and user.role in (Role.CONVENER, Role.REPRESENTATIVE, Role.UNIT):
            return rows.filter(activity__in=Activity.objects.visible_to(user).values("pk"))
        return rows

    def with_activity(self):
        return self.select_related("activity__venue", "activity__group", "activity__kind")

    def within(self, start, end):
        """Those that begin on a day between two dates, both included, in order."""
        activities = Activity.objects.within(start, end).values("pk")
        return self.filter(activity__in=activities).order_by("activity__starts_at", "pk")

    @transaction.atomic
    def plan(self, *, home, title, starts_at, people=(), activity=None, **fields):
        """Write one with its activity and those who should come.

        `starts_at` is aware, `people` are representatives, `activity` further fields of the
        activity (venue, place, ends_at, group, …).
        """
        kind = ActivityKind.objects.for_base(home, self.base)
        said = {"organiser": home.congress_name, **(activity or {})}
        row = Activity.objects.create(
            home=home, kind=kind, title=title, starts_at=starts_at, **said
        )
        planned = self.create(home=home, activity=row, **fields)
        Attendance.objects.invite(row, people)
        return planned
