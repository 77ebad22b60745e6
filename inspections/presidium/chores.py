"""What waits for staff about the presidium (see `daihome/tools/chores.py`)."""

from datetime import timedelta

from django.db.models import Count, F, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from daihome.tools.chores import Chore
from daihome.tools.registers import ONE_DAY, midnight
from inspections.models import Decision, PresidiumRequest
from representatives.models import Activity, ActivityState, Base, Home, Measure, Span, Target
from representatives.progress import quarter_of

# In the last month of a quarter there is still time to call a meeting.
BEFORE_THE_END = timedelta(days=31)
OPEN = (ActivityState.PLANNED, ActivityState.ANNOUNCED)


def overdue(user, today):
    return Decision.objects.visible_to(user).overdue(today)


def owed(user, today):
    return Decision.objects.visible_to(user).owed_to_congress()


def received(user, today):
    return PresidiumRequest.objects.visible_to(user).to_place()


def homes_short_of_meetings(homes, today):
    """Those of `homes` in which the quarter ends soon, with fewer meetings held or to come than it
    wants; each with `wanted`, `held` and `coming`."""
    start, end = quarter_of(today)
    if today + BEFORE_THE_END < end:
        return homes.none()
    wanted = Target.objects.filter(
        home=OuterRef("pk"), measure=Measure.PRESIDIUM, span=Span.QUARTER, is_active=True
    )
    meetings = Activity.objects.filter(
        home=OuterRef("pk"), kind__base=Base.PRESIDIUM,
        starts_at__gte=midnight(start), starts_at__lt=midnight(end + ONE_DAY),
    )  # fmt: skip
    held = meetings.filter(state=ActivityState.HELD)
    coming = meetings.filter(state__in=OPEN, starts_at__gte=midnight(today))
    rows = homes.annotate(
        wanted=Subquery(wanted.values("number")[:1]), held=_count(held), coming=_count(coming)
    )
    return rows.filter(wanted__gt=F("held") + F("coming"))


def short_of_meetings(user, today):
    return homes_short_of_meetings(Home.objects.visible_to(user), today)


def _count(rows):
    number = rows.order_by().values("home").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


DECISIONS = "admin:inspections_decision_changelist"
CHANGE = "inspections.change_decision"
CHORES = (
    Chore(
        "过了期限没完成的主席团决定", "催执行单位；完成了的登记完成日期。", overdue, DECISIONS,
        CHANGE, "waiting=overdue",
    ),
    Chore(
        "须提请大会、还没有提请的决定", "列入下次大会；批准了的登记日期。", owed, DECISIONS, CHANGE,
        "waiting=congress",
    ),
    Chore(
        "等着安排的代表请求", "列入会议议题，或者答复。", received,
        "admin:inspections_presidiumrequest_changelist",
        "inspections.change_presidiumrequest", "waiting=place",
    ),
    Chore(
        "这个季度主席团会议还不够", "每季度至少开一次，请安排会议。", short_of_meetings,
        "admin:inspections_presidium", "inspections.change_presidiummeeting",
    ),
)  # fmt: skip
