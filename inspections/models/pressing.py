"""Where items to be put right come from, how they stand, and which of them press."""

from datetime import timedelta

from django.db import models
from django.db.models import Case, Q, When

from daihome.tools.scope import ScopedQuerySet
from representatives.models import GroupMembership, Role

SOON_DAYS = 7


class Source(models.TextChoices):
    INSPECTION = "inspection", "视察检查发现"
    INSPECTORATE = "inspectorate", "环保督查件"
    OTHER = "other", "其他交办"


class RectificationState(models.TextChoices):
    OPEN = "open", "整改中"
    REPORTED = "reported", "已报完成"
    ACCEPTED = "accepted", "已验收"
    STRUCK_OFF = "struck_off", "已销号"


# What is still to be put right stands first, the overdue at the top; what is struck off last.
PRESSING = (
    Case(
        When(state=RectificationState.OPEN, then=0),
        When(state=RectificationState.STRUCK_OFF, then=2),
        default=1,
    ).asc(),
    "due_on",
    "year",
    "serial",
)


class MoveRefused(Exception):
    """The step is not possible now; the text is a Chinese sentence for the person."""


class RectificationQuerySet(ScopedQuerySet):
    def visible_to(self, user):
        """Staff of the Home all; a representative those to supervise; a unit none."""
        rows = super().visible_to(user)
        if user.is_authenticated and user.role == Role.REPRESENTATIVE:
            return rows.supervised_by(user.represents) if user.represents else rows.none()
        return rows.none() if user.is_authenticated and user.role == Role.UNIT else rows

    def supervised_by(self, person):
        """Those that name `person`, and those of a group in which they are, that name nobody."""
        of_group = GroupMembership.objects.filter(ended_on=None, representative=person)
        named = self.model.supervisors.through.objects.filter(representative=person)
        nobody = Q(supervisors=None, group__in=of_group.values("group"))
        keys = self.model.objects.filter(nobody).values("pk")
        return self.filter(Q(pk__in=named.values("rectification")) | Q(pk__in=keys))

    def unfinished(self):
        """Not struck off yet."""
        return self.exclude(state=RectificationState.STRUCK_OFF)

    def overdue(self, today):
        """Still being put right although the last day is over."""
        return self.filter(state=RectificationState.OPEN, due_on__lt=today)

    def due_soon(self, today):
        """Being put right, with a week or less to go."""
        soon = today + timedelta(days=SOON_DAYS)
        return self.filter(state=RectificationState.OPEN, due_on__range=(today, soon))

    def pressing(self):
        """What presses first: the overdue, then by their last day; the struck off at the end."""
        return self.order_by(*PRESSING)

    def shown(self):
        """With all that lists and books name; the number of queries does not grow."""
        rows = self.select_related("home", "unit", "village", "group", "inspection__activity")
        return rows.prefetch_related("supervisors", "outcomes", "checks__people", "records")

    def environmental(self):
        return self.filter(source=Source.INSPECTORATE)
