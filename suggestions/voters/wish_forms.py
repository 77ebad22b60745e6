"""What staff fill in to answer a voter who asked for something."""

from django import forms

from daihome.tools.fields import LinesField
from daihome.tools.text import find_personal_data


def _for_the_voter(label, help_text):
    return LinesField(
        label=label,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"{help_text}反映人会一字不差地看到，不要写个人信息",
    )


class NewsForm(forms.Form):
    """How the matter stands, for whoever asked for news."""

    text = _for_the_voter("现在办得怎么样", "例：配件已经订了，村镇建设办公室说下周三来装。")

    def clean_text(self):
        kinds = "、".join(find_personal_data(self.cleaned_data["text"]))
        if kinds:
            raise forms.ValidationError(f"里面好像有{kinds}，请删去后再提交。")
        return self.cleaned_data["text"]


class WithdrawalForm(forms.Form):
    """Whether the matter is stopped; why not, where it goes on."""

    answer = forms.ChoiceField(
        label="怎么答复",
        widget=forms.RadioSelect,
        choices=[
            ("confirm", "同意撤回：停止办理，接着存档"),
            ("refuse", "继续办理：例如牵涉安全，或者好几个人一起提的"),
        ],
        error_messages={"required": "请选择同意撤回还是继续办理。"},
    )
    reason = _for_the_voter("继续办理的理由", "选“继续办理”时必须填写。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False

    def clean(self):
        data = super().clean()
        if data.get("answer") == "refuse" and not (data.get("reason") or self.has_error("reason")):
            self.add_error("reason", "请写明为什么继续办理，反映人会看到。")
        return data


class MarkForm(forms.Form):
    """Which files show who the voter is; they go together with the identity."""

    files = forms.MultipleChoiceField(
        label="哪些文件看得出反映人是谁",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="例：签了名的来信。打勾的不给代表和承办单位看；身份到期或者本人要求清除时，一起删掉",
        error_messages={"invalid_choice": "文件的情况刚刚变了，请重新选一遍。"},
    )

    def __init__(self, *args, files, **kwargs):
        marked = [str(row.pk) for row in files if row.shows_identity]
        super().__init__(*args, initial={"files": marked}, **kwargs)
        self.fields["files"].choices = [(str(row.pk), row.name) for row in files]

    def keys(self):
        """Keys of the attachments that were ticked."""
        return [int(key) for key in self.cleaned_data["files"]]
