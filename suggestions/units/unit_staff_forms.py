"""What staff enter for a unit that answers on paper, and what became of a promise."""

from django import forms

from daihome.tools.fields import DayField, LineField
from suggestions.models import HandlingUnit, ToldWay


class PaperForm(forms.Form):
    """A day between the handing over and today."""

    on = DayField(label="哪天")

    def __init__(self, *args, assignment, today, **kwargs):
        super().__init__(*args, initial={"on": today}, **kwargs)
        self.assignment, self.today = assignment, today

    def clean_on(self):
        day = self.cleaned_data["on"]
        if not self.assignment.handed_on <= day <= self.today:
            raise forms.ValidationError("日期应在交办之日和今天之间，请核对。")
        return day


class SignedForm(PaperForm):
    """签收."""

    name = LineField(label="签收人", max_length=50, help_text="例：李主任")


class SpokenForm(PaperForm):
    """首次沟通."""

    note = LineField(label="怎么沟通的", max_length=200, help_text="例：电话里和王伟芳代表谈过")


class ReturnedForm(PaperForm):
    """退回."""

    reason = LineField(
        label="退回理由", max_length=300, help_text="照单位写的登记。例：该路段属县公路段养护"
    )
    proposal = LineField(label="建议转给哪个单位", required=False, max_length=60)


class AssistForm(forms.Form):
    """One more unit that helps."""

    unit = forms.ModelChoiceField(
        label="协办单位",
        queryset=HandlingUnit.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择协办单位。"},
    )

    def __init__(self, *args, suggestion, **kwargs):
        super().__init__(*args, **kwargs)
        here = suggestion.assignments.filter(round_no=suggestion.round_no, returned_on=None)
        units = HandlingUnit.objects.of(suggestion.home).active()
        self.fields["unit"].queryset = units.exclude(pk__in=here.values("unit"))


class ToldForm(forms.Form):
    """That the voter was told what became of a promise, or why not."""

    told_on = DayField(label="哪天告知的", required=False)
    way = forms.ChoiceField(
        label="怎么告知的", required=False, choices=[("", "请选择"), *ToldWay.choices]
    )
    told_on.need = way.need = "告知了的必填"
    untold_reason = LineField(
        label="没能告知的原因",
        required=False,
        max_length=200,
        help_text="已经告知的不填。例：匿名提交，没有留联系方式",
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, initial={"told_on": today}, **kwargs)
        self.today = today

    def clean(self):
        data = super().clean()
        if not data.get("untold_reason") and not (data.get("told_on") and data.get("way")):
            self.add_error("way", "请填告知日期和方式；没能告知的，在下面写明原因。")
        if data.get("told_on") and data["told_on"] > self.today:
            self.add_error("told_on", "告知日期不能晚于今天，请核对。")
        return data
