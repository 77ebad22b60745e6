"""The statistics that staff see and the public results show: lines of measures with their names."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from daihome.tools.pinyin import Pinyin
from representatives.models import Home, RepGroup, Village
from suggestions.models import Category, HandlingUnit
from suggestions.watch.counting import Counted, Scope, count
from suggestions.watch.measures import Measures, Promises, measure

BY = {
    "unit": "承办单位",
    "category": "分类",
    "village": "村（社区）",
    "group": "代表小组",
    "month": "月份",
    "home": "代表之家",
}
# What a line without a key is called.
NONE = {"unit": "没有交给单位办的", "category": "还没有分类的", "group": "没有小组联系的村"}


@dataclass(frozen=True)
class Line:
    """One line of the table: a unit, a village, …, or all together."""

    label: str
    measures: Measures


@dataclass(frozen=True)
class Statistics:
    """Measures of the matters of `scope`, all together and divided `by` a key of `BY`."""

    scope: Scope
    by: str
    total: Line
    lines: list[Line]
    promises: Promises

    @property
    def heading(self) -> str:
        return BY[self.by]


def statistics(scope: Scope, by: str, today: date) -> Statistics:
    """Count, measure, name. A matter of a village with two groups counts in both."""
    counted = count(scope, "village" if by == "group" else by, today)
    total = Line("合计", measure(counted.matters, counted.answers))
    return Statistics(scope, by, total, _lines(scope, by, counted), counted.promises)


def _lines(scope, by, counted: Counted):
    groups = _groups_of_villages(scope) if by == "group" else None
    matters, answers = defaultdict(list), defaultdict(list)
    for found, rows in ((matters, counted.matters), (answers, counted.answers)):
        for row in rows:
            for key in groups.get(row.key, [None]) if by == "group" else [row.key]:
                found[key].append(row)
    names = NAMES[by](scope, {*matters, *answers} - {None})
    if None in matters or None in answers:
        names = names | {None: NONE[by]}
    return [Line(name, measure(matters[key], answers[key])) for key, name in names.items()]


def _groups_of_villages(scope):
    """Key of a village → keys of the groups that keep contact with it."""
    groups = defaultdict(list)
    pairs = RepGroup.villages.through.objects.filter(repgroup__home__in=scope.homes)
    pairs = pairs.filter(repgroup__is_active=True)
    for village, group in pairs.values_list("village", "repgroup"):
        groups[village].append(group)
    return groups


def _named(model, *order):
    """A function that gives key → name of rows of `model`, in this order."""

    def names(scope, keys):
        rows = model.objects.filter(pk__in=keys).select_related("home").order_by("home", *order)
        if model is Category:
            rows = rows.select_related("home", "parent")
        town = len(scope.homes) > 1
        return {row.pk: f"{row.home.town} {row}" if town else str(row) for row in rows}

    return names


def _homes(scope, keys):
    return {home.pk: str(home) for home in Home.objects.filter(pk__in=keys)}


def _months(scope, keys):
    return {key: f"{key[:4]}年{int(key[5:])}月" for key in sorted(keys)}


NAMES = {
    "unit": _named(HandlingUnit, "order", Pinyin("name"), "pk"),
    "category": _named(Category, "order", "pk"),
    "village": _named(Village, Pinyin("name"), "pk"),
    "group": _named(RepGroup, "order", "pk"),
    "month": _months,
    "home": _homes,
}
