"""Signs of empty form (形式主义), for the chair only: where something was kept up on paper.

A sign is no proof: each leads to its list, and the list to the rows.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from daihome.tools.pinyin import Pinyin
from daihome.tools.registers import midnight
from reception.models import RaisedMatter, Visit
from reception.visiting.quotas import WITH_VOTERS
from reception.watching import ENTRIES, FIGURES_BY_SLUG, days_of, late_entries
from representatives.models import (
    Activity,
    ActivityFile,
    Attendance,
    AttendanceState,
    Base,
    DutyRecord,
    Representative,
    Village,
)
from suggestions.models import Suggestion


@dataclass(frozen=True)
class Look:
    """Who looks, at which Home (None: all that they see), since when, on which day."""

    user: Any
    home: Any
    since: date
    today: date

    def of(self, rows):
        """`rows` that this person sees, of the Home."""
        rows = rows.visible_to(self.user)
        return rows.of(self.home) if self.home else rows


@dataclass(frozen=True)
class Line:
    """One row of a list: what it is, its day if it has one, and where to look."""

    home: Any
    text: str
    on: date | None
    link: str


@dataclass(frozen=True)
class Sign:
    """One sign; `lines(look)` are what its number counts."""

    slug: str
    title: str
    definition: str
    unit: str
    lines: Callable[[Look], Iterable[Line]]


def _page_of(row):
    if not admin.site.is_registered(type(row)):
        return ""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def _empty_receptions(look):
    rows = days_of(look.user)
    rows = rows.of(look.home) if look.home else rows
    for day in FIGURES_BY_SLUG["no-visitors"].pick(rows, look.since, look.today):
        yield Line(day.home, day.activity.where, day.on, _page_of(day))


def _without_output(look):
    """Held, signed by somebody, and nothing came of it: no word, no picture, no matter."""
    here = {"activity": OuterRef("pk")}
    present = Attendance.objects.filter(state=AttendanceState.PRESENT, **here)
    rows = look.of(Activity.objects).held().within(look.since, look.today)
    rows = rows.filter(
        Exists(present),
        ~Exists(ActivityFile.objects.exclude(use=ActivityFile.Use.SIGN_IN).filter(**here)),
        ~Exists(RaisedMatter.objects.filter(**here)),
        content="",
        decisions="",
        outcome="",
    ).exclude(kind__base__in=(Base.RECEPTION, Base.INSPECTION))
    for row in rows.select_related("home").order_by("-starts_at", "-pk"):
        yield Line(row.home, row.title, row.on, _page_of(row))


def _written_late(look):
    found = []
    for kind in ENTRIES:
        for row in late_entries(kind, look.user, look.since, look.home).select_related("home"):
            about = getattr(row, kind.about)
            on = timezone.localdate(about) if kind.is_time else about
            written = timezone.localdate(getattr(row, kind.written))
            text = f"{kind.label}，{written} 才登记，晚了 {(written - on).days} 天"
            found.append(Line(row.home, text, on, _page_of(row)))
    return sorted(found, key=lambda line: line.on, reverse=True)


def _unvisited(look):
    went = Visit.objects.filter(
        village=OuterRef("pk"), kind__in=WITH_VOTERS, on__range=(look.since, look.today)
    )
    rows = look.of(Village.objects).active().filter(~Exists(went)).select_related("home")
    for row in rows.order_by("home", Pinyin("name"), "pk"):
        yield Line(row.home, row.name, None, _page_of(row))


def _old_matters(look):
    rows = look.of(Suggestion.objects).open().filter(received_at__lt=midnight(look.since))
    for row in rows.select_related("home").order_by("received_at", "pk"):
        yield Line(row.home, str(row), row.received_on, _page_of(row))


def _idle_people(look):
    did = DutyRecord.objects.confirmed().filter(
        representative=OuterRef("pk"), on__range=(look.since, look.today)
    )
    rows = look.of(Representative.objects).in_office(look.today).filter(~Exists(did))
    for row in rows.select_related("home").by_pinyin():
        yield Line(row.home, row.name, None, _page_of(row))


SIGNS = (
    Sign(
        "empty-receptions",
        "没有人来的接待日",
        "举行了、结束登记了，没有一条来访记录的接待日。",
        "次",
        _empty_receptions,
    ),
    Sign(
        "no-output",
        "签了到、没有下文的活动",
        "有人签到，却没有写内容、决定和成效，没有照片和材料，也没有转出一件意见的活动。",
        "次",
        _without_output,
    ),
    Sign(
        "written-late",
        "过了很久才补登的",
        "发生以后过了“事后多少天算补记”的天数才写进来的接待、走访、活动和履职。",
        "条",
        _written_late,
    ),
    Sign(
        "unvisited",
        "没有代表去过的村",
        "这段时间没有一次代表走访的村（社区）；只来过意见、没有人去过的也算。",
        "个",
        _unvisited,
    ),
    Sign(
        "old-matters",
        "拖得太久的意见",
        "这段时间以前就收到、到今天还没有存档的意见，不管逾期没有。",
        "件",
        _old_matters,
    ),
    Sign(
        "idle",
        "没有履职登记的代表",
        "在任、这段时间没有一条已确认的履职登记的代表。",
        "名",
        _idle_people,
    ),
)
BY_SLUG = {sign.slug: sign for sign in SIGNS}


def look_of(user, form, today) -> Look:
    """What `form` (a `WatchForm`) asks for."""
    return Look(user, form.home_chosen, today - timedelta(days=form.days_back), today)
