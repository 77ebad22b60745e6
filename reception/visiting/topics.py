"""What people talk about: topics over months and villages, from visits and from matters.

A visit with a topic counts once; one that became a matter is counted with the matter, under the
matter's own category. Sub-categories count with the one above them.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone

from daihome.tools.registers import ONE_DAY, midnight
from reception.models import RaisedMatter, Visit
from suggestions.models import Category, Kind, Suggestion


def visits_about(home, user, start, end):
    """Visits of the period with a topic that did not become a matter; `root` is the topic."""
    raised = RaisedMatter.objects.filter(visit=OuterRef("pk"))
    rows = Visit.objects.of(home).visible_to(user).filter(on__range=(start, end))
    rows = rows.exclude(topic=None).filter(~Exists(raised))
    return rows.annotate(root=Coalesce("topic__parent_id", "topic_id")).order_by()


def matters_about(home, user, start, end):
    """Classified matters of voters that came in during the period; `root` is the category."""
    rows = (
        Suggestion.objects.of(home)
        .visible_to(user)
        .filter(
            kind=Kind.OPINION,
            received_at__gte=midnight(start),
            received_at__lt=midnight(end + ONE_DAY),
        )
    )
    rows = rows.exclude(category=None)
    return rows.annotate(root=Coalesce("category__parent_id", "category_id")).order_by()


@dataclass
class Topic:
    """One line: how often, of these as “大家都在说”, by month and by village."""

    category: Category
    total: int = 0
    hot: int = 0
    by_month: Counter = field(default_factory=Counter)
    by_village: Counter = field(default_factory=Counter)


def topics(home, user, start, end):
    """The `Topic`s that anybody spoke of, the most frequent first. Three queries."""
    found = {}
    names = {row.pk: row for row in Category.objects.of(home).filter(parent=None)}
    for root, month, village, number, hot in _counted(home, user, start, end):
        topic = found.setdefault(root, Topic(names[root]))
        topic.total += number
        topic.hot += hot
        topic.by_month[month] += number
        topic.by_village[village] += number
    return sorted(found.values(), key=lambda topic: (-topic.total, topic.category.order))


def _counted(home, user, start, end):
    """(topic, first day of the month, village, number, how many of them hot)."""
    zone = timezone.get_current_timezone()
    visits = visits_about(home, user, start, end).annotate(month=TruncMonth("on"))
    visits = visits.values_list("root", "month", "village").annotate(
        number=Count("pk"), hot=Count("pk", filter=Q(is_hot=True))
    )
    matters = matters_about(home, user, start, end)
    matters = matters.annotate(month=TruncMonth("received_at", tzinfo=zone))
    matters = matters.values_list("root", "month", "village").annotate(number=Count("pk"))
    yield from visits
    for root, month, village, number in matters:
        yield root, month.date(), village, number, 0


def villages_most(found, names, most=12):
    """(village, how often) of the villages that are spoken of most; `names` by primary key."""
    sums = defaultdict(int)
    for topic in found:
        for village, number in topic.by_village.items():
            sums[village] += number
    ranked = sorted(sums, key=lambda pk: (-sums[pk], names[pk]))
    return [(pk, names[pk]) for pk in ranked[:most]]
