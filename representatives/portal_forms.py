"""What a representative fills in about being there or not."""

from django import forms

from daihome.tools.fields import DayField, LineField
from representatives.models import Leave


class ExcuseForm(forms.Form):
    """Why somebody cannot come to one activity."""

    reason = LineField(
        label="请假原因",
        max_length=200,
        help_text="例：在外地务工，赶不回来",
        error_messages={"required": "请写明请假的原因。"},
    )


class LeaveForm(forms.ModelForm):
    """Days on which somebody is not to be put on the roster."""

    class Meta:
        model = Leave
        fields = ("starts_on", "ends_on", "reason")
        field_classes = {"starts_on": DayField, "ends_on": DayField, "reason": LineField}
        widgets = {
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_ends_on(self):
        day = self.cleaned_data["ends_on"]
        if day < self.today:
            raise forms.ValidationError("这段时间已经过去了。请填写以后不能接待的日子。")
        return day
