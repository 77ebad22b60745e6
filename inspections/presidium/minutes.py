"""Minutes of a meeting, written from its list, agenda and decisions; then a letter (纪要) of them."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST

from daihome.tools.fields import LineField, LinesField, NameField
from inspections.models import PresidiumMeeting
from inspections.presidium.pages import (
    OF_ACTIVITY,
    Late,
    back,
    form_page,
    note,
    row_page,
)
from representatives.activities import cells
from representatives.models import Activity, OfficialDocument

OPTS = PresidiumMeeting._meta
FIELDS = ("host", "recorder", "others", "agenda", "content", "decisions", "outcome")
NUMBERS = "一二三四五六七八九十"


class MinutesForm(forms.Form):
    """What 会议记录 prints besides who was there."""

    use_required_attribute = False

    host = NameField(label="主持人", required=False)
    recorder = NameField(label="记录人", required=False)
    others = LineField(
        label="列席和其他参加人员", max_length=300, required=False, help_text="例：镇财政所王所长"
    )
    agenda = LinesField(label="议题", max_length=3000, required=False)
    content = LinesField(
        label="发言", max_length=20000, required=False,
        widget=forms.Textarea(attrs={"rows": 10, "data-keep": ""}),
    )  # fmt: skip
    decisions = LinesField(
        label="决定", max_length=5000, required=False,
        widget=forms.Textarea(attrs={"rows": 8, "data-keep": ""}),
        help_text="按登记的决定写好了，可以改文字；票数要改的，到那项决定里改",
    )  # fmt: skip
    outcome = LinesField(label="成效、形成的意见建议", max_length=5000, required=False)


def ordinal(place):
    """一, 二 … 十, then 11."""
    return NUMBERS[place - 1] if place <= len(NUMBERS) else str(place)


def decisions_text(meeting):
    """Each decision with its votes on a line of its own."""
    rows = meeting.decisions.select_related("executor").order_by("pk")
    lines = []
    for place, row in enumerate(rows, start=1):
        does = f"由{row.executor}执行" if row.executor else ""
        until = (
            f"{row.due_on.year}年{row.due_on.month}月{row.due_on.day}日前完成" if row.due_on else ""
        )
        orders = "，".join(filter(None, [does, until]))
        said = row.text.rstrip("。")
        tail = f"{orders}。" if orders and row.is_carried else ""
        lines.append(f"{ordinal(place)}、{row.title}：{said}。{tail}（{row.votes}，{row.result}）")
    return "\n".join(lines)


@row_page(PresidiumMeeting, "change_presidiummeeting", *OF_ACTIVITY)
def minutes(request, meeting):
    """The minutes, written from what is there already; `?fresh=1` writes the decisions anew."""
    activity = meeting.activity
    first = {name: getattr(activity, name) for name in FIELDS}
    if not first["decisions"] or request.GET.get("fresh"):
        first["decisions"] = decisions_text(meeting)
    posted = request.POST if request.method == "POST" else None
    form = MinutesForm(posted, initial=first)
    if form.is_valid():
        _keep(activity, form.cleaned_data)
        note(request, meeting, "填写了会议记录。")
        messages.success(request, "会议记录存好了，可以打印，也可以拟成会议纪要。")
        return back(meeting)
    facts = {"meeting": meeting, "is_written": bool(activity.decisions)}
    return form_page(request, "minutes", OPTS, form, title=f"会议记录：{meeting}", **facts)


@transaction.atomic
def _keep(activity, given):
    for name in FIELDS:
        setattr(activity, name, given[name])
    activity.save(update_fields=FIELDS)
    activity.settle()


@require_POST
@row_page(PresidiumMeeting, "change_presidiummeeting", *OF_ACTIVITY)
def draft_letter(request, meeting):
    """A draft of the 会议纪要 as a letter of the presidium; the first one stays."""
    if not meeting.activity.is_held:
        raise Late("会议还没有结束登记。请先登记签到，结束登记以后再拟会议纪要。")
    document, created = _draft(meeting, request.user)
    said = "会议纪要拟好了，请核对以后发出。" if created else "这次会议已经拟过会议纪要。"
    messages.success(request, said)
    address = letter_address(document)
    return redirect(address) if address else back(meeting)


def letter_address(document):
    """The page of a letter; "" where there is none."""
    try:
        return reverse("admin:representatives_officialdocument_change", args=[document.pk])
    except NoReverseMatch:
        return ""


@transaction.atomic
def _draft(meeting, by):
    # Of two who press at once the second finds the draft of the first.
    Activity.objects.select_for_update().filter(pk=meeting.activity_id).first()
    there = meeting.activity.documents.filter(kind="minutes").first()
    if there:
        return there, False
    activity = cells.with_people(Activity.objects.filter(pk=meeting.activity_id)).get()
    document = OfficialDocument.objects.create(
        home=meeting.home,
        kind="minutes",
        title=f"{meeting}纪要"[:100],
        body=_body(activity, meeting),
        signer=meeting.home.congress_name,
        signed_on=activity.on,
        activity=activity,
        present=cells.present_as(activity, observers=False),
        excused=cells.excused(activity),
        observers=cells.observers(activity),
        written_by=by,
    )
    return document, True


def _body(activity, meeting):
    """When, where, what was dealt with, what was decided."""
    day = f"{activity.on.year}年{activity.on.month}月{activity.on.day}日"
    host = f"，{activity.host}主持" if activity.host else ""
    opening = f"{day}，{meeting}在{activity.where or '镇政府'}召开{host}。现将议定事项纪要如下："
    lines = [activity.decisions or decisions_text(meeting) or "会议没有作出决定。"]
    return "\n".join([opening, *lines])
