"""What is filled in about a duty that nothing else in the house records."""

from django import forms
from django.core.exceptions import ValidationError

from daihome.tools import figures
from daihome.tools.fields import DayField, LineField, LinesField
from daihome.tools.kept_files import (
    ATTRS,
    FILE_MAX_MB,
    FILES_MAX,
    FilesField,
    FilesInput,
    KeepsFiles,
)
from representatives.models import DutyCategory, Representative
from representatives.models.duty import CONTENT_MAX, PLACE_MAX

DAYS_MAX = 366
EVIDENCE_MAX, REMARK_MAX = 200, 200


class DaysField(forms.DecimalField):
    """A number of days with at most one decimal, as people write it."""

    widget = forms.TextInput

    def to_python(self, value):
        if value in self.empty_values:
            return None
        return figures.clean_amount(str(value).strip().removesuffix("天"))

    def widget_attrs(self, widget):
        return {"inputmode": "decimal"}


class DutyForm(KeepsFiles, forms.Form):
    """An entry by hand. Takes `home` and `today`; `facts()` and `uploads()` are for the doors."""

    use_required_attribute = False

    # One-time: the same form sent twice is one entry.
    key = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    category = forms.ModelChoiceField(
        label="履职类别",
        queryset=DutyCategory.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择履职类别。"},
        help_text="开会、学习、接待、走访、述职等由系统自动登记，不用在这里填",
    )
    on = DayField(
        label="哪一天",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写哪一天。"},
    )
    content = LinesField(
        label="做了什么",
        max_length=CONTENT_MAX,
        widget=forms.Textarea(attrs={"rows": 4, "data-count": CONTENT_MAX, "data-keep": ""}),
        error_messages={"required": "请写做了什么。"},
        help_text="例：调解前街两户的地界纠纷，双方签了协议。不写选民的姓名和电话",
    )
    place = LineField(label="地点", max_length=PLACE_MAX, required=False)
    evidence = LineField(
        label="证明材料", max_length=EVIDENCE_MAX, required=False,
        help_text="例：会议签到表、调解协议书。可以在下面拍照上传",
    )  # fmt: skip
    days = DaysField(
        label="折合天数",
        max_digits=4,
        decimal_places=1,
        required=False,
        help_text="例：0.5。不填按履职类别的折合天数",
    )
    attachments = FilesField(
        label="照片或文件",
        required=False,
        help_text=f"最多 {FILES_MAX} 个，照片或 PDF，每个不超过 {FILE_MAX_MB} MB",
        widget=FilesInput(attrs=ATTRS),
    )

    def __init__(self, *args, home, today, record=None, **kwargs):
        self.today, self.record = today, record
        if record:
            names = ("category", "on", "content", "place", "evidence", "days")
            kwargs["initial"] = {name: getattr(record, name) for name in names}
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = DutyCategory.objects.of(home).by_hand()

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > self.today:
            raise ValidationError("还没有到这一天。请填写已经做了的事的日期。")
        return day

    def clean_days(self):
        days = self.cleaned_data["days"]
        if days is not None and days > DAYS_MAX:
            raise ValidationError(f"天数最多 {DAYS_MAX} 天，请核对。")
        return days

    def clean(self):
        cleaned = super().clean()
        self.gather_files(cleaned)
        there = self.record.files.count() if self.record else 0
        if there + len(self.parked) + len(self.kept) > FILES_MAX:
            self.add_error("attachments", f"这条已经有 {there} 个文件，一共最多 {FILES_MAX} 个。")
        return cleaned

    def facts(self):
        """The columns of `DutyRecord` that were typed."""
        names = ("category", "on", "content", "place", "evidence", "days")
        typed = {name: self.cleaned_data[name] for name in names}
        if typed["days"] is None:
            typed["days"] = typed["category"].days
        return typed


class StaffDutyForm(DutyForm):
    """The same for staff who type what a representative handed in on paper."""

    representative = forms.ModelChoiceField(
        label="哪位代表", queryset=Representative.objects.none(), empty_label="请选择",
        error_messages={"required": "请选择代表。"},
    )  # fmt: skip
    field_order = ("key", "representative", "category", "on", "content", "place")

    def __init__(self, *args, home, **kwargs):
        super().__init__(*args, home=home, **kwargs)
        people = Representative.objects.of(home).by_pinyin()
        self.fields["representative"].queryset = people
        if self.record:
            del self.fields["representative"]


class RemarkForm(forms.Form):
    """Why an entry is sent back."""

    remark = LineField(
        label="退回的话，写明要补充什么", max_length=REMARK_MAX, required=False,
        help_text="代表会看到。例：请写明在哪个村、调解的是什么事",
    )  # fmt: skip
