"""What a representative fills in: having told the voter, and a proposal of their own."""

from django import forms

from daihome.tools.fields import DayField, LineField, LinesField, RowsField
from representatives.models import Representative, Village
from suggestions.models import SatisfactionLevel, ToldWay
from suggestions.models.case import CONTENT_MAX
from suggestions.models.feedback import Party
from suggestions.pipeline import Step
from suggestions.sorting import admissible

COSIGNERS_MAX = 20


class FeedbackForm(forms.Form):
    """That the voter was told, when and how, or why not; the verdict where the voter gave one."""

    # The step that the page was drawn from: a late click is noticed.
    from_step = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=7)
    told_on = DayField(label="哪天告知的", required=False, help_text="例：2026-11-20")
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
    satisfaction = forms.ChoiceField(
        label="选民怎么评价",
        required=False,
        choices=[("", "没有表示"), *SatisfactionLevel.choices],
        help_text="按选民的原话选，不能代选",
    )
    satisfaction_reason = LineField(
        label="不满意的理由", required=False, max_length=300, help_text="选“不满意”时必须填写"
    )
    satisfaction_attitude = forms.ChoiceField(
        label="对办理态度怎么评价",
        required=False,
        choices=[("", "没有表示"), *SatisfactionLevel.choices],
    )

    def fit(self, suggestion):
        """Ask only what this matter's Home asks, of the party that decides."""
        if not suggestion.home.asks_attitude:
            del self.fields["satisfaction_attitude"]
        if suggestion.deciding_party == Party.REPRESENTATIVE:
            self.fields["satisfaction"].label = "领衔代表怎么评价"
            self.fields["satisfaction"].help_text = "按领衔代表的原话选，不能代选"

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        if not data["untold_reason"]:
            if not data["told_on"]:
                self.add_error("told_on", "请填告知日期；没能告知的，在下面写明原因。")
            if not data["way"]:
                self.add_error("way", "请选择告知方式；没能告知的，在下面写明原因。")
        if (
            data["satisfaction"] == SatisfactionLevel.UNSATISFIED
            and not data["satisfaction_reason"]
        ):
            self.add_error("satisfaction_reason", "选“不满意”的，请写明理由，以便重新办理。")
        return data

    def facts(self):
        """The facts of `Suggestion.advance(Step.FEEDBACK, …)`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "from_step"}


class ProposalForm(forms.Form):
    """A representative's own suggestion (代表建议): one matter, with facts, analysis and request."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    # What the page has warned of already: pressed again, it goes in as it is.
    warned = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)
    title = LineField(
        label="标题",
        max_length=100,
        help_text="一事一议，写清要办的事。例：关于修复北山咀村饮水管道的建议",
    )
    content = LinesField(
        label="内容",
        max_length=CONTENT_MAX,
        min_length=20,
        widget=forms.Textarea(attrs={"rows": 10, "data-keep": ""}),
        help_text="写清情况、分析和具体建议三部分。不写个人和亲属的事、诉讼案件和招投标的事",
        error_messages={"min_length": "内容太短。请写清情况、分析和具体建议，至少 20 个字。"},
    )
    village = forms.ModelChoiceField(
        label="涉及的村（社区）", queryset=Village.objects.none(), empty_label="请选择"
    )
    cosigners = RowsField(
        label="请谁附议",
        queryset=Representative.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="被邀请的代表登录后自己确认，确认了才算附议",
    )

    def __init__(self, *args, lead, today, **kwargs):
        super().__init__(*args, **kwargs)
        people = Representative.objects.of(lead.home).in_office(today).exclude(pk=lead.pk)
        self.fields["village"].queryset = Village.objects.of(lead.home).active().by_pinyin()
        self.fields["cosigners"].queryset = people.by_pinyin()

    def clean_cosigners(self):
        chosen = self.cleaned_data["cosigners"]
        if len(chosen) > COSIGNERS_MAX:
            raise forms.ValidationError(f"附议代表最多 {COSIGNERS_MAX} 位，请减少几位。")
        return chosen

    def warnings(self):
        """Every `Hint` on a valid proposal when one of them was not shown yet, else none."""
        typed = self.cleaned_data
        found = admissible.hints(typed["content"], typed["title"], is_proposal=True)
        slugs = [hint.slug for hint in found]
        if set(slugs) <= set(typed["warned"].split(",")):
            return []
        self.data = self.data.copy()
        self.data["warned"] = ",".join(slugs)
        return found


def is_fresh(form, suggestion):
    """Whether the matter still stands where the page of `form` was drawn from."""
    return form.cleaned_data["from_step"] == Step(suggestion.step)
