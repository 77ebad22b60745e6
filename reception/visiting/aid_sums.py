"""What was given in a year: aid visits by whom they were for and by occasion, and donations."""

from collections import defaultdict
from decimal import Decimal

from django.db.models import Count, Sum

from reception.models import AidItem, Beneficiary, Donation, Visit, VisitKind
from reception.visiting.tables import TOTAL, Table

COLUMNS = (("项目", 30), ("次数", 10), ("人数", 10), ("折合金额（元）", 18))
NO_OCCASION = "没有写时机"
NOTHING = (0, 0, Decimal(0))


def aid_table(home, user, start, end):
    """The `Table` of a period whose days are both included, for what `user` sees. Three queries."""
    counted = _counted(home, user, start, end)
    by_whom, by_occasion = defaultdict(lambda: NOTHING), defaultdict(lambda: NOTHING)
    for (beneficiary, occasion), numbers in counted.items():
        by_whom[beneficiary] = _plus(by_whom[beneficiary], numbers)
        by_occasion[occasion] = _plus(by_occasion[occasion], numbers)
    labels = {value: label for value, label in Beneficiary.choices if value in by_whom}
    total = (TOTAL, *_sum(by_whom.values()))
    given = sorted(by_occasion.items(), key=lambda pair: (-pair[1][2], pair[0]))
    parts = [
        ("走访慰问：按对象", [*((labels[one], *by_whom[one]) for one in labels), total]),
        ("走访慰问：按时机", [*((one or NO_OCCASION, *sums) for one, sums in given), total]),
        ("捐赠", _donations(home, user, start, end)),
    ]
    return Table("慰问、捐赠年度合计", COLUMNS, parts)


def _counted(home, user, start, end):
    """{(beneficiary, occasion): (visits, people, yuan)}."""
    visits = Visit.objects.of(home).visible_to(user)
    visits = visits.filter(kind=VisitKind.AID, on__range=(start, end)).order_by()
    found = {}
    rows = visits.values_list("beneficiary", "occasion").annotate(Count("pk"), Sum("people"))
    for beneficiary, occasion, number, people in rows:
        found[beneficiary, occasion] = (number, people, Decimal(0))
    # Things given are summed apart: joined, a visit with two of them would count its people twice.
    items = AidItem.objects.filter(visit__in=visits.values("pk")).exclude(value=None).order_by()
    values = items.values_list("visit__beneficiary", "visit__occasion").annotate(Sum("value"))
    for beneficiary, occasion, value in values:
        found[beneficiary, occasion] = _plus(found[beneficiary, occasion], (0, 0, value))
    return found


def _donations(home, user, start, end):
    rows = Donation.objects.of(home).visible_to(user).filter(on__range=(start, end)).order_by()
    found = rows.aggregate(number=Count("pk"), cash=Sum("money"), goods=Sum("goods_value"))
    cash, goods = found["cash"] or Decimal(0), found["goods"] or Decimal(0)
    return [
        ("现金", None, None, cash),
        ("物资折合", None, None, goods),
        (TOTAL, found["number"], None, cash + goods),
    ]


def _plus(one, other):
    return tuple(first + second for first, second in zip(one, other, strict=True))


def _sum(rows):
    sums = NOTHING
    for row in rows:
        sums = _plus(sums, row)
    return sums
