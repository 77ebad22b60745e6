"""The system's own answer to an item: what the books, boards, rules, things and funds say.

Everything is read once, however many venues and items ask. Of a venue are its boards, things and
fields; the books, rules and funds are those of the whole Home.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from django.db.models import Count, Max
from django.utils import timezone

from daihome.books import BY_SLUG
from daihome.standards.sources import ANY_RULE, RULE_BOARD
from daihome.tools.registers import Period
from daihome.walls import Wall
from representatives.facilities.evidence import money, period_of, span_words
from representatives.models import (
    CheckState,
    Equipment,
    EquipmentState,
    EvidenceKind,
    FundEntry,
    HomeRule,
    Level,
    StandardCheck,
    Venue,
)

FOUND_MAX = StandardCheck._meta.get_field("found").max_length
MET, PARTLY, UNMET = CheckState.MET, CheckState.PARTLY, CheckState.UNMET


@dataclass(frozen=True)
class Answer:
    """What was found, as a sentence, and what follows; both empty where people must look."""

    found: str = ""
    proposed: str = ""


def by_number(number: int, at_least: int) -> str:
    """What follows from having `number` of what should be there `at_least` times."""
    if not number:
        return UNMET
    return MET if number >= at_least else PARTLY


class Answers:
    """The answers for one Home on `day`, as far as `user` may see it."""

    def __init__(self, home, day: date, user):
        self.home, self.day, self.user = home, day, user
        self._books = {}

    def of(self, item, venue) -> Answer:
        make = ANSWERS.get(item.evidence)
        answer = make(self, item, venue) if make else Answer()
        return replace(answer, found=answer.found[:FOUND_MAX])

    def book(self, slug: str, span: str) -> tuple[int, date | None]:
        """How many entries the book has in the span that ends on the day, and the day of the last."""
        if (slug, span) not in self._books:
            self._books[slug, span] = self._count(slug, period_of(span, self.day, self.term_start))
        return self._books[slug, span]

    def _count(self, slug, period: Period):
        register = BY_SLUG[slug]
        rows = register.of(self.home, period, self.user).order_by()
        found = rows.aggregate(number=Count("pk"), last=Max(register.date_field))
        last = found["last"]
        is_time = isinstance(last, datetime)
        return found["number"], timezone.localdate(last) if is_time else last

    @cached_property
    def term_start(self) -> date | None:
        terms = self.home.terms.filter(level=Level.TOWNSHIP, starts_on__lte=self.day)
        return terms.order_by("-starts_on").values_list("starts_on", flat=True).first()

    @cached_property
    def rules(self):
        rows = HomeRule.objects.of(self.home).in_force(self.day).with_first_version()
        return list(rows.order_by("-effective_on", "order", "pk"))

    @cached_property
    def hangings(self):
        """{venue: boards that hang there on the day}."""
        found = {}
        for one in Wall(self.home, self.day).hangings:
            if one.row in self._hanging:
                found.setdefault(one.row.venue_id, []).append(one)
        return found

    @cached_property
    def _hanging(self):
        return set(self.home.wall_boards.hanging(self.day))

    @cached_property
    def equipment(self):
        """{venue: its things that were not given away}."""
        found = {}
        rows = Equipment.objects.of(self.home).exclude(state=EquipmentState.GONE)
        for row in rows.order_by("pk"):
            found.setdefault(row.venue_id, []).append(row)
        return found

    @cached_property
    def granted(self):
        """What was granted for the year, or None."""
        rows = FundEntry.objects.of(self.home).filter(year=self.day.year).years()
        return next((row["granted"] for row in rows), None)


def _register(answers, item, venue):
    register = BY_SLUG.get(item.evidence_key)
    if register is None:
        return Answer("这个登记簿已经没有了，请在建设标准里改这一项。")
    number, last = answers.book(item.evidence_key, item.span)
    words = span_words(item.span, answers.day)
    if not number:
        when = words if item.span else "还"
        return Answer(f"《{register.title}》{when}没有记录。", UNMET)
    sentence = f"《{register.title}》{words} {number} 条，最近 {last}。"
    return Answer(sentence, by_number(number, item.at_least))


def _rule(answers, item, venue):
    key = item.evidence_key
    rules = [rule for rule in answers.rules if key in (ANY_RULE, rule.kind)]
    if not rules:
        return Answer("没有正在施行的这项制度。", UNMET)
    if key == ANY_RULE:
        sentence = f"施行中的制度 {len(rules)} 项，最近一项 {rules[0].effective_on} 起施行。"
    else:
        up = "已上墙" if _hangs(answers, venue, rules) else "这里没有上墙"
        sentence = f"《{rules[0].title}》{rules[0].effective_on} 起施行，{up}。"
    return Answer(sentence, by_number(len(rules), item.at_least))


def _hangs(answers, venue, rules):
    keys = {str(rule.first_version) for rule in rules}
    boards = answers.hangings.get(venue.pk, ())
    return any(one.row.board == "rules" and one.row.subject in keys for one in boards)


def _board(answers, item, venue):
    boards = [one for one in answers.hangings.get(venue.pk, ()) if _is_meant(answers, item, one)]
    if not boards:
        return Answer("这里的墙上没有这块版面。", UNMET)
    names = "、".join(one.label for one in boards[:3]) + ("等" if len(boards) > 3 else "")
    old = [one for one in boards if one.state != "fresh"]
    sentence = f"墙上有“{names}”{len(boards)} 块"
    if old:
        which = f"其中 {len(old)} 块" if len(boards) > 1 else ""
        return Answer(f"{sentence}，{which}{old[0].state_words}。", PARTLY)
    return Answer(f"{sentence}，内容是最新的。", by_number(len(boards), item.at_least))


def _is_meant(answers, item, one):
    key = item.evidence_key
    if not key.startswith(RULE_BOARD):
        return one.row.board == key
    kind = key.removeprefix(RULE_BOARD)
    keys = {str(rule.first_version) for rule in answers.rules if rule.kind == kind}
    return one.row.board == "rules" and one.row.subject in keys


def _equipment(answers, item, venue):
    rows = [row for row in answers.equipment.get(venue.pk, ()) if item.evidence_key in row.name]
    usable = [row for row in rows if row.state == EquipmentState.IN_USE]
    number = sum(row.quantity for row in usable)
    if not rows:
        return Answer(f"设备台账里没有“{item.evidence_key}”。", UNMET)
    words = "、".join(f"{row.name} {row.quantity} {row.unit}" for row in usable)
    broken = "、".join(f"{row.name} {row.quantity} {row.unit}" for row in rows if row not in usable)
    sentence = "；".join(filter(None, [words, broken and f"待修：{broken}"]))
    return Answer(f"{sentence}。", by_number(number, item.at_least))


def _fund(answers, item, venue):
    year = answers.day.year
    if not answers.granted:
        return Answer(f"{year} 年专项资金还没有拨入的记录。", UNMET)
    return Answer(f"{year} 年专项资金拨入 {money(answers.granted)} 元。", MET)


def _venue(answers, item, venue):
    field = Venue._meta.get_field(item.evidence_key)
    value = getattr(venue, field.name)
    if not value:
        return Answer(f"场所资料里没有填{field.verbose_name}。", UNMET)
    if field.name == "area_m2":
        return Answer(f"面积 {value} 平方米。", by_number(value, item.at_least))
    shown = "已经有了" if field.name == "photo" else value
    return Answer(f"{field.verbose_name}：{shown}。", MET)


ANSWERS = {
    EvidenceKind.REGISTER: _register,
    EvidenceKind.RULE: _rule,
    EvidenceKind.BOARD: _board,
    EvidenceKind.EQUIPMENT: _equipment,
    EvidenceKind.FUND: _fund,
    EvidenceKind.VENUE: _venue,
}
