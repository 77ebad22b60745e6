"""What staff fill in about clocks: questions to the voter, more time for a unit, pressing it."""

from datetime import timedelta

from django import forms

from daihome.tools.fields import DayField, LineField, LinesField
from suggestions.models import Clock, DeadlinePolicy, ExtensionRequest, PressKind
from suggestions.outcome import long_day

# Asking must not become a way to let a clock stand still for ever.
LONGEST_QUESTION = timedelta(days=60)


def _lines(rows):
    return forms.Textarea(attrs={"rows": rows})


def day_by_policy(home, clock, today):
    """The day that a form proposes."""
    return DeadlinePolicy.objects.for_clock(home, clock).deadline(today).due


class AskForm(forms.Form):
    """A question that the voter reads on their page; the clocks stand still meanwhile."""

    question = LinesField(
        label="请反映人补充什么",
        max_length=500,
        widget=_lines(4),
        help_text="反映人在查询页会一字不差地看到。例：是小学门口那盏灯，还是桥头那盏？",
    )
    answer_by = DayField(
        label="请在哪天前回答", help_text="到这天还没有回答，计时自动继续，停的天数照补"
    )

    def __init__(self, *args, suggestion, today, **kwargs):
        until = day_by_policy(suggestion.home, Clock.ANSWER, today)
        super().__init__(*args, initial={"answer_by": until}, **kwargs)
        self.today = today

    def clean_answer_by(self):
        day = self.cleaned_data["answer_by"]
        if not self.today < day <= self.today + LONGEST_QUESTION:
            raise forms.ValidationError(
                f"请选今天以后、{long_day(self.today + LONGEST_QUESTION)}以前的一天。"
            )
        return day


class ResumeForm(forms.Form):
    """What the voter answered, or why nobody waits for it any longer."""

    answer = LinesField(
        label="反映人的回答",
        required=False,
        max_length=2000,
        widget=_lines(4),
        help_text="照反映人的原话记",
    )
    reason = LineField(
        label="没有回答的，为什么继续办理",
        required=False,
        max_length=100,
        help_text="例：现场已经看清楚，不用再问",
    )
    ended_on = DayField(label="哪天回答的", help_text="没有回答的，填从哪天起继续计时")

    def __init__(self, *args, pause, today, **kwargs):
        super().__init__(*args, initial={"ended_on": today}, **kwargs)
        self.pause, self.today = pause, today

    def clean(self):
        data = super().clean()
        if not (data.get("answer") or data.get("reason") or self.errors):
            self.add_error("answer", "请写反映人的回答；没有回答的，写明为什么继续办理。")
        day = data.get("ended_on")
        if day and not self.pause.asked_on <= day <= self.today:
            self.add_error("ended_on", "应在提问之日和今天之间，请核对。")
        return data

    @property
    def why(self):
        """How the question ended, for the record."""
        return "反映人已经回答。" if self.cleaned_data["answer"] else self.cleaned_data["reason"]


class ExtensionForm(forms.Form):
    """延期申请 as the unit handed it in on paper."""

    until = DayField(label="申请延到哪天")
    reason = LinesField(
        label="延期理由",
        max_length=500,
        widget=_lines(4),
        help_text="例：路面要等汛期过后才能开挖",
    )
    consent = LineField(label="代表或反映人的意见", max_length=200)
    asked_by_name = LineField(label="单位负责人", max_length=60, help_text="在申请上签字的人")

    def __init__(self, *args, longest, length, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["until"].help_text = f"最晚 {longest:%Y-%m-%d}（{length}）"
        field = ExtensionRequest._meta.get_field("consent")
        self.fields["consent"].help_text = field.help_text


class DecisionForm(forms.Form):
    """同意 or 不同意 of the chair."""

    decision = forms.ChoiceField(
        label="审批",
        widget=forms.RadioSelect,
        choices=[("grant", "同意延期"), ("refuse", "不同意")],
        error_messages={"required": "请选择同意或不同意。"},
    )
    remark = LineField(
        label="审批意见", required=False, max_length=200, help_text="不同意的，必须写明理由"
    )

    def clean(self):
        data = super().clean()
        refused = data.get("decision") == "refuse"
        if refused and not data.get("remark") and not self.has_error("remark"):
            self.add_error("remark", "不同意延期的，请写明理由。")
        return data


class PressForm(forms.Form):
    """催办 or 督办通知单 to one unit."""

    kind = forms.ChoiceField(
        label="种类",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择催办还是督办通知。"},
    )
    demand = LinesField(
        label="要求",
        max_length=500,
        widget=_lines(5),
        help_text="印在单子上，单位照着办。不要写反映人的姓名、电话",
    )
    answer_by = DayField(label="请在哪天前回复")
    # Drawn before another sheet was issued, the page must not issue one more.
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=9999)

    def __init__(self, *args, assignment, user, today, seen, **kwargs):
        until = day_by_policy(assignment.suggestion.home, Clock.PRESS, today)
        initial = {
            "kind": PressKind.URGE, "answer_by": until, "seen": seen,
            "demand": demand_to(assignment, today, until),
        }  # fmt: skip
        super().__init__(*args, initial=initial, **kwargs)
        self.today = today
        may_supervise = user.has_perm("suggestions.supervise_suggestion")
        kinds = PressKind if may_supervise else (PressKind.URGE,)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        if not may_supervise:
            self.fields["kind"].help_text = "督办通知单由主席签发"

    def clean_answer_by(self):
        day = self.cleaned_data["answer_by"]
        if day <= self.today:
            raise forms.ValidationError("请选今天以后的一天。")
        return day


def demand_to(assignment, today, until):
    """What the form starts from: which matter, since when, how late, by when to answer."""
    matter, due = assignment.suggestion, assignment.due_on
    late = f"，已经超过{(today - due).days}天" if due < today else ""
    return (
        f"{long_day(assignment.handed_on)}交你单位{assignment.get_role_display()}的{matter.number}号"
        f"“{matter.summary}”，限办日期是{long_day(due)}{late}，至今没有收到答复。"
        f"请抓紧办理，并在{long_day(until)}前书面回复办理情况。"
    )
