"""A pattern and what follows from it: its dates, the draft of a roster, writing it."""

from django.db import transaction
from django.utils import timezone

from reception import planning
from reception.staff.forms import PlanForm
from reception.staff.pages import CONFLICT, UNREADABLE, back, page, pattern_page
from suggestions.models import SpecialDay

CHANGED = "名单刚刚有了变化（有人请假、换班，或者别人也在排），下面是新的名单，请再看一遍。"


@pattern_page("view_receptionpattern")
def dates(request, pattern):
    """How the rule reads, and every date of the next two years with the reason of a move."""
    today = timezone.localdate()
    last = planning.latest_end(today)
    calendar = SpecialDay.objects.calendar()
    planned = pattern.planned_days(today, last, calendar)
    return page(
        request, "dates", title=f"{pattern}：往后两年的日子", pattern=pattern, planned=planned,
        last=last, unknown=[year for year in _years(planned) if not calendar.knows(year)],
    )  # fmt: skip


def _years(planned):
    return sorted({(each.day or each.nominal).year for each in planned})


@pattern_page("add_receptionday")
def plan(request, pattern):
    """Show the days and the drawn roster; write exactly what was shown."""
    today = timezone.localdate()
    if request.method == "POST":
        return _write(request, pattern, today)
    form = PlanForm(request.GET if "until" in request.GET else None, today=today)
    valid = form.is_valid()
    last = form.cleaned_data["until"] if valid else planning.usual_end(today)
    found = None if form.is_bound and not valid else planning.draft(pattern, last, today)
    return _preview(request, pattern, form, found, UNREADABLE if found is None else 200)


def _write(request, pattern, today):
    form = PlanForm(request.POST, today=today)
    if not form.is_valid():
        return _preview(request, pattern, form, None, UNREADABLE)
    with transaction.atomic():
        found = planning.redraw(pattern, form.cleaned_data["until"], today)
        fits = found.fingerprint == request.POST.get("seen", "")
        if fits:
            planning.write(found)
    if not fits:
        return _preview(request, pattern, form, found, CONFLICT, sentence=CHANGED)
    written = sum(not line.is_kept for line in found.lines)
    return back(request, pattern, f"已经排好{written}个接待日，排到{found.last:%Y-%m-%d}。")


def _preview(request, pattern, form, found, status=200, **facts):
    return page(
        request, "plan", title=f"排班预览：{pattern}", status=status, pattern=pattern, form=form,
        draft=found, usual=planning.usual_end(timezone.localdate()), **facts,
    )  # fmt: skip
