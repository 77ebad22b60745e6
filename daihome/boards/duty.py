"""What representatives did, made public (代表法第五十八条): counts by category, to the end of a month."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Sum

from daihome.boards.declaring import Board
from daihome.boards.months import first_of
from daihome.boards.people import chosen_groups, group_of, group_subjects, in_office
from representatives.models import DutyRecord

MOST = 8  # columns of their own; what is rarer stands together
REST = "其他"


def facts(home, today, subject):
    """From the first of January to the end of last month: it changes once a month."""
    groups = chosen_groups(home, subject)
    if groups is None:
        return None
    last = first_of(today) - timedelta(days=1)
    keys = {key for key, _name in groups}
    people = [one for one in in_office(home, today) if group_of(one) in keys]
    counts, days = counted(home, people, last)
    columns = columns_of(counts)
    rows = [_row(one, counts, days, columns) for one in people]
    name = groups[0][1] if subject else ""
    return {
        "title": f"{name}代表履职情况公示",
        "caption": f"{last.year}年1月至{last.month}月，已经确认的履职次数"
        if last.month > 1
        else f"{last.year}年1月，已经确认的履职次数",
        "labels": columns,
        "rows": rows,
        "signer": home.congress_name,
    }


def counted(home, people, last):
    """{(person, category): number} and {person: days} of confirmed records of the year of `last`."""
    records = (
        DutyRecord.objects.of(home)
        .confirmed()
        .filter(representative__in=people, on__range=(date(last.year, 1, 1), last))
    )
    grouped = (
        records.order_by()
        .values_list("representative", "category__order", "category__name")
        .annotate(number=Count("pk"), days=Sum("days"))
    )
    counts, days = Counter(), Counter()
    for person, order, name, number, some in grouped:
        counts[person, (order, name)] += number
        days[person] += some or Decimal(0)
    return counts, days


def columns_of(counts):
    """Names of the categories that get a column, in the Home's order; then “其他” for all others."""
    totals = Counter()
    for (_person, category), number in counts.items():
        if category[1] != REST:
            totals[category] += number
    most = [category for category, _number in totals.most_common(MOST)]
    names = [name for _order, name in sorted(most)]
    has_rest = len(totals) > MOST or any(name == REST for (_key, (_order, name)) in counts)
    return [*names, REST] if has_rest else names


def _row(person, counts, days, columns):
    own = Counter()
    for (key, (_order, name)), number in counts.items():
        if key == person.pk:
            own[name if name in columns else REST] += number
    total = days[person.pk]
    return {
        "name": person.name,
        "counts": [own[name] or "" for name in columns],
        "number": sum(own.values()),
        "days": f"{total.normalize():f}" if total else "0",
    }


BOARDS = (
    Board(
        slug="duty",
        name="代表履职公示",
        template="boards/duty.html",
        facts=facts,
        subjects=group_subjects,
        columns=lambda facts, size: (1,),
        is_shown=True,
        replaces="履职信息公示栏",
        order=42,
    ),
)
