"""The chair's numbers of reception days and late entries, and the lists behind them."""

from datetime import timedelta
from itertools import chain

from django.contrib import admin
from django.db.models import Count, Q
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from daihome.views.watch_form import asked, draw
from reception.watching import (
    DAY_FIGURES,
    ENTRIES,
    FIGURES_BY_SLUG,
    LATE_DEFINITION,
    LATE_TITLE,
    DayFigure,
    days_of,
    late_entries,
)
from representatives.models import Part

LATE = DayFigure("late-entries", LATE_TITLE, LATE_DEFINITION, None)
MOST_ROWS = 300


def numbers(user, form, today):
    """Each figure with its number and the address of its list; [] without the permission."""
    if not user.has_perm("reception.view_receptionday"):
        return []
    since = since_of(form, today)
    found = [
        (figure, len(figure.pick(form.of_home(days_of(user)), since, today)))
        for figure in DAY_FIGURES
    ]
    late = sum(late_entries(kind, user, since, form.home_chosen).count() for kind in ENTRIES)
    return [
        {
            "figure": figure,
            "number": number,
            "link": form.address("watch_reception", figure.slug, days=form.days_back),
        }
        for figure, number in [*found, (LATE, late)]
    ]


def since_of(form, today):
    return today - timedelta(days=form.days_back)


@require_safe
def listing(request, slug):
    """The reception days that one figure counts, or the late entries."""
    form, today = asked(request, "reception.view_receptionday"), timezone.localdate()
    facts = {
        "form": form,
        "since": since_of(form, today),
        "several": len(form.homes) > 1,
        "back": form.address("watch"),
    }
    if slug == LATE.slug:
        rows = _late_rows(request.user, form, facts["since"])
        facts |= {"figure": LATE, "number": len(rows), "rows": rows[:MOST_ROWS]}
        return draw(request, "late_entries", LATE.title, facts)
    if slug not in FIGURES_BY_SLUG:
        raise Http404
    figure = FIGURES_BY_SLUG[slug]
    on_duty = Count("activity__attendances", Q(activity__attendances__part=Part.DUTY))
    rows = form.of_home(days_of(request.user)).select_related("pattern").annotate(on_duty=on_duty)
    days = figure.pick(rows, facts["since"], today)
    facts |= {"figure": figure, "number": len(days), "rows": days[:MOST_ROWS]}
    return draw(request, "reception_days", figure.title, facts)


def _late_rows(user, form, since):
    """What was written late, the latest first: kind, day, when written, by how many days, link."""
    found = chain.from_iterable(
        (_late_row(kind, row) for row in late_entries(kind, user, since, form.home_chosen))
        for kind in ENTRIES
    )
    return sorted(found, key=lambda row: row["written"], reverse=True)


def _late_row(kind, row):
    about, written = getattr(row, kind.about), timezone.localdate(getattr(row, kind.written))
    on = timezone.localdate(about) if kind.is_time else about
    return {
        "label": kind.label,
        "on": on,
        "written": written,
        "days": (written - on).days,
        "link": _page_of(row),
    }


def _page_of(row):
    """The row's page on the staff's site, where it has one."""
    if not admin.site.is_registered(type(row)):
        return ""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
