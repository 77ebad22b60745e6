"""What staff fill in about reception days."""

from django import forms
from django.utils import timezone

from daihome.tools import figures
from daihome.tools.fields import DayField, LineField, WholeNumberField
from reception import planning
from representatives.models import RepGroup, Venue

REASON_HELP = "例：住院、外出开会。会记在安排表的底账里"
NOBODY = "先空着，以后再补"


class HourField(forms.TimeField):
    """A time of day to the minute."""

    default_error_messages = {"required": "请填写这一项。"}
    widget = forms.TimeInput(format="%H:%M")

    def prepare_value(self, value):
        return f"{value:%-H:%M}" if hasattr(value, "hour") else value

    def to_python(self, value):
        if value in self.empty_values or not isinstance(value, str):
            return value or None
        return figures.clean_time(value)


class PlanForm(forms.Form):
    """Up to when the roster is drawn."""

    until = DayField(label="排到哪天")

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, initial={"until": planning.usual_end(today)}, **kwargs)
        self.today = today
        self.fields["until"].help_text = f"最远排到 {planning.latest_end(today):%Y-%m-%d}"

    def clean_until(self):
        until, latest = self.cleaned_data["until"], planning.latest_end(self.today)
        if not self.today <= until <= latest:
            raise forms.ValidationError(f"请填今天到 {latest:%Y-%m-%d} 之间的一天。")
        return until


class LeaveForm(forms.Form):
    """Somebody cannot come: why, and who comes instead."""

    reason = LineField(label="原因", max_length=180, help_text=REASON_HELP)
    substitute = forms.ChoiceField(
        label="谁来替",
        required=False,
        help_text="排在前面的是最久没有值班的，后面写的是上次接待的日子",
    )

    def __init__(self, *args, proposals, **kwargs):
        first = proposals[0][0].pk if proposals else ""
        super().__init__(*args, initial={"substitute": first}, **kwargs)
        self.fields["substitute"].choices = [*labelled(proposals), ("", NOBODY)]


class JoinForm(forms.Form):
    """Somebody comes in addition: for a seat that is free."""

    person = forms.ChoiceField(label="安排谁", help_text="排在前面的是最久没有值班的")
    note = LineField(label="说明", required=False, max_length=100, help_text="例：补空缺")

    def __init__(self, *args, proposals, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = labelled(proposals)


def labelled(proposals):
    """Choices out of (representative, date of the last turn or None)."""
    return [
        (str(person.pk), f"{person.name}（{f'上次 {last:%Y-%m-%d}' if last else '还没有值过班'}）")
        for person, last in proposals
    ]


class SwapForm(forms.Form):
    """The two have agreed by word of mouth: whose turn is taken in exchange, and why."""

    turn = forms.ChoiceField(label="和谁的哪一班换")
    reason = LineField(label="原因", max_length=180, help_text="例：当天村里有事。双方已经说好")

    def __init__(self, *args, turns, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["turn"].choices = [
            (
                str(row.pk),
                f"{row.representative.name}　{row.activity.on:%Y-%m-%d}　{row.activity.where}",
            )
            for row in turns
        ]


class CancelForm(forms.Form):
    """No reception on that day."""

    reason = LineField(label="为什么停", max_length=200, help_text="例：防汛值守，改日补接待")


class DayForm(forms.Form):
    """When and where one day is held, set by hand."""

    on = DayField(label="日期")
    starts = HourField(label="开始时间", help_text="例：9:00")
    ends = HourField(label="结束时间", help_text="例：11:00")
    venue = forms.ModelChoiceField(label="接待地点", queryset=Venue.objects.none())
    group = forms.ModelChoiceField(
        label="接待小组", queryset=RepGroup.objects.none(), required=False, empty_label="不分小组"
    )
    seats = WholeNumberField(label="几名代表", min_value=1, max_value=20)
    theme = LineField(label="主题", required=False, max_length=60)
    liaison = LineField(label="联络员", required=False, max_length=50)
    why = LineField(
        label="改期原因",
        required=False,
        max_length=120,
        help_text="改了日期的要写，印在公告上。例：6月15日镇里开会，改到6月18日",
    )
    remark = LineField(label="备注", required=False, max_length=200)

    def __init__(self, *args, home, day=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.day = day
        self.fields["venue"].queryset = Venue.objects.of(home)
        self.fields["group"].queryset = RepGroup.objects.of(home).filter(is_active=True)

    def clean_on(self):
        on = self.cleaned_data["on"]
        # What is over cannot be changed any more: a slip of the year would be for ever.
        if self.day and on < timezone.localdate():
            raise forms.ValidationError("这一天已经过去了，请填今天或者以后的日子。")
        return on

    def clean(self):
        data = super().clean()
        starts, ends = data.get("starts"), data.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", "结束时间要晚于开始时间。")
        moved = self.day and data.get("on") and data["on"] != self.day.on
        if moved and not data.get("why"):
            self.add_error("why", "改了日期，请写明原因，公告上要说。")
        return data
