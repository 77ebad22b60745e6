"""One reception day at the desk: who is there, who came, the next visitor."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from daihome import errors
from daihome.tools.pages import primary_key
from reception.desk.entering import enter, visitor_form, why_not
from reception.desk.pages import UNREADABLE, days, page, staff_page
from reception.models import ReceptionDay, ReceptionRecord
from representatives.models import Attendance, Part, Representative, SignedBy

VIEW, ADD = "reception.view_receptionrecord", "reception.add_receptionrecord"
DAYS_SHOWN = 30


@staff_page(VIEW)
def listing(request):
    """Days of today and before that are not closed, then the last ones that are."""
    today, rows = timezone.localdate(), days(request.user).order_by("-activity__starts_at")
    waiting = rows.filter(pk__in=ReceptionDay.objects.unclosed(today).order_by().values("pk"))
    facts = {"waiting": waiting[:DAYS_SHOWN], "closed": rows.exclude(closed_at=None)[:DAYS_SHOWN]}
    return page(request, "days", title="接待登记", today=today, **facts)


@never_cache
@staff_page(VIEW, days)
def day(request, day):
    """The desk: the form for the next visitor, who is on duty, who has come so far."""
    today, roster = timezone.localdate(), roster_of(day)
    refusal, form = why_not(day, today), None
    if request.user.has_perm(ADD) and not refusal:
        form = visitor_form(request, day, roster, by=str(request.user))
    if request.method == "POST":
        answer = _entered(request, day, form, refusal)
        if answer:
            return answer
    facts = {
        "day": day, "today": today, "roster": roster, "form": form, "refusal": refusal,
        "records": list(ReceptionRecord.objects.visible_to(request.user).filter(day=day).shown()),
        "saved": _saved(request, day), "reopenings": list(day.reopenings()),
        "others": JoinForm(day=day) if form else None,
    }  # fmt: skip
    status = UNREADABLE if request.method == "POST" else 200
    return page(request, "day", title=f"接待登记：{day}", status=status, **facts)


def roster_of(day):
    """Everybody of the day's attendance, those on duty first."""
    rows = Attendance.objects.filter(activity=day.activity_id).select_related("representative")
    return sorted(rows.order_by("pk"), key=lambda row: row.part != Part.DUTY)


def _entered(request, day, form, refusal):
    """The answer to a sent form, or None when the page is shown again with what is wrong."""
    if not request.user.has_perm(ADD):
        raise PermissionDenied
    if refusal:
        return errors.conflict(request, refusal, request.path)
    if not form.is_valid():
        return None
    record, _created = enter(form, day, request.user)
    return redirect(f"{request.path}?saved={record.pk}")


def _saved(request, day):
    """The record that was entered last, for the receipts; only to those who may hand these out."""
    key = primary_key(request.GET.get("saved", ""))
    if key is None or not request.user.has_perms((ADD, "suggestions.add_suggestion")):
        return None
    rows = ReceptionRecord.objects.visible_to(request.user).filter(day=day, pk=key)
    return rows.prefetch_related("raised__suggestion").first()


class JoinForm(forms.Form):
    """Somebody who came although they are not on the list."""

    person = forms.ModelChoiceField(
        label="名单外到场的代表",
        queryset=Representative.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择一位代表。"},
    )

    def __init__(self, *args, day, **kwargs):
        super().__init__(*args, **kwargs)
        people = Representative.objects.of(day.home).in_office(day.on)
        listed = Attendance.objects.filter(activity=day.activity_id).values("representative")
        self.fields["person"].queryset = people.exclude(pk__in=listed).by_pinyin()


@require_POST
@staff_page(ADD, days)
def sign(request, day):
    """Somebody on the list is there and has no telephone at hand (名单登记)."""
    refusal = why_not(day, timezone.localdate())
    if refusal:
        return errors.conflict(request, refusal, _there(day))
    key = primary_key(request.POST.get("attendance", ""))
    row = Attendance.objects.filter(activity=day.activity_id, pk=key).first()
    if row is None:
        messages.warning(request, "名单刚刚有了变化，请再看一下。")
    else:
        row.sign_in(_when(day), SignedBy.LIST)
        messages.success(request, f"{row.representative.name}代表已经签到。")
    return redirect(_there(day))


@require_POST
@staff_page(ADD, days)
def join(request, day):
    """Put somebody on the list who stepped in, and sign them in."""
    refusal = why_not(day, timezone.localdate())
    if refusal:
        return errors.conflict(request, refusal, _there(day))
    form = JoinForm(request.POST, day=day)
    if not form.is_valid():
        messages.warning(request, "没有加上：请选择一位还不在名单上的代表。")
        return redirect(_there(day))
    person = form.cleaned_data["person"]
    Attendance.objects.invite(day.activity, [person], part=Part.DUTY, is_by_hand=True)
    row = Attendance.objects.filter(activity=day.activity_id, representative=person).first()
    row.sign_in(_when(day), SignedBy.LIST)
    messages.success(request, f"{person.name}代表已经加到名单上并签到。")
    return redirect(_there(day))


def _there(day):
    return reverse("desk:day", args=[day.pk])


def _when(day):
    """Now on the day itself; put on the list later, they were there from the beginning."""
    now = timezone.now()
    return now if timezone.localdate(now) == day.on else day.activity.starts_at
