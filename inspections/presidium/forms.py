"""What staff fill in for the presidium: a meeting, a request and its answer."""

import secrets

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from daihome.tools.fields import (
    DayField,
    LineField,
    LinesField,
    MomentField,
    RowsField,
    WholeNumberField,
)
from inspections.models import PresidiumMeeting, PresidiumMember, PresidiumRequest
from representatives.models import ActivityState, RepGroup, Representative, Venue

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TAKEN = "本届已经有第 {number} 次会议，请换一个次数。"
OUT_OF_ORDER = "次数要按日期的先后排：第 {number} 次会议是 {on}。请改次数或者时间；那次会议不开了的，先把它取消。"


class CallForm(forms.Form):
    """When and where people are called to; `home` decides the places."""

    use_required_attribute = False

    number = WholeNumberField(label="本届第几次", min_value=1, max_value=200)
    title = LineField(label="会议名称", max_length=100)
    starts_at = MomentField(label="开始时间", help_text="例：2026-12-10 09:00")
    ends_at = MomentField(label="结束时间", required=False, help_text="例：2026-12-10 11:30")
    venue = forms.ModelChoiceField(
        label="场所", queryset=Venue.objects.none(), required=False, empty_label="不在场所里开"
    )
    place = LineField(
        label="地点",
        max_length=120,
        required=False,
        help_text="不在场所里开的填这里。例：镇政府三楼会议室",
    )
    agenda = LinesField(
        label="议题",
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "data-keep": ""}),
        help_text="一行一项，通知和会议议程照这里印",
    )

    def __init__(self, *args, term, **kwargs):
        super().__init__(*args, **kwargs)
        self.term = term
        self.fields["venue"].queryset = Venue.objects.of(term.home)

    def clean_number(self):
        number = self.cleaned_data["number"]
        if self.others().filter(number=number).exists():
            raise ValidationError(TAKEN.format(number=number))
        return number

    def others(self):
        """The meetings of this kind and term that are there already."""
        raise NotImplementedError

    def _check_order(self, cleaned):
        """Numbers follow the days; what was cancelled does not count."""
        number, starts = cleaned.get("number"), cleaned.get("starts_at")
        if not number or not starts:
            return
        there = self.others().exclude(activity__state=ActivityState.CANCELLED)
        torn = Q(number__lt=number, activity__starts_at__gt=starts)
        torn |= Q(number__gt=number, activity__starts_at__lt=starts)
        other = there.filter(torn).select_related("activity").first()
        if other:
            self.add_error("number", OUT_OF_ORDER.format(number=other.number, on=other.activity.on))

    def clean(self):
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", "结束时间要晚于开始时间。")
        self._check_order(cleaned)
        if "venue" in cleaned and not cleaned["venue"] and not cleaned.get("place"):
            self.add_error("place", "请选场所，或者写地点。")
        return cleaned

    def save(self):
        """The planned row; None, with a word beside the number, when somebody was quicker with it."""
        try:
            with transaction.atomic():
                return self.call()
        except IntegrityError:
            if not self.others().filter(number=self.cleaned_data["number"]).exists():
                raise
        self.add_error("number", TAKEN.format(number=self.cleaned_data["number"]))
        return None

    def call(self):
        """Plan it as it was filled in; runs in one transaction."""
        raise NotImplementedError

    def plan(self):
        """What `call` of the row's manager takes besides people."""
        given = self.cleaned_data
        names = ("ends_at", "venue", "place", "agenda")
        return {
            "number": given["number"], "title": given["title"], "starts_at": given["starts_at"],
            "activity": {name: given[name] for name in names},
        }  # fmt: skip


class MeetingForm(CallForm):
    """A meeting of the presidium: its members come by themselves, the rest is chosen."""

    requests = RowsField(
        label="列入议题的代表请求",
        queryset=PresidiumRequest.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    observers = RowsField(
        label="请来列席的代表",
        queryset=Representative.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不是主席团成员，可以发言，不参加表决",
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        home = self.term.home
        members = PresidiumMember.objects.filter(term=self.term).on(today)
        self.members = list(members.select_related("representative").in_order())
        inside = [row.representative_id for row in self.members]
        others = Representative.objects.of(home).in_office(today).exclude(pk__in=inside)
        self.fields["observers"].queryset = others.by_pinyin()
        waiting = PresidiumRequest.objects.of(home).to_place()
        self.fields["requests"].queryset = waiting
        for name in ("requests", "observers"):
            if not self.fields[name].queryset.exists():
                del self.fields[name]

    def others(self):
        return PresidiumMeeting.objects.filter(term=self.term)

    def clean(self):
        cleaned = super().clean()
        starts, members = cleaned.get("starts_at"), PresidiumMember.objects.filter(term=self.term)
        if starts and not members.on(timezone.localdate(starts)).exists():
            self.add_error(None, "这一天主席团没有成员。请先登记本届主席团成员，再计划会议。")
        return cleaned

    def call(self):
        given = self.cleaned_data
        chosen = {name: given.get(name, ()) for name in ("requests", "observers")}
        return PresidiumMeeting.objects.call(self.term, **chosen, **self.plan())


class RequestForm(forms.Form):
    """A request to the presidium; `me` is the representative who hands it in (None: staff enter it)."""

    use_required_attribute = False

    # One-time: the same form sent twice is one request.
    key = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    subject = LineField(
        label="请求事项",
        max_length=100,
        help_text="一句话写清要主席团做什么。例：督促矿渣拍卖款用于偿还镇里的债务",
    )
    reasons = LinesField(
        label="理由",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8, "data-keep": ""}),
        help_text="写清情况和依据。不写选民的姓名和电话",
    )
    group = forms.ModelChoiceField(
        label="通过哪个代表小组", queryset=RepGroup.objects.none(), required=False,
        empty_label="不通过小组",
    )  # fmt: skip
    requesters = RowsField(
        label="提出的代表",
        queryset=Representative.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选提出请求的代表。"},
    )
    received_on = DayField(label="收到日期", widget=DAY)

    def __init__(self, *args, home, today, me=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.home, self.today, self.me = home, today, me
        people = Representative.objects.of(home).in_office(today)
        groups = RepGroup.objects.of(home).filter(is_active=True)
        self.initial.setdefault("key", secrets.token_urlsafe(16))
        if me:
            people = people.exclude(pk=me.pk)
            groups = groups.filter(memberships__representative=me, memberships__ended_on=None)
            self.fields["requesters"].label = "还有哪些代表一起提出"
            self.fields["requesters"].required = False
            self.fields["requesters"].help_text = "本人同意了才选；选了的会收到消息"
            del self.fields["received_on"]
        else:
            self.initial.setdefault("received_on", today)
        self.fields["requesters"].queryset = people.by_pinyin()
        self.fields["group"].queryset = groups.distinct()

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if day > self.today:
            raise ValidationError("还没有到这一天，请核对。")
        return day

    def save(self, by):
        """(request, whether it is new). `by` is the account that sends it."""
        given = self.cleaned_data
        people = [*([self.me] if self.me else []), *given["requesters"]]
        key = given["key"] or secrets.token_urlsafe(16)
        return PresidiumRequest.objects.hand_in(
            f"{by.pk}:{key}", people, home=self.home, subject=given["subject"],
            reasons=given["reasons"], group=given["group"],
            received_on=given.get("received_on") or self.today,
        )  # fmt: skip


class AgendaForm(forms.Form):
    """Before which meeting a request comes."""

    meeting = forms.ModelChoiceField(
        label="列入哪次会议", queryset=PresidiumMeeting.objects.none(), empty_label="请选择",
        error_messages={"required": "请选择会议。还没有的，先计划一次会议。"},
    )  # fmt: skip

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        meetings = PresidiumMeeting.objects.of(row.home).still_open().select_related("activity")
        self.fields["meeting"].queryset = meetings


class AnswerForm(forms.Form):
    """Why a request does not come before a meeting."""

    answer = LinesField(
        label="答复",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5, "data-keep": ""}),
        help_text="会原样发给提出的代表。例：这件事不属于主席团职权，已转镇政府办理",
    )

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
