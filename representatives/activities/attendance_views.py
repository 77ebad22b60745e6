"""The sign-in list: sixty people on one page, and the end of it: the activity was held."""

from django.contrib import messages
from django.db import transaction
from django.utils import timezone

from daihome.tools import parking
from daihome.tools.stored import stored_files
from representatives.activities import inviting, marking
from representatives.activities.pages import UNREADABLE, Taken, back, keeping_page, note, page
from representatives.activities.people_views import attendances, group_of
from representatives.activities.sheet_form import SheetForm
from representatives.models import ActivityFile, ActivityState

GONE = "这个活动已经取消或者结束登记了。请看现在的情况。"
NOTHING = "没有新的登记。"


@keeping_page
def attendance(request, activity):
    """Who came, who asked leave; with the second button also that it was held."""
    if activity.state == ActivityState.CANCELLED:
        raise Taken(GONE)
    form = _form(request, activity)
    closes = "close" in request.POST
    if form.is_bound and closes:
        _check_end(form, activity)
    if form.is_valid():
        try:
            return _keep(request, activity, form, closes)
        except FileNotFoundError:
            form.parked = []
            form.add_error("attachments", "以前选的扫描件找不到了，请重新选择。")
    if form.is_bound:
        form.park_files()
    facts = {"form": form, "is_open": activity.state in inviting.OPEN}
    status = UNREADABLE if form.is_bound else 200
    title = f"签到登记：{activity.title}"
    return page(request, "attendance", activity, title=title, status=status, **facts)


def _form(request, activity):
    rows = list(attendances(activity))
    bound = (request.POST, request.FILES) if request.method == "POST" else ()
    return SheetForm(
        *bound,
        activity=activity,
        rows=rows,
        groups={row.pk: group_of(row) for row in rows},
        today=timezone.localdate(),
    )


def _check_end(form, activity):
    """What is still in the way of “it was held”."""
    if activity.is_tentative:
        form.add_error(
            None, "日子还没有定。请先修改活动，写上哪天办的，取消“只定月份”，再结束登记。"
        )
    elif activity.starts_at > timezone.now():
        form.add_error(None, "活动还没有开始，不能结束登记。先保存签到，办完以后再结束。")


def _keep(request, activity, form, closes):
    given, now = form.cleaned_data, timezone.now()
    uploads = form.uploads()
    with stored_files(uploads, ActivityFile) as stored, transaction.atomic():
        ActivityFile.objects.attach(
            stored, activity=activity, use=ActivityFile.Use.SIGN_IN, caption="签到表",
            by=request.user,
        )  # fmt: skip
        changed = marking.enter(
            activity, form.answers(), by=given["by"], now=now, rest=given["rest"],
            extra=given["extra"],
        )  # fmt: skip
        if closes and not marking.close(activity, request.user, now):
            raise Taken(GONE)
    parking.discard(form.parked)
    said = _said(changed, uploads, closes)
    note(request, activity, said)
    messages.success(request, said)
    return back(activity, "change" if closes else "attendance")


def _said(changed, uploads, closes):
    parts = [f"登记了 {changed} 人。" if changed else "", "扫描件已经存好。" if uploads else ""]
    if closes:
        parts.append("活动已经结束登记，没有登记的算缺席。请接着填写活动记录。")
    return "".join(parts) or NOTHING
