"""How far each representative is with the yearly number of contacts and receptions."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_safe

from reception.visiting.pages import page
from reception.visiting.quotas import everybody, with_progress
from reception.visiting.tables import Table, download
from representatives.models import Home, Measure, Span, Target

# The bar of a person, in the units of its drawing.
BAR = 100
COLUMNS = (("代表", 16), ("已完成", 10), ("应完成", 10), ("到今天应完成", 14), ("进度", 10))
MEASURES = {Measure.CONTACTS: "contacts", Measure.RECEPTIONS: "receptions"}


@dataclass(frozen=True)
class Progress:
    """Of one person and one measure: done, owed in the period, and owed by now."""

    done: int
    owed: int
    due: float

    @property
    def is_behind(self):
        """Whether less was done than the calendar asks by now."""
        return self.done < int(self.due)

    @property
    def width(self):
        return min(BAR, round(BAR * self.done / self.owed)) if self.owed else 0

    @property
    def mark(self):
        """Where the bar should be by now."""
        return min(BAR, round(BAR * self.due / self.owed)) if self.owed else 0


def period_of(span, today):
    """First and last day of the year or quarter in which `today` lies."""
    if span == Span.QUARTER:
        first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
        after = date(today.year + first.month // 10, (first.month + 2) % 12 + 1, 1)
        return first, date.fromordinal(after.toordinal() - 1)
    return date(today.year, 1, 1), date(today.year, 12, 31)


def progress(done, target, start, end, today):
    """The `Progress` against a `Target`; what is due grows evenly over the days of the period."""
    share = ((today - start).days + 1) / ((end - start).days + 1)
    return Progress(done, target.number, target.number * min(share, 1))


def lines_of(home, today):
    """(target, its first and last day, [(person, Progress)]) of each measure the Home set."""
    targets = Target.objects.of(home).filter(is_active=True, measure__in=MEASURES)
    found = []
    for target in targets:
        start, end = period_of(target.span, today)
        people = with_progress(everybody(home, today), start, end)
        name = MEASURES[target.measure]
        rows = [
            (person, progress(getattr(person, name), target, start, end, today))
            for person in people
        ]
        found.append((target, start, end, rows))
    return found


def progress_table(home, today):
    """The same as a `Table` for paper and workbook."""
    parts = [
        (f"{target}（{start}至{end}）", [_row(person, one) for person, one in rows])
        for target, start, end, rows in lines_of(home, today)
    ]
    return Table("联系选民和接待进度", COLUMNS, parts)


def _row(person, one):
    return person.name, one.done, one.owed, int(one.due), "落后" if one.is_behind else ""


def _home(request):
    """The Home that was asked for, or the first one."""
    if not request.user.has_perm("reception.view_visit"):
        raise PermissionDenied
    homes = Home.objects.visible_to(request.user)
    home = (
        homes.filter(slug=request.GET["home"]).first() if "home" in request.GET else homes.first()
    )
    if home is None:
        raise Http404
    return home


@require_safe
def progress_file(request, form):
    """The progress as `xlsx` or `pdf`, as it is today."""
    home, today = _home(request), timezone.localdate()
    return download(progress_table(home, today), home, f"截至{today}", form)


@require_safe
def contact_progress(request):
    """Each representative with what is owed and done; red where it is behind the calendar."""
    home, today = _home(request), timezone.localdate()
    homes = Home.objects.visible_to(request.user)
    facts = {"home": home, "homes": homes, "today": today, "parts": lines_of(home, today)}
    facts["may_set"] = request.user.has_perm("representatives.add_target")
    return page(request, "progress", title="联系选民和接待进度", **facts)
