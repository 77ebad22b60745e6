"""Recounts inspections and what has to be put right: records, recusals, numbers."""

from itertools import groupby

from django.db.models import CharField, Count, Exists, Max, OuterRef, Value
from django.db.models.functions import Cast, Concat

from inspections.models import Rectification, RectificationRecord, RectificationState, Recusal
from representatives.models import Attendance, DutyRecord

CHUNK = 2000
OPEN, REPORTED = RectificationState.OPEN, RectificationState.REPORTED
ACCEPTED, STRUCK_OFF = RectificationState.ACCEPTED, RectificationState.STRUCK_OFF
# Which state may follow which; to be put right again and again is a later day.
FOLLOWING = {
    OPEN: {OPEN, REPORTED},
    REPORTED: {OPEN, ACCEPTED},
    ACCEPTED: {OPEN, STRUCK_OFF},
    STRUCK_OFF: set(),
}


def check_items(now):
    """The state of each item is that of its last record; the records follow one another."""
    items = Rectification.objects.order_by("pk").iterator(CHUNK)
    rows = RectificationRecord.objects.order_by("rectification_id", "pk")
    columns = rows.values_list("rectification_id", "state").iterator(CHUNK)
    groups = groupby(columns, key=lambda row: row[0])
    owner, own = next(groups, (None, ()))
    for item in items:
        states = []
        if owner == item.pk:
            states = [state for _pk, state in own]
            owner, own = next(groups, (None, ()))
        yield from _check_states(item, states)


def _check_states(item, states):
    if (states or [OPEN])[-1] != item.state:
        yield f"{item.number}：现在是“{item.get_state_display()}”，和最后一条经过对不上。"
    for before, after in zip([OPEN, *states], states, strict=False):
        if after not in FOLLOWING[before]:
            yield f"{item.number}：经过里“{RectificationState(after).label}”接不上前一条。"
    days = [day for day in (item.completed_on, item.accepted_on, item.struck_off_on) if day]
    if days != sorted(days):
        yield f"{item.number}：完成、验收、销号的日期先后不对。"


def check_item_numbers(now):
    """Items are numbered without a gap in their year."""
    series = Rectification.objects.order_by().values_list("home__name", "year")
    for home, year, count, last in series.annotate(Count("pk"), Max("serial")):
        if count != last:
            yield f"{home} {year}年：整改事项 {count} 件，最大号 {last}，两个数应当相同。"


def check_recusals(now):
    """Who recused themselves is kept away: not on the list as somebody who may come, no duty."""
    there = Attendance.objects.filter(
        activity__inspection=OuterRef("inspection"), representative=OuterRef("representative")
    )
    loose = Recusal.objects.filter(~Exists(there.exclude(barred="")))
    for pk in loose.order_by("pk").values_list("pk", flat=True).iterator(CHUNK):
        yield f"回避（序号 {pk}）：签到名单上没有标出这位代表回避。"
    recusal = Recusal.objects.filter(
        inspection__activity=OuterRef("activity"), representative=OuterRef("representative")
    )
    barred = Attendance.objects.exclude(barred="").filter(activity__inspection__isnull=False)
    for pk in barred.filter(~Exists(recusal)).order_by("pk").values_list("pk", flat=True):
        yield f"出席（序号 {pk}）：标了回避，却没有回避登记。"
    key = Concat(
        Value("activity:"), Cast("inspection__activity", CharField()), output_field=CharField()
    )
    counted = Recusal.objects.annotate(duty_key=key)
    duty = DutyRecord.objects.filter(
        key=OuterRef("duty_key"), representative=OuterRef("representative")
    )
    for pk in counted.filter(Exists(duty)).order_by("pk").values_list("pk", flat=True):
        yield f"回避（序号 {pk}）：回避的代表却记了履职。"


CHECKS = [
    ("整改经过", check_items),
    ("整改编号", check_item_numbers),
    ("回避", check_recusals),
]
