"""What is written about one year of a representative: the own summary, the comments, the scan."""

from django import forms

from daihome.tools.fields import DayField, LinesField, NameField
from daihome.tools.kept_files import (
    ATTRS,
    FILE_MAX_MB,
    FILES_MAX,
    FilesField,
    FilesInput,
    KeepsFiles,
)
from daihome.tools.watched import WatchesRow
from representatives.models import PerformanceYear

SUMMARY_MAX, COMMENT_MAX = 5000, 2000


def _area(rows, most):
    return forms.Textarea(attrs={"rows": rows, "data-count": most, "data-keep": ""})


class OfYear(WatchesRow, forms.ModelForm):
    """The representative and the staff write into the same row."""

    use_required_attribute = False
    watched_as = "这一年的小结和意见"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.watch(self.instance)

    def clean(self):
        data = super().clean()
        self.refuse_late()
        return data


class SummaryForm(OfYear):
    """What representatives say about their own year."""

    summary = LinesField(
        label="年度小结",
        max_length=SUMMARY_MAX,
        widget=_area(10, SUMMARY_MAX),
        help_text="这一年做了哪些事、还有哪些没有做好、明年打算怎么办；上面的数不用再抄",
        error_messages={"required": "请写几句年度小结。"},
    )

    class Meta:
        model = PerformanceYear
        fields = ("summary",)


class YearForm(KeepsFiles, OfYear):
    """What staff enter off the signed sheet, and the sheet itself."""

    summary = LinesField(
        label="代表年度小结", max_length=SUMMARY_MAX, widget=_area(8, SUMMARY_MAX), required=False
    )
    group_comment = LinesField(
        label="代表小组意见", max_length=COMMENT_MAX, widget=_area(3, COMMENT_MAX), required=False
    )
    group_signer = NameField(label="小组召集人", required=False)
    presidium_comment = LinesField(
        label="主席团意见", max_length=COMMENT_MAX, widget=_area(3, COMMENT_MAX), required=False
    )
    signed_on = DayField(
        label="签字日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    attachments = FilesField(
        label="签字原件扫描",
        required=False,
        help_text=f"最多 {FILES_MAX} 个，图片或 PDF，每个不超过 {FILE_MAX_MB} MB",
        widget=FilesInput(attrs=ATTRS),
    )

    class Meta:
        model = PerformanceYear
        fields = ("summary", "group_comment", "group_signer", "presidium_comment", "signed_on")

    def clean(self):
        data = super().clean()
        self.gather_files(data)
        return data


class CloseForm(forms.Form):
    """Why and since when a file is closed."""

    closing_note = LinesField(
        label="封存说明",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="例：第十九届任期届满",
        error_messages={"required": "请写一句封存说明。"},
    )
