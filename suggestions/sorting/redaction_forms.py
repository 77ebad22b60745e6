"""What staff fill in to make the versions for everybody."""

from django import forms

from daihome.tools import redacting
from daihome.tools.fields import LineField, LinesField
from daihome.tools.text import find_personal_data, mask_personal_data
from suggestions.models.case import CONTENT_MAX

REASON_MIN = 4


def _reason(example):
    return LineField(
        label="为什么这样处理",
        min_length=REASON_MIN,
        max_length=200,
        help_text=f"例：{example}。谁、什么时候、为什么，都会记下来",
        error_messages={"min_length": "请写清楚理由，至少 4 个字。"},
    )


class RedactionForm(forms.Form):
    """The words for everybody, edited from the original."""

    # The version that the page was drawn from, "" for none.
    seen = forms.CharField(widget=forms.HiddenInput, max_length=18, required=False)
    title = LineField(label="公开用的标题", required=False, max_length=100)
    content = LinesField(
        label="公开用的文字",
        max_length=CONTENT_MAX,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="从原话改：去掉姓名、电话、门牌和能认出人的话，其余保持原意。原话仍然保存，从不公开",
    )
    reason = _reason("去掉了邻居的姓名和门牌")
    checked = forms.BooleanField(
        label="已逐字核对，没有能认出个人的内容",
        error_messages={"required": "请逐字核对后打勾。公开以后谁都能看到。"},
    )

    def __init__(self, *args, suggestion, present, **kwargs):
        first = {
            "seen": present.pk if present else "",
            "title": present.title if present else mask_personal_data(suggestion.title)[:100],
            "content": present.content if present else mask_personal_data(suggestion.content),
        }
        super().__init__(*args, initial=first, **kwargs)
        self.suggestion = suggestion

    def clean(self):
        data = super().clean()
        name = getattr(getattr(self.suggestion, "identity", None), "name", "")
        for field in ("title", "content"):
            text = data.get(field) or ""
            kinds = find_personal_data(text)
            if len(name) > 1 and name in text:
                kinds.append("反映人的姓名")
            if kinds:
                self.add_error(field, f"里面好像有{'、'.join(kinds)}，不能公开。请删去后再提交。")
        return data


class BoxesField(LinesField):
    """Boxes in percent, one a line; cleans to a list of `redacting.Box`."""

    def to_python(self, value):
        text = super().to_python(value)
        return redacting.clean_boxes(text) if text else []

    def run_validators(self, value):
        return None


class PictureForm(forms.Form):
    """Where a picture is blackened."""

    boxes = BoxesField(
        label="遮盖哪些地方",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-redact-boxes": ""}),
        help_text="每行一处，四个整数：左、上、宽、高，各占照片的百分之几。"
        "例：10 20 30 15 是从左边 10%、上边 20% 起，宽 30%、高 15%。也可以直接在照片上拖动。没有要遮的就空着",
    )
    reason = _reason("遮住了人脸和车牌")
    checked = forms.BooleanField(
        label="已经看过，人脸、车牌、门牌、证件都遮住了",
        error_messages={"required": "请看清楚后打勾。公开以后谁都能看到。"},
    )
