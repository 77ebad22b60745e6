"""All venues against a standard on one page, and what is still to be mended."""

from dataclasses import dataclass, field

from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_safe

from daihome.tools.pages import primary_key
from representatives.facilities.forms import asked_home
from representatives.facilities.pages import page, viewers_only
from representatives.models import FacilityStandard, SelfCheck, StandardCheck, Venue

MENDED, NEVER = ("mended", "已整改"), ("none", "—")
CORRECTIONS_MAX = 300


@dataclass
class Line:
    """One venue: its last closed self-check, one that is not finished yet, a cell for each item."""

    venue: object
    last: object = None
    unfinished: object = None
    cells: list = field(default_factory=list)


def asked_standard(request, home):
    """(the standard of `?standard=`, else the first in use or None; all of the Home)."""
    standards = list(FacilityStandard.objects.of(home))
    asked = primary_key(request.GET.get("standard", ""))
    if asked:
        standard = next((one for one in standards if one.pk == asked), None)
        if standard is None:
            raise Http404
        return standard, standards
    return next((one for one in standards if one.is_active), None), standards


def state_of(row):
    """(class, word) of an answer: what was mended since counts as mended."""
    if row is None:
        return NEVER
    if row.falls_short and row.corrected_on:
        return MENDED
    return row.state, row.get_state_display()


def lines_of(home, standard, items):
    """A `Line` for every venue (three queries)."""
    lines = {venue.pk: Line(venue) for venue in Venue.objects.of(home)}
    checks = list(SelfCheck.objects.filter(standard=standard).order_by("on", "pk"))
    for check in checks:
        if check.is_closed:
            lines[check.venue_id].last = check
        else:
            lines[check.venue_id].unfinished = check
    last = [line.last for line in lines.values() if line.last]
    rows = StandardCheck.objects.filter(self_check__in=last).order_by("pk")
    answers = {(row.self_check_id, row.item_id): row for row in rows}
    for line in lines.values():
        key = line.last.pk if line.last else None
        line.cells = [(item, *state_of(answers.get((key, item.pk)))) for item in items]
    return list(lines.values())


@viewers_only
@require_safe
def overview(request):
    """Venues × items of one standard, each with its state as colour and word."""
    home, homes = asked_home(request)
    standard, standards = asked_standard(request, home)
    items = list(standard.items.filter(is_active=True)) if standard else []
    facts = {
        "title": "各场所达标情况", "chosen": home, "homes": homes, "standard": standard,
        "standards": standards, "items": items,
        "lines": lines_of(home, standard, items) if standard else [],
    }  # fmt: skip
    return page(request, "overview", **facts)


@viewers_only
@require_safe
def corrections(request):
    """What was found missing and is not mended, the most urgent first."""
    rows = StandardCheck.objects.visible_to(request.user).gaps()
    rows = rows.select_related("item", "self_check__venue", "self_check__standard")
    found = list(rows.order_by("correct_by", "pk")[:CORRECTIONS_MAX])
    today = timezone.localdate()
    lines = [(row, row.is_overdue(today)) for row in found]
    facts = {"title": "要整改的", "lines": lines, "today": today}
    return page(request, "corrections", **facts)
