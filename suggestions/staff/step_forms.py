"""One small form for each step; each names the facts that `suggestions/moves.py` asks for."""

from django import forms

from daihome.tools.fields import DayField, LineField, LinesField, RowsField
from daihome.tools.pinyin import Pinyin
from representatives.models import Representative
from suggestions.models import (
    ArchiveVolume,
    Category,
    DeliveryMode,
    HandlingUnit,
    Nature,
    OwnerLevel,
    Retention,
)
from suggestions.pipeline import ANSWERED_AT_ONCE, DISPOSAL_HELP, HANDLED, Disposal, Step
from suggestions.sorting.likely import likely_categories
from suggestions.voters.portal_forms import FeedbackForm

NOTE_MAX = 1000
PLEASE = [("", "请选择")]


def _lines(rows, **attrs):
    return forms.Textarea(attrs={"rows": rows, **attrs})


class StepForm(forms.Form):
    """Where the page was drawn from, a note for staff, and the facts of one step."""

    from_step = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=7)
    from_round = forms.IntegerField(
        widget=forms.HiddenInput, min_value=1, max_value=99, required=False
    )
    note = LinesField(
        label="内部说明",
        required=False,
        max_length=NOTE_MAX,
        widget=_lines(3),
        help_text="只给工作人员看，选民看不到。记进档案，不能再改",
    )
    about = ("from_step", "from_round", "note", "together")

    def __init__(self, *args, suggestion, user, today, **kwargs):
        stands = {"from_step": suggestion.step, "from_round": suggestion.round_no}
        initial = stands | (kwargs.pop("initial", None) or {})
        super().__init__(*args, initial=initial, **kwargs)
        self.suggestion, self.user, self.today = suggestion, user, today
        self.prepare()
        self.order_fields([*(name for name in self.fields if name not in self.about), *self.about])

    def prepare(self):
        """Fill in choices and first values."""

    def is_stale(self):
        """Whether the matter has moved since the page was drawn."""
        step, round_no = self.data.get("from_step"), self.data.get("from_round")
        here = self.suggestion
        return step != str(here.step) or (round_no or str(here.round_no)) != str(here.round_no)

    def facts(self):
        """The keyword arguments of `advance`."""
        return {name: value for name, value in self.cleaned_data.items() if name not in self.about}

    def check_day(self, name, first, sentence):
        """The day must lie between `first` and today."""
        day = self.cleaned_data.get(name)
        if day and not first <= day <= self.today:
            self.add_error(name, sentence)


class SortForm(StepForm):
    """梳理."""

    summary = LineField(
        label="一句话摘要",
        max_length=200,
        help_text="哪里、什么事、希望怎么办。印在登记本上。例：北山咀村东头路灯损坏三个月，希望修复",
    )
    nature = forms.ChoiceField(
        label="类别", required=False, choices=[("", "不区分"), *Nature.choices]
    )
    is_urgent = forms.BooleanField(
        label="紧急", required=False, help_text="有危险，或者不马上办就来不及的"
    )

    def prepare(self):
        self.initial.setdefault("summary", self.suggestion.summary or self.suggestion.title)


class ClassifyForm(StepForm):
    """分类; a clerk's proposal comes back to the chair filled in."""

    disposal = forms.ChoiceField(
        label="怎么处理",
        widget=forms.RadioSelect,
        choices=[(value, f"{value.label}：{DISPOSAL_HELP[value]}") for value in Disposal],
        error_messages={"required": "请选择一种处理方式。"},
    )
    category = forms.ModelChoiceField(
        label="属于哪一类",
        queryset=Category.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择分类。", "invalid_choice": "没有这个分类，请重新选择。"},
    )
    owner_level = forms.ChoiceField(
        label="哪一级能办",
        choices=[*PLEASE, *OwnerLevel.choices],
        error_messages={"required": "请选择哪一级能办。"},
    )
    representative = forms.ModelChoiceField(
        label="联系或领衔代表",
        required=False,
        queryset=Representative.objects.none(),
        empty_label="不指定",
        help_text="转为代表建议的必须选领衔代表；其他的可以选一位代表负责告知选民",
    )
    explanation = LinesField(
        label="给选民的答复或说明",
        required=False,
        max_length=2000,
        widget=_lines(5),
        help_text="选“解释答复”“引导”“不予受理”时必须写。选民会一字不差地看到，不要写个人信息",
    )
    is_complex = forms.BooleanField(
        label="涉及面广、处理难度大",
        required=False,
        help_text="答复期限按 6 个月计算，否则按 3 个月",
    )

    kept = (
        "disposal", "category", "owner_level", "representative", "explanation", "is_complex",
    )  # fmt: skip

    def prepare(self):
        here = self.suggestion
        people = Representative.objects.of(here.home).in_office(self.today)
        categories = Category.objects.of(here.home).active().select_related("parent")
        self.fields["category"].queryset = categories.order_by("order", "pk")
        self.fields["representative"].queryset = people.by_pinyin()
        for name in self.kept:
            self.initial.setdefault(name, getattr(here, name))
        likely = "、".join(str(category) for category in likely_categories(here))
        if likely:
            self.fields["category"].help_text = f"从以往办过的看，可能是：{likely}。请您判断"

    def clean(self):
        data = super().clean()
        if data.get("disposal") in ANSWERED_AT_ONCE and not (
            data.get("explanation") or self.has_error("explanation")
        ):
            self.add_error("explanation", "请写明给选民的答复或说明，选民会在查询页看到。")
        lead = data.get("representative") or self.suggestion.representative
        if data.get("disposal") == Disposal.PROPOSAL and not lead:
            self.add_error("representative", "转为代表建议的，请选择领衔代表。")
        return data


class ReturnForm(ClassifyForm):
    """The unit sends it back: the return, and what becomes of the matter now."""

    returned_on = DayField(label="哪天退回的")
    return_reason = LineField(
        label="单位退回的理由", max_length=300, help_text="例：该路段属县公路段养护，不归我单位"
    )

    def prepare(self):
        super().prepare()
        self.initial.setdefault("returned_on", self.today)
        self.order_fields(["returned_on", "return_reason"])

    def clean(self):
        data = super().clean()
        assignment = self.suggestion.main_assignment()
        if assignment:
            self.check_day("returned_on", assignment.handed_on, "退回日期应在交办之日和今天之间。")
        return data


class DeliverForm(StepForm):
    """送达 to one main and any assisting units."""

    main_unit = forms.ModelChoiceField(
        label="主办单位",
        queryset=HandlingUnit.objects.none(),
        empty_label="请选择",
        help_text="名单里没有的，先到“承办单位”增加",
        error_messages={"required": "请选择主办单位。"},
    )
    handed_on = DayField(label="哪天交办", help_text="交办单上的日期，限办日期从这天算起")
    mode = forms.ChoiceField(
        label="交办方式",
        choices=DeliveryMode.choices,
        help_text="本级单位是“送达”，报上级转办是“转达”",
    )
    assisting = RowsField(
        label="协办单位",
        required=False,
        queryset=HandlingUnit.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def prepare(self):
        units = HandlingUnit.objects.of(self.suggestion.home).active()
        units = units.order_by("order", Pinyin("name"), "pk")
        for name in ("main_unit", "assisting"):
            self.fields[name].queryset = units
        upward = self.suggestion.disposal == Disposal.UPWARD
        self.initial.setdefault("mode", DeliveryMode.UPWARD if upward else DeliveryMode.OWN)
        self.initial.setdefault("handed_on", self.today)
        if self.suggestion.step == Step.FEEDBACK and self.suggestion.main_assignment():
            self.initial.setdefault("main_unit", self.suggestion.main_assignment().unit_id)

    def clean(self):
        data = super().clean()
        self.check_day(
            "handed_on", self.suggestion.received_on, "交办日期应在收到之日和今天之间，请核对。"
        )
        if data.get("main_unit") in (data.get("assisting") or ()):
            self.add_error("assisting", "主办单位不用再选为协办单位，请去掉。")
        return data


class SuperviseForm(StepForm):
    """督办 begins when the unit has signed for it."""

    acknowledged_on = DayField(label="哪天签收")
    acknowledged_by = LineField(
        label="签收人", required=False, max_length=50, help_text="例：李主任"
    )

    def prepare(self):
        self.initial.setdefault("acknowledged_on", self.today)

    def clean(self):
        data = super().clean()
        assignment = self.suggestion.main_assignment()
        if assignment:
            sentence = "签收日期应在交办之日和今天之间，请核对。"
            self.check_day("acknowledged_on", assignment.handed_on, sentence)
        return data


class TellForm(StepForm, FeedbackForm):
    """反馈: the same facts as a representative gives in the portal."""

    def prepare(self):
        self.fit(self.suggestion)
        self.initial.setdefault("told_on", self.today)

    def clean(self):
        data = super().clean()
        if data.get("untold_reason"):
            data["told_on"] = None  # the day was filled in beforehand
        self.check_day(
            "told_on", self.suggestion.received_on, "告知日期应在收到之日和今天之间，请核对。"
        )
        return data


class ArchiveForm(StepForm):
    """存档 into a volume."""

    volume = forms.ModelChoiceField(
        label="档案卷",
        queryset=ArchiveVolume.objects.none(),
        empty_label="请选择",
        help_text="还没有合适的卷，先到“档案卷”新建",
        error_messages={"required": "请选择档案卷。"},
    )
    retention = forms.ChoiceField(
        label="保管期限",
        choices=Retention.choices,
        help_text="意见和答复按规定永久保管（乡镇档案工作办法）",
    )

    def prepare(self):
        volumes = ArchiveVolume.objects.of(self.suggestion.home)
        self.fields["volume"].queryset = volumes
        self.initial.setdefault("volume", volumes.filter(year=self.today.year).first())
        self.initial.setdefault("retention", Retention.PERMANENT)


FORMS = {
    Step.SORT: SortForm,
    Step.CLASSIFY: ClassifyForm,
    Step.DELIVER: DeliverForm,
    Step.SUPERVISE: SuperviseForm,
    Step.FEEDBACK: TellForm,
    Step.ARCHIVE: ArchiveForm,
}


def form_class(suggestion, to):
    """The form of the step `to` from where the matter stands now."""
    if to == Step.CLASSIFY and suggestion.step in HANDLED and suggestion.main_assignment():
        return ReturnForm
    return FORMS[to]
