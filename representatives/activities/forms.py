"""What staff fill in around an activity: whom to ask, why it is cancelled, which plan to copy."""

from django import forms

from daihome.tools.fields import LineField, RowsField
from representatives.activities.inviting import everybody
from representatives.models import Activity, Level, Part, RepGroup, Representative

ANYBODY = ("everyone", "levels", "groups", "people")


class InviteForm(forms.Form):
    """Everybody, a level, groups or single people: all that is chosen counts together."""

    everyone = forms.BooleanField(label="全体现任代表", required=False)
    levels = forms.MultipleChoiceField(
        label="按层级",
        choices=Level.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    groups = RowsField(
        label="按代表小组",
        queryset=RepGroup.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    people = RowsField(
        label="单独选人",
        queryset=Representative.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    part = forms.ChoiceField(
        label="参加身份",
        choices=[(Part.MEMBER.value, "参加"), (Part.OBSERVER.value, "列席")],
        widget=forms.RadioSelect,
        initial=Part.MEMBER.value,
    )

    def __init__(self, *args, activity, today, **kwargs):
        super().__init__(*args, **kwargs)
        groups = RepGroup.objects.of(activity.home).filter(is_active=True)
        self.fields["groups"].queryset = groups
        there = activity.attendances.values("representative")
        self.fields["people"].queryset = everybody(activity, today).exclude(pk__in=there)
        for name in ("groups", "people"):
            if not self.fields[name].queryset.exists():
                del self.fields[name]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.get(name) for name in ANYBODY):
            self.add_error(None, "还没有选人。请选全体、层级、小组，或者单独选几个人。")
        return cleaned


class CancelForm(forms.Form):
    reason = LineField(
        label="取消原因", max_length=200, help_text="会发给已经通知过的代表。例：因防汛工作推迟"
    )


class CopyForm(forms.Form):
    """Which activities of the year before go into this year's plan."""

    chosen = RowsField(
        label="要照抄的活动",
        queryset=Activity.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "还没有选活动。"},
    )

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chosen"].queryset = rows
        self.initial["chosen"] = list(rows)
