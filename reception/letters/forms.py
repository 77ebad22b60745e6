"""What is filled in when a box is opened, and about one letter."""

from django import forms
from django.core.exceptions import ValidationError

from daihome.tools.fields import (
    DayField,
    LineField,
    LinesField,
    MomentField,
    NameField,
    WholeNumberField,
)
from daihome.tools.kept_files import ATTRS, FILES_MAX, FilesField, FilesInput, KeepsFiles
from reception.models import Mailbox, MailItem, MailOutcome
from representatives.models import Village

LETTERS_MAX = 200
DECIDED = (MailOutcome.ANSWERED, MailOutcome.FILED)


class OpeningForm(forms.Form):
    """One opening of one box; `facts()` is for `MailboxOpening.objects.open`."""

    use_required_attribute = False

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    mailbox = forms.ModelChoiceField(
        label="哪个信箱", queryset=Mailbox.objects.none(), empty_label="请选择",
        error_messages={"required": "请选择信箱。"},
    )  # fmt: skip
    opened_at = MomentField(
        label="开箱时间", help_text="例：2026-11-25 09:30",
        error_messages={"required": "请填写开箱的日期和时间。"},
    )  # fmt: skip
    opener = NameField(label="开箱人一", error_messages={"required": "请填写开箱人。"})
    second_opener = NameField(
        label="开箱人二", help_text="要两个人一起开箱",
        error_messages={"required": "要由两个人开箱，请填写另一个人。"},
    )  # fmt: skip
    letters = WholeNumberField(
        label="几封信", min_value=0, max_value=LETTERS_MAX, help_text="没有信填 0，也要登记",
        error_messages={"required": "请填写几封信，没有信填 0。"},
    )  # fmt: skip
    remark = LineField(label="备注", max_length=200, required=False)

    def __init__(self, *args, user, now, home=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.now = now
        rows = Mailbox.objects.visible_to(user).filter(is_active=True)
        self.fields["mailbox"].queryset = rows.of(home) if home else rows

    def clean_opened_at(self):
        at = self.cleaned_data["opened_at"]
        if at > self.now:
            raise ValidationError("还没有到这个时间，请核对开箱时间。")
        return at

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("opener") and cleaned["opener"] == cleaned.get("second_opener"):
            self.add_error("second_opener", "要由两个人开箱，请填写另一个人。")
        return cleaned

    def facts(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class LetterForm(KeepsFiles, forms.ModelForm):
    """One letter: where from, about what, scanned, and what became of it."""

    use_required_attribute = False

    attachments = FilesField(
        label="扫描件", required=False, widget=FilesInput(attrs=ATTRS),
        help_text=f"拍照或扫描，一次最多 {FILES_MAX} 个",
    )  # fmt: skip
    shows_identity = forms.BooleanField(
        label="扫描件上看得出写信人是谁", required=False, initial=True,
        help_text="看得出的只有经办的工作人员能看，到期和姓名一起删除",
    )  # fmt: skip

    class Meta:
        model = MailItem
        fields = ("village", "summary", "person", "outcome", "answer", "answered_on")
        field_classes = {
            "summary": LineField, "person": NameField, "answer": LinesField,
            "answered_on": DayField,
        }  # fmt: skip
        widgets = {
            "outcome": forms.RadioSelect,
            "answer": forms.Textarea(attrs={"rows": 5}),
            "person": forms.TextInput(attrs={"data-private": "", "autocomplete": "off"}),
            "answered_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        labels = {"person": "写信人", "answer": "答复的内容，或者不需要办理的原因"}
        help_texts = {
            "summary": "例：反映前街路灯坏了。不写姓名和电话",
            "person": "信上没有留名就不填。加密保存",
            "answer": "信里要求办的事，不要在这里答复，保存以后按“转为意见办理”",
        }

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["village"].queryset = Village.objects.of(self.instance.home).by_pinyin()
        self.fields["village"].empty_label = "看不出来"
        if self.instance.outcome == MailOutcome.MATTER:
            for name in ("outcome", "answer", "answered_on"):
                del self.fields[name]
        else:
            choices = [one for one in MailOutcome.choices if one[0] != MailOutcome.MATTER]
            self.fields["outcome"].choices = choices

    def clean_answered_on(self):
        day = self.cleaned_data["answered_on"]
        if day and day > self.today:
            raise ValidationError("还没有到这一天，请核对答复日期。")
        return day

    def clean(self):
        cleaned = super().clean()
        self.gather_files(cleaned)
        outcome = cleaned.get("outcome")
        if outcome in DECIDED and not cleaned.get("answer") and not self.has_error("answer"):
            self.add_error("answer", "直接答复的写答复内容，不需要办理的写原因。")
        undated = not cleaned.get("answered_on") and not self.has_error("answered_on")
        if outcome == MailOutcome.ANSWERED and undated:
            self.add_error("answered_on", "请填写哪天答复的。")
        return cleaned


class OpeningScanForm(KeepsFiles, forms.Form):
    """The sheet of an opening, signed by both."""

    use_required_attribute = False

    attachments = FilesField(
        label="签字登记表扫描件",
        help_text=f"最多 {FILES_MAX} 个，图片或 PDF",
        widget=FilesInput(attrs=ATTRS),
        error_messages={"required": "请先选择文件。"},
    )

    def clean(self):
        data = super().clean()
        self.gather_files(data)
        return data
