"""One reception day: who comes, who comes instead, when and where, announcing it."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from reception.models import DayClosed, ReceptionDay, RosterSwap
from reception.models.days import moment
from reception.staff import rosters
from reception.staff.forms import CancelForm, DayForm
from reception.staff.pages import back, chosen_home, day_page, form_page, link_to, page
from representatives.models import ActivityState, Attendance
from representatives.posting import post

OPEN = (ActivityState.PLANNED, ActivityState.ANNOUNCED)


@day_page("view_receptionday")
def day(request, found):
    """All about one day."""
    today = timezone.localdate()
    (each,) = rosters.roster_days(ReceptionDay.objects.filter(pk=found.pk), today)
    is_open = may_change(found, today) and request.user.has_perm("reception.change_receptionday")
    swaps = RosterSwap.objects.filter(attendance__activity=found.activity_id).with_turns()
    return page(
        request, "day", title=f"{found.activity.title}", each=each, day=each.day, today=today,
        is_open=is_open, proposals=rosters.proposals(found)[:5] if is_open else [], swaps=swaps,
    )  # fmt: skip


def may_change(day, today):
    return day.activity.state in OPEN and day.on >= today


def require_open(day):
    """Raises `DayClosed` for a day that is over, held or off."""
    if not may_change(day, timezone.localdate()):
        raise DayClosed("这个接待日已经过去、已经举行或者已经取消，不能再改安排。")


@day_page("change_receptionday")
def announce(request, found):
    """Number the notice and tell those on duty; GET shows what will be said."""
    today = timezone.localdate()
    (each,) = rosters.roster_days(ReceptionDay.objects.filter(pk=found.pk), today)
    if request.method != "POST":
        return page(
            request, "announce", title=f"公告：{found.activity.title}", each=each, day=each.day
        )
    require_open(found)
    now = timezone.now()
    with transaction.atomic():
        found.announce(now)
        _tell(each, now)
    return back(request, found, f"已经公告，编号{found.notice_number}。请打印出来贴到接待地点。")


def _tell(each, now):
    activity = each.day.activity
    hours = f"{timezone.localtime(activity.starts_at):%-H:%M}"
    title = f"请您{each.day.on:%Y-%m-%d} {hours}接待选民"
    text = f"{title}，地点：{activity.where}。来不了的请尽早在“我的”里请人换班，或者告诉工作人员。"
    users = [row.representative.user for row in each.turns if row.representative.user_id]
    key = f"reception:{each.day.pk}:announced"
    post(
        key,
        home=each.day.home,
        title=title,
        text=text,
        link="/my/receptions/",
        users=users,
        now=now,
    )


@day_page("change_receptionday")
def cancel(request, found):
    """Hold no reception on that day, with the reason."""
    require_open(found)
    form = CancelForm(request.POST or None)
    if form.is_valid():
        found.cancel(form.cleaned_data["reason"])
        return back(request, found, "已经取消这个接待日，原因写在安排表里。")
    return form_page(
        request, form, title=f"取消：{found.activity.title}", button="取消这个接待日",
        back=link_to(found),
    )  # fmt: skip


@day_page("change_receptionday")
def edit(request, found):
    """When and where, by hand: from then on the rule leaves the day alone."""
    require_open(found)
    form = DayForm(request.POST or None, home=found.home, day=found, initial=_as_typed(found))
    if form.is_valid():
        _change(found, form.cleaned_data)
        return back(request, found, "已经改好。重新排班时，这一天不再变动。")
    return form_page(
        request,
        form,
        title=f"改时间地点：{found.activity.title}",
        button="保存",
        back=link_to(found),
    )


def _as_typed(day):
    activity = day.activity
    return {
        "on": day.on, "starts": timezone.localtime(activity.starts_at).time(),
        "ends": timezone.localtime(activity.ends_at).time() if activity.ends_at else None,
        "venue": activity.venue_id, "group": activity.group_id, "seats": day.seats,
        "theme": day.theme, "liaison": day.liaison, "why": day.moved_why, "remark": day.remark,
    }  # fmt: skip


@transaction.atomic
def _change(day, given):
    activity = day.activity
    activity.starts_at = moment(given["on"], given["starts"])
    activity.ends_at = moment(given["on"], given["ends"])
    activity.venue, activity.group = given["venue"], given["group"]
    activity.title = ReceptionDay.title_on(given["on"])
    activity.save()
    day.moved_why, day.is_by_hand = given["why"], True
    for name in ("seats", "theme", "liaison", "remark"):
        setattr(day, name, given[name])
    day.save()


def add(request):
    """A day outside every rule."""
    if not request.user.has_perm("reception.add_receptionday"):
        raise PermissionDenied
    home = chosen_home(request)
    form = DayForm(request.POST or None, home=home, initial={"seats": 2})
    if form.is_valid():
        given = form.cleaned_data
        found = ReceptionDay.objects.plan(
            home=home, moved_why=given.pop("why"), is_by_hand=True, **given
        )
        return back(request, found, "已经加上这个接待日，请安排接待代表。")
    return form_page(request, form, title="加一个接待日", button="加上")


def turn_of(day, pk):
    """The turn `pk` of a day, or None."""
    rows = Attendance.objects.filter(activity=day.activity_id).on_duty()
    return rows.select_related("activity__venue", "representative__user").filter(pk=pk).first()
