"""What is missing for an inspection of a year, honestly: each with a link to where it is mended.

A kind of gap is a function that takes `Subject` and yields `Gap`s; KINDS is the order of the page
and of the paper. Counts are those of the screens to which the links lead.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from daihome.archiving.asked import Year
from daihome.books import BY_SLUG
from daihome.models import SignedVolume
from daihome.tools.registers import midnight
from daihome.walls import Wall
from reception.watching import ENTRIES, late_entries
from representatives.models import (
    Activity,
    ActivityFile,
    CheckState,
    DutyReport,
    EvidenceKind,
    FundEntry,
    HomeRule,
    RuleKind,
    SelfCheck,
    StandardCheck,
    StandardItem,
    Venue,
)

# The books that every Home keeps (DOMAIN.md 1.3), besides those that its standards ask for.
USUAL_BOOKS = (
    "attendance", "contacts", "duties", "suggestions", "group-activities", "feedback",
    "activity-log", "meetings", "studies", "receptions", "letter-box", "inspections",
    "presidium-meetings", "funds",
)  # fmt: skip


@dataclass(frozen=True)
class Gap:
    """One thing that is missing, as a sentence, and the page where it is mended."""

    text: str
    link: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of gap; `none` is said when there is none."""

    title: str
    none: str
    find: Callable[["Subject"], Iterator[Gap]]


@dataclass(frozen=True)
class Subject:
    """The Home and year that are looked at, and what several kinds of gaps need of them."""

    year: Year

    @property
    def home(self):
        return self.year.home

    @property
    def day(self) -> date:
        """The last day that counts: today, or the end of a year that is over."""
        return min(self.year.on, self.year.period.end)

    @cached_property
    def standard(self):
        """The standard in whose order the folder is; None without one in use."""
        return self.home.standards.filter(is_active=True).first()

    @cached_property
    def items(self):
        """The items of all standards in use."""
        rows = StandardItem.objects.of(self.home).filter(is_active=True, standard__is_active=True)
        return list(rows.order_by("standard__order", "standard", "order", "pk"))

    @cached_property
    def books(self) -> dict[str, Any]:
        """The books that should have entries, with their rows of the year."""
        asked = [one.evidence_key for one in self.items if one.evidence == EvidenceKind.REGISTER]
        slugs = [slug for slug in dict.fromkeys([*asked, *USUAL_BOOKS]) if slug in BY_SLUG]
        return {
            slug: BY_SLUG[slug].of(self.home, self.year.period, self.year.user) for slug in slugs
        }

    @cached_property
    def empty_books(self) -> set[str]:
        return {slug for slug, rows in self.books.items() if not rows.exists()}

    @cached_property
    def hangings(self):
        """What hangs today."""
        return [one for one in Wall(self.home, self.year.on).hangings if one.state != "down"]

    def page(self, name, *args, **query) -> str:
        """An address of the staff's site, with the Home where several are seen."""
        return f"{reverse(name, args=args)}?{urlencode({'home': self.home.slug} | query)}"


def gaps_of(year: Year) -> list[tuple[Kind, list[Gap]]]:
    """Every kind with what was found."""
    subject = Subject(year)
    return [(kind, list(kind.find(subject))) for kind in KINDS]


def _unchecked(subject):
    done = SelfCheck.objects.of(subject.home).closed().filter(**subject.year.days("on"))
    open_ones = SelfCheck.objects.of(subject.home).filter(closed_at=None)
    unfinished = dict(open_ones.order_by("on").values_list("venue", "pk"))
    for venue in Venue.objects.of(subject.home).exclude(pk__in=done.values("venue")):
        if venue.pk in unfinished:
            page = "admin:representatives_selfcheck_change"
            yield Gap(f"{venue}的自查没有做完。", reverse(page, args=[unfinished[venue.pk]]))
        else:
            start = subject.page("admin:representatives_selfcheck_add", venue=venue.pk)
            yield Gap(f"{venue}这一年没有自查。", start)


def _unmet(subject):
    rows = StandardCheck.objects.of(subject.home).gaps()
    rows = rows.filter(self_check__on__lte=subject.day)
    rows = rows.select_related("item", "self_check__venue").order_by("correct_by", "pk")
    for row in rows:
        until = f"，整改期限 {row.correct_by}" if row.correct_by else ""
        late = "，已经逾期" if row.is_overdue(subject.year.on) else ""
        page = "admin:representatives_selfcheck_item"
        yield Gap(
            f"{row.self_check.venue}：“{row.item}”{row.get_state_display()}{until}{late}。",
            reverse(page, args=[row.self_check_id, row.pk]),
        )


def _empty_books(subject):
    year = subject.year.number
    for slug in subject.books:
        if slug in subject.empty_books:
            link = subject.page("register", slug, year=year)
            yield Gap(f"《{BY_SLUG[slug].title}》{year}年没有一条记录。", link)


def _late(subject):
    period = subject.year.period
    for kind in ENTRIES:
        rows = late_entries(kind, subject.year.user, period.start, subject.home)
        after = midnight(date(subject.year.number + 1, 1, 1))
        number = rows.filter(**{f"{kind.written}__lt": after}).count()
        if number:
            link = subject.page("watch_reception", "late-entries", days=365)
            yield Gap(f"{kind.label}有 {number} 条是过了很久才登记的。", link)


def _rules(subject):
    rules = list(HomeRule.objects.of(subject.home).in_force(subject.day).with_first_version())
    there = {rule.kind for rule in rules}
    page = reverse("admin:representatives_homerule_changelist")
    for kind in _kinds_wanted(subject):
        if kind not in there:
            yield Gap(f"没有正在施行的{RuleKind(kind).label}。", page)
    up = {one.row.subject for one in subject.hangings if one.row.board == "rules"}
    for rule in rules:
        if rule.on_wall and str(rule.first_version) not in up:
            link = reverse("admin:representatives_wallboard_add")
            what = urlencode({"what": f"rules:{rule.first_version}"})
            yield Gap(f"《{rule.title}》要上墙，墙上还没有。", f"{link}?{what}")


def _kinds_wanted(subject):
    """Kinds of rules that the standards name, by themselves or as boards."""
    found = {}
    for item in subject.items:
        kind = item.evidence_key.removeprefix("rules-")
        is_one = item.evidence in (EvidenceKind.RULE, EvidenceKind.BOARD)
        if is_one and kind in RuleKind.values:
            found[kind] = True
    return list(found)


def _boards(subject):
    link = subject.page("admin:representatives_wallboard_changelist")
    for one in subject.hangings:
        if one.state != "fresh":
            yield Gap(f"{one.row.venue}的“{one.label}”：{one.state_words}。", link)


def _unsigned(subject):
    yield from _unsigned_books(subject)
    yield from _unsigned_activities(subject)
    reports = DutyReport.objects.of(subject.home).visible_to(subject.year.user)
    number = reports.filter(present__gt=0, files=None, **subject.year.days("on")).count()
    if number:
        link = reverse("admin:representatives_dutyreport_changelist")
        yield Gap(f"{number} 次述职没有签字的报告或者测评表扫描件。", link)
    funds = FundEntry.objects.of(subject.home).filter(year=subject.year.number, vouchers=None)
    number = funds.count()
    if number:
        link = reverse("admin:representatives_fundentry_changelist")
        words = urlencode({"year": subject.year.number, "scan": "missing"})
        yield Gap(f"专项资金有 {number} 笔没有凭证扫描件。", f"{link}?{words}")


def _unsigned_books(subject):
    period = subject.year.period
    rows = SignedVolume.objects.in_force().filter(home=subject.home)
    signed = set(
        rows.filter(start__lte=period.end, end__gte=period.start).values_list("register", flat=True)
    )
    for slug in subject.books:
        if slug not in signed and slug not in subject.empty_books:
            link = subject.page("register", slug, year=subject.year.number)
            yield Gap(f"《{BY_SLUG[slug].title}》没有存入签字的扫描件。", link)


def _unsigned_activities(subject):
    rows = Activity.objects.of(subject.home).visible_to(subject.year.user).held()
    rows = rows.filter(**subject.year.days("starts_at", is_time=True))
    sheets = Count("files", Q(files__use=ActivityFile.Use.SIGN_IN))
    number = rows.annotate(sheets=sheets).filter(sheets=0).count()
    if number:
        link = reverse("admin:representatives_activity_changelist")
        words = urlencode({"year": subject.year.number, "state__exact": "held"})
        yield Gap(f"{number} 次活动没有签到表扫描件。", f"{link}?{words}")


def _photos(subject):
    last = SelfCheck.objects.of(subject.home).latest().filter(on__lte=subject.day)
    rows = StandardCheck.objects.filter(self_check__in=last, item__evidence=EvidenceKind.PHOTO)
    rows = rows.filter(state=CheckState.MET).annotate(number=Count("photos"))
    for row in rows.select_related("item", "self_check__venue").order_by("pk"):
        if row.number < row.item.at_least:
            page = "admin:representatives_selfcheck_change"
            yield Gap(
                f"{row.self_check.venue}：“{row.item}”应当有 {row.item.at_least} 张照片，"
                f"现在有 {row.number} 张。",
                reverse(page, args=[row.self_check_id]),
            )


KINDS = (
    Kind("没有自查的场所", "每个场所这一年都自查过。", _unchecked),
    Kind("自查没有达标、还没有整改的", "没有。", _unmet),
    Kind("这一年没有记录的簿册", "应有的簿册都有记录。", _empty_books),
    Kind("过了很久才登记的", "都是及时登记的。", _late),
    Kind("没有施行或者没有上墙的制度", "制度都在施行，都上墙了。", _rules),
    Kind("要重印、要撤下的版面", "墙上的版面都是最新的。", _boards),
    Kind("缺签字、凭证扫描件的", "扫描件齐全。", _unsigned),
    Kind("缺照片的", "要照片的都有。", _photos),
)
