"""My file (履职档案): who I am, my mandates, and what a year holds; my card, my calendar."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from daihome.progress import own_progress
from daihome.tools.paper import qr_svg
from daihome.tools.registers import Period, midnight
from daihome.tools.uploads import serve
from daihome.views.portal import mine as my_matters
from daihome.views.portal_base import chosen_year, representative_required, show
from daihome.views.portal_duties import of_year
from daihome.views.portal_today import coming_turns, invitations, quota
from reception.models import Donation, ReceptionRecord, Visit, VisitKind, VisitPicture
from representatives.models import (
    ActivityFile,
    ActivityState,
    Attendance,
    Base,
    DutyFile,
    DutyReport,
    DutyState,
    GroupMembership,
    MaterialFile,
    MaterialReading,
    Part,
)
from suggestions.models import Kind


@dataclass(frozen=True)
class Line:
    """One line of the year: what, how much in words, and where it is written out."""

    label: str
    words: str
    link: str


@representative_required
def file(request):
    """Basic information, mandates, and the year in numbers; each number leads to its rows."""
    day = timezone.localdate()
    year = chosen_year(request, day)
    memberships = GroupMembership.objects.filter(representative=request.me, ended_on=None)
    return show(
        request,
        "my/file.html",
        tab="mine",
        mandates=request.me.mandates.select_related("term", "district"),
        groups=[row.group for row in memberships.select_related("group")],
        lines=lines_of(request, year),
        quotas=[quota(*pair) for pair in own_progress(request.me, day)],
        year=year,
        day=day,
    )


def lines_of(request, year):
    """The year's lines, from what is written down once elsewhere."""
    period = Period.of_year(year)
    return [
        *_of_matters(request, period),
        *_of_receptions(request, period),
        *_of_visits(request, year, period),
        *_of_activities(request, period),
        *_of_duties(request, year, period),
    ]


def _moments(period, name):
    """A filter for moments of the column `name` within `period`."""
    after = Period.of_year(period.start.year + 1).start
    return {f"{name}__gte": midnight(period.start), f"{name}__lt": midnight(after)}


def _of_matters(request, period):
    rows = my_matters(request).filter(**_moments(period, "received_at")).order_by()
    found = rows.aggregate(
        proposals=Count("pk", filter=Q(kind=Kind.PROPOSAL)),
        matters=Count("pk", filter=~Q(kind=Kind.PROPOSAL)),
    )
    link = reverse("my:matters")
    return [
        Line("提出和附议的建议", f"{found['proposals']} 件", link),
        Line("选民反映的意见", f"{found['matters']} 件", link),
    ]


def _of_receptions(request, period):
    turns = Attendance.objects.present().filter(representative=request.me, part=Part.DUTY)
    turns = turns.filter(**_moments(period, "activity__starts_at"))
    visitors = ReceptionRecord.objects.filter(receivers=request.me, **_moments(period, "at"))
    words = f"{turns.count()} 次，接待 {visitors.count()} 批"
    return [Line("接待选民", words, reverse("my:receptions"))]


def _of_visits(request, year, period):
    rows = Visit.objects.of_person(request.me).filter(on__range=(period.start, period.end))
    found = rows.aggregate(
        contacts=Count("pk", filter=Q(kind=VisitKind.CONTACT)),
        people=Sum("people", filter=Q(kind=VisitKind.CONTACT)),
        talks=Count("pk", filter=Q(kind=VisitKind.TALK)),
        aid=Count("pk", filter=Q(kind=VisitKind.AID)),
    )
    given = Donation.objects.filter(
        representative=request.me, on__range=(period.start, period.end)
    ).aggregate(count=Count("pk"), money=Sum("money"), goods=Sum("goods_value"))
    total = (given["money"] or 0) + (given["goods"] or 0)
    link = f"{reverse('my:visits')}?year={year}"
    lines = [
        Line("联系选民", f"{found['contacts']} 次，{found['people'] or 0} 人", link),
        Line("谈心走访", f"{found['talks']} 次", link),
        Line("走访慰问", f"{found['aid']} 次", link),
    ]
    if given["count"]:
        lines.append(Line("捐赠", f"{given['count']} 次，折合 {total:,.2f} 元", ""))
    return lines


def _of_activities(request, period):
    rows = Attendance.objects.present().filter(
        representative=request.me,
        activity__state=ActivityState.HELD,
        **_moments(period, "activity__starts_at"),
    )
    rows = rows.order_by().values_list("activity__kind__base").annotate(Count("pk"))
    counted = dict(rows)
    read = MaterialReading.objects.filter(
        representative=request.me, **_moments(period, "read_at")
    ).count()
    link = reverse("my:activities")
    words = {base: f"{counted.get(base, 0)} 次" for base in Base if base != Base.RECEPTION}
    if read:
        words[Base.STUDY] += f"，自学资料 {read} 份"
    return [Line(base.label, text, link) for base, text in words.items()]


WAITS = ~Q(state=DutyState.CONFIRMED)


def _of_duties(request, year, period):
    reports = DutyReport.objects.filter(
        representative=request.me, on__range=(period.start, period.end)
    )
    found = of_year(request.me, year).aggregate(
        days=Sum("days", filter=Q(state=DutyState.CONFIRMED)), waiting=Count("pk", filter=WAITS)
    )
    words = f"{(found['days'] or Decimal()).normalize():f} 天"
    if found["waiting"]:
        words += f"，{found['waiting']} 条待确认"
    return [
        Line("向选民述职", f"{reports.count()} 次", ""),
        Line("履职登记", words, f"{reverse('my:duties')}?year={year}"),
    ]


@representative_required
def card(request):
    """What voters scan to find me, to be shown on the screen."""
    link = request.build_absolute_uri(request.me.get_absolute_url())
    title = f"{request.me.name}代表的二维码"
    return show(
        request,
        "my/card.html",
        tab="mine",
        mandates=request.me.mandates.in_office(timezone.localdate()).select_related("term"),
        qr=qr_svg(link, title, True),
    )


@representative_required
def calendar(request):
    """What is ahead of me, and how to have it in the telephone's own calendar."""
    day = timezone.localdate()
    rows = [*coming_turns(request.me, day), *invitations(request.me, day)]
    rows.sort(key=lambda row: (row.activity.starts_at, row.pk))
    return show(request, "my/calendar.html", tab="mine", rows=rows, day=day)


@representative_required
def private_file(request, kind, pk):
    """A file of something that is mine or that I am invited to; else 404."""
    if kind not in FILES:
        raise Http404
    found = get_object_or_404(FILES[kind](request), pk=pk)
    return serve(found.file, found.name, inline=found.kind == "picture")


FILES = {
    "visit": lambda request: VisitPicture.objects.filter(
        visit__in=Visit.objects.of_person(request.me).values("pk"), shows_identity=False
    ),
    "duty": lambda request: DutyFile.objects.filter(record__representative=request.me),
    "activity": lambda request: ActivityFile.objects.filter(
        activity__state=ActivityState.HELD, activity__attendances__representative=request.me
    ),
    "material": lambda request: MaterialFile.objects.filter(
        material__home=request.home, material__published_on__lte=timezone.localdate()
    ),
}
