"""What a handling unit fills in: a name under everything, and the facts of one act."""

from django import forms

from daihome.tools.fields import DayField, LineField, LinesField, NameField, PhoneField
from daihome.tools.kept_files import (
    ATTRS,
    FILE_MAX_MB,
    FILES_MAX,
    FilesField,
    FilesInput,
    KeepsFiles,
)
from suggestions import letters
from suggestions.models import ReplyClass
from suggestions.models.replies import check_promise
from suggestions.pipeline import StepRefused

REPLY_MAX = 5000
MERE_RECEIPT = (
    "这只说明收到了，不算答复。请写明办了什么、办成怎样、没办成的原因和下一步；"
    "只想告诉我们收到了的，请用“签收”。"
)


def _lines(rows, **attrs):
    return forms.Textarea(attrs={"rows": rows, **attrs})


class UnitForm(forms.Form):
    """The last field of every form of a unit: who fills it in."""

    use_required_attribute = False  # a browser's own bubbles hide what the page says

    person = NameField(label="填写人", help_text="您的姓名，和单位名称一起记进档案")

    def __init__(self, *args, file, initial=None, **kwargs):
        self.file, self.today = file, file.today
        super().__init__(*args, initial=self.first_values() | (initial or {}), **kwargs)
        self.order_fields([*(name for name in self.fields if name != "person"), "person"])

    def first_values(self):
        """What stands in the form at first."""
        user = self.file.door.user
        return {"person": user.name} if user and self.file.door.is_own else {}

    def facts(self):
        """What was typed, without the name beneath it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "person"}


class AcknowledgeForm(UnitForm):
    """签收: today, by the person named."""


class ReturnForm(UnitForm):
    """退回: not ours, why, and whose it may be."""

    reason = LineField(
        label="退回理由",
        max_length=300,
        help_text="写明为什么不归你们单位办。例：该路段属县公路段养护",
        error_messages={"required": "请写明退回的理由。"},
    )
    proposal = LineField(
        label="建议转给哪个单位", required=False, max_length=60, help_text="例：宁城县公路段"
    )


class ContactForm(UnitForm):
    """首次沟通: when and how the unit spoke with the representative."""

    on = DayField(label="哪天沟通的")
    note = LineField(
        label="怎么沟通的", max_length=200, help_text="例：和王伟芳代表一起到村里看了现场"
    )

    def first_values(self):
        return super().first_values() | {"on": self.today}


class ExtensionForm(UnitForm):
    """延期申请: the chair decides."""

    until = DayField(label="延到哪天")
    reason = LinesField(
        label="延期理由",
        max_length=500,
        widget=_lines(4),
        help_text="例：需要封路施工，要等汛期过后",
    )
    consent = LineField(
        label="代表或反映人的意见",
        max_length=200,
        help_text="先征求意见，写明谁在哪天同意的。例：王伟芳代表5月20日电话同意",
    )


class ClassChoice(forms.ModelChoiceField):
    """Classes of reply with their meaning."""

    widget = forms.RadioSelect

    def label_from_instance(self, row):
        return f"{row}{'（要写承诺事项和日期，到期再次答复）' * row.needs_commitment}"


class ReplyFields(KeepsFiles, forms.Form):
    """The columns of a reply, the same for a unit and for staff who enter its letter."""

    reply_class = ClassChoice(
        label="答复类别",
        queryset=ReplyClass.objects.none(),
        empty_label=None,
        error_messages={"required": "请选择答复类别。"},
    )
    text = LinesField(
        label="答复内容",
        max_length=REPLY_MAX,
        widget=_lines(10, **{"data-count": REPLY_MAX}),
        help_text="办了什么、办成怎样、没办成的原因和下一步。审定公布后，反映人一字不差地看到，不要写个人信息",
        error_messages={"required": "请写答复内容。"},
    )
    promise = LineField(
        label="承诺事项",
        required=False,
        max_length=200,
        help_text="例：前街五盏路灯全部换新",
    )
    promised_on = DayField(label="承诺哪天前办好", required=False, help_text="例：2026-12-31")
    promise.need = promised_on.need = "选要承诺的类别时必填"
    doc_no = LineField(
        label="文号", required=False, max_length=40, help_text="例：汐农函〔2026〕3号"
    )
    signer = LineField(label="签发人", required=False, max_length=50, help_text="例：王镇长")
    handler = LineField(label="承办人", required=False, max_length=50)
    handler_phone = PhoneField(
        label="承办人电话", required=False, max_length=30, help_text="印在答复函上，请填办公电话"
    )
    attachments = FilesField(
        label="盖章的答复函扫描件",
        required=False,
        help_text=f"最多 {FILES_MAX} 个，照片或 PDF，每个不超过 {FILE_MAX_MB} MB",
        widget=FilesInput(attrs=ATTRS),
    )

    def prepare(self, home):
        """Offer the Home's classes."""
        self.home = home
        self.fields["reply_class"].queryset = ReplyClass.objects.of(home).active()

    def clean_text(self):
        text = self.cleaned_data["text"]
        if letters.only_acknowledges(text):
            raise forms.ValidationError(MERE_RECEIPT)
        return text

    def clean(self):
        cleaned = super().clean()
        self.gather_files(cleaned)
        kind = cleaned.get("reply_class")
        if kind and kind.needs_commitment:
            self._check_promise(cleaned, kind)
        elif kind and (cleaned.get("promise") or cleaned.get("promised_on")):
            field = "promise" if cleaned.get("promise") else "promised_on"
            self.add_error(field, f"选了“{kind}”就不用写承诺；有承诺的，请改选要承诺的类别。")
        return cleaned

    def _check_promise(self, cleaned, kind):
        if not cleaned.get("promise") and not self.has_error("promise"):
            self.add_error("promise", "请写明承诺办什么，例：前街五盏路灯全部换新。")
        if self.has_error("promised_on"):
            return
        try:
            check_promise(self.home, kind, cleaned.get("promised_on"), self.day_of_reply())
        except StepRefused as error:
            self.add_error("promised_on", str(error))

    def day_of_reply(self):
        """The day of the reply, from which a promise counts."""
        return self.cleaned_data.get("replied_on") or self.today


REPLY_COLUMNS = (
    "reply_class", "text", "promise", "promised_on", "doc_no", "signer", "handler", "handler_phone",
)  # fmt: skip


class AnswerForm(ReplyFields, UnitForm):
    """答复: typed, looked at, then sent."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.prepare(self.file.home)

    def first_values(self):
        sent_back, unit = self.file.sent_back, self.file.unit
        found = {"handler": unit.contact, "handler_phone": unit.phone, "signer": unit.leader}
        if sent_back:
            found = {name: getattr(sent_back, name) for name in REPLY_COLUMNS}
            found["reply_class"] = sent_back.reply_class_id
        return super().first_values() | found

    def day_of_reply(self):
        return self.file.sent_back.replied_on if self.file.sent_back else self.today

    def columns(self):
        """The columns of `Reply`."""
        return {name: self.cleaned_data[name] for name in REPLY_COLUMNS}
