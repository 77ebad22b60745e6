"""What staff fill in about verdicts: those told to them, those that never came, the presidium's."""

from django import forms

from daihome.tools.fields import DayField, LineField, LinesField
from suggestions.models import SatisfactionLevel
from suggestions.models.feedback import Party, VerdictSource
from suggestions.models.voter_side import DECISIONS

SOURCES = (VerdictSource.PHONE, VerdictSource.PAPER, VerdictSource.DESK)


class VerdictForm(forms.Form):
    """A verdict that somebody told the office, or that stands on a 征询意见表."""

    party = forms.ChoiceField(label="谁评价的", widget=forms.RadioSelect)
    source = forms.ChoiceField(
        label="怎么知道的",
        widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in SOURCES],
        error_messages={"required": "请选择电话、征询意见表还是当面。"},
    )
    level = forms.ChoiceField(
        label="对办理结果",
        widget=forms.RadioSelect,
        choices=SatisfactionLevel.choices,
        help_text="按原话选，不能代选，登记后不能改",
        error_messages={"required": "请选择满意、基本满意或不满意。"},
    )
    attitude = forms.ChoiceField(
        label="对办理态度",
        required=False,
        choices=[("", "没有表示"), *SatisfactionLevel.choices],
    )
    reason = LineField(
        label="理由或意见", required=False, max_length=300, help_text="选“不满意”时必须填写"
    )
    given_on = DayField(label="哪天评价的")

    def __init__(self, *args, suggestion, parties, today, **kwargs):
        super().__init__(*args, initial={"given_on": today, "party": parties[0]}, **kwargs)
        self.suggestion, self.today = suggestion, today
        self.fields["party"].choices = [(one.value, Party(one).label) for one in parties]
        if len(parties) == 1:
            self.fields["party"].widget = forms.HiddenInput()
        if not suggestion.home.asks_attitude:
            del self.fields["attitude"]

    def clean(self):
        data = super().clean()
        if data.get("level") == SatisfactionLevel.UNSATISFIED and not (
            data.get("reason") or self.has_error("reason")
        ):
            self.add_error("reason", "选“不满意”的，请写明理由，以便重新办理。")
        day = data.get("given_on")
        if day and not self.suggestion.received_on <= day <= self.today:
            self.add_error("given_on", "评价日期应在收到之日和今天之间，请核对。")
        return data


class SilenceForm(forms.Form):
    """Somebody was reminded and still did not judge."""

    on = DayField(label="哪天提醒的")
    way = LineField(
        label="怎么提醒的", max_length=40, help_text="例：打了两次电话；请村干部上门问过"
    )
    note = LineField(label="说明", required=False, max_length=200)

    def __init__(self, *args, suggestion, today, **kwargs):
        super().__init__(*args, initial={"on": today}, **kwargs)
        self.suggestion, self.today = suggestion, today

    def clean_on(self):
        day = self.cleaned_data["on"]
        if not self.suggestion.received_on <= day <= self.today:
            raise forms.ValidationError("提醒日期应在收到之日和今天之间，请核对。")
        return day


class PresidiumForm(forms.Form):
    """主席团研究意见 on a matter with which somebody was twice unsatisfied."""

    decision = forms.ChoiceField(
        label="主席团决定",
        widget=forms.RadioSelect,
        choices=list(DECISIONS.items()),
        help_text="“到此为止”的，接着写明情况存档；“再办一轮”的，接着重新交办",
        error_messages={"required": "请选择再办一轮还是到此为止。"},
    )
    text = LinesField(
        label="研究意见",
        max_length=900,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="哪天开会、怎么定的、为什么。重新交办或存档时会自动带上，不用再写一遍",
    )
