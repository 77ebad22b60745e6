"""What is filled in on a reception day: a visitor in under a minute, whoever holds the pen."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from daihome.tools import figures
from daihome.tools.fields import (
    LineField,
    LinesField,
    NameField,
    PhoneField,
    RowsField,
    WholeNumberField,
)
from daihome.tools.kept_files import ATTRS, FILES_MAX, FilesField, FilesInput, KeepsFiles
from representatives.models import Attendance, Representative, Village
from suggestions.models import IdentityMode

CONTENT_MAX = 5000
WISH_MAX = 1200
PRIVATE = {"data-private": ""}  # not kept by the browser
EXPLAINED, ONE, SEVERAL = "explained", "one", "several"
HOW = [
    (EXPLAINED, "当场解释清楚了，不用再办"),
    (ONE, "要办：转成一件意见，马上有编号"),
    (SEVERAL, "好几件事要办：一件写一格，各有编号"),
]
MODES = [
    (IdentityMode.ANONYMOUS, "匿名，不登记姓名和电话"),
    (IdentityMode.NAMED, "实名，需要时可以告诉承办单位"),
    (IdentityMode.CONFIDENTIAL, "实名，但请保密，只有代表之家工作人员知道"),
]


def lines(label, most, rows=2, **kwargs):
    """A box of several lines that may stay empty."""
    widget = forms.Textarea(attrs={"rows": rows})
    return LinesField(label=label, max_length=most, widget=widget, **{"required": False} | kwargs)


class TimeField(LineField):
    """A time of day, 09:30; cleans to a `time` or None."""

    def to_python(self, value):
        return figures.clean_time(value or "")


class WordsFields(forms.Form):
    """What was said and by whom it was heard; the same when it is entered and corrected."""

    receivers = RowsField(
        label="谁接待的",
        queryset=Representative.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选接待的代表，至少一位。"},
    )
    content = lines(
        "反映的事",
        CONTENT_MAX,
        rows=5,
        required=True,
        help_text="照来访人的原话记：在哪里、什么事、希望怎么办",
        error_messages={"required": "请写下来访人反映的事。"},
    )
    village = forms.ModelChoiceField(
        label="哪个村（社区）",
        queryset=Village.objects.none(),
        required=False,
        empty_label="请选择",
        error_messages={"invalid_choice": "这个村（社区）不在名单里，请重新选择。"},
    )
    village.need = "要办的必填"
    answer = lines("当场怎么答复的", 2000)
    answer.need = "当场解释的必填"
    people = WholeNumberField(
        label="来了几个人", min_value=1, max_value=500, required=False, help_text="不填算 1 人"
    )
    time = TimeField(label="几点来的", required=False, help_text="例：9:30，可以不填")
    proposal = lines("拟办意见", 1000)
    instruction = lines("领导批示", 1000)
    visitor_says = LineField(label="来访人意见", max_length=200, required=False)
    recorder = LineField(label="记录人", max_length=50, required=False)

    def offer(self, day):
        """The lists to choose from: those of the day's attendance, the villages of the Home."""
        people = Representative.objects.filter(attendances__activity=day.activity_id)
        self.fields["receivers"].queryset = people.order_by("attendances__pk")
        self.fields["village"].queryset = Village.objects.of(day.home).active().by_pinyin()

    def clean_people(self):
        return self.cleaned_data["people"] or 1

    def moment(self, day, now):
        """When it was: as typed, else now on the day itself, else when the day began."""
        if self.cleaned_data["time"]:
            typed = datetime.combine(day.on, self.cleaned_data["time"])
            return timezone.make_aware(typed)
        return now if timezone.localdate(now) == day.on else day.activity.starts_at

    def words(self):
        """The columns of a record that are words and numbers."""
        names = (
            "content", "village", "answer", "people", "proposal", "instruction", "visitor_says",
            "recorder",
        )  # fmt: skip
        return {name: self.cleaned_data[name] for name in names}


class VisitorForm(WordsFields):
    """One visitor: explained on the spot, a matter, or several."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    how = forms.ChoiceField(
        label="怎么办",
        choices=HOW,
        widget=forms.RadioSelect,
        error_messages={"required": "请选：当场解释清楚了，还是要办。"},
    )
    second = lines("第二件事", WISH_MAX)
    third = lines("第三件事", WISH_MAX)
    fourth = lines("第四件事", WISH_MAX)
    identity_mode = forms.ChoiceField(
        label="来访人愿意留姓名吗", choices=MODES, widget=forms.RadioSelect, required=False
    )
    name = NameField(label="姓名", required=False, widget=forms.TextInput(attrs=PRIVATE))
    phone = PhoneField(label="电话", max_length=30, required=False)
    address = LineField(
        label="住址", max_length=120, required=False, widget=forms.TextInput(attrs=PRIVATE)
    )
    consent = forms.BooleanField(label="已经说明用途，来访人同意登记姓名和电话", required=False)

    def __init__(self, *args, day=None, first=(), by="", **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {"how": ONE, "identity_mode": IdentityMode.ANONYMOUS, "recorder": by}
        self.initial.setdefault("receivers", first)
        if day is not None:
            self.offer(day)

    def clean(self):
        data = super().clean()
        self._check_wishes(data)
        data["identity_mode"] = data.get("identity_mode") or IdentityMode.ANONYMOUS
        self._check_identity(data)
        if not self.errors:
            self.said()
        return data

    def _check_wishes(self, data):
        how, more = data.get("how"), any(data.get(name) for name in ("second", "third", "fourth"))
        if how == EXPLAINED and not (data.get("answer") or self.has_error("answer")):
            self.add_error("answer", "当场解释清楚了的，请写下怎么答复的。")
        if how in (ONE, SEVERAL) and not (data.get("village") or self.has_error("village")):
            self.add_error("village", "要办的事，请选在哪个村（社区）。")
        if how == SEVERAL and not more:
            self.add_error("second", "选了“好几件事”，请把第二件事写在这里。")
        if how in (EXPLAINED, ONE) and more:
            self.add_error("how", "下面写了不止一件事，请选“好几件事要办”，或者把多的删去。")

    def _check_identity(self, data):
        if data["identity_mode"] == IdentityMode.ANONYMOUS:
            for name in ("name", "phone", "address"):
                data[name] = ""
                self._errors.pop(name, None)
            return
        if not (data.get("name") or data.get("phone") or self.has_error("phone")):
            self.add_error("name", "请填姓名或电话，至少一样；不愿意留的，选“匿名”。")
        if not data.get("consent"):
            self.add_error("consent", "请先说明用途，来访人同意了再打勾；不同意的，选“匿名”。")

    def wishes(self):
        """The text of each matter to be made; none when everything was explained."""
        data = self.cleaned_data
        if data["how"] == EXPLAINED:
            return []
        return [data[name] for name in ("content", "second", "third", "fourth") if data[name]]

    def said(self):
        """All that was said, as the record keeps it. Raises ValidationError when it is too much."""
        told = self.wishes() or [self.cleaned_data["content"]]
        if len(told) == 1:
            return told[0]
        whole = "\n".join(f"{ordinal}．{text}" for ordinal, text in enumerate(told, start=1))
        if len(whole) > CONTENT_MAX:
            raise ValidationError(f"几件事合起来不能超过 {CONTENT_MAX} 个字，请分两次登记。")
        return whole

    def facts(self):
        """The columns of `ReceptionRecord` that this form decides."""
        data = self.cleaned_data
        identity = {
            "identity_mode": data["identity_mode"], "person": data["name"],
            "phone": data["phone"], "address": data["address"],
        }  # fmt: skip
        return self.words() | identity | {"content": self.said()}


class RaiseForm(forms.Form):
    """One press makes a matter of a record; the words may be cut to one wish first."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    content = lines(
        "要办的事",
        CONTENT_MAX,
        rows=4,
        required=True,
        help_text="一次转一件。记了好几件的，留下一件",
    )
    village = forms.ModelChoiceField(
        label="哪个村（社区）",
        queryset=Village.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择事情在哪个村（社区）。"},
    )

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["village"].queryset = Village.objects.of(record.home).active().by_pinyin()
        # What is in a matter already is not offered once more: one press would double it.
        content = "" if record.raised.all() else record.content
        self.initial |= {"content": content, "village": record.village_id}


class CorrectionForm(WordsFields):
    """The words of a record put right; who the visitor was is not changed here."""

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(record.day)
        own = Representative.objects.filter(reception_records=record)
        everybody = self.fields["receivers"].queryset.order_by() | own.order_by()
        keys = everybody.values("pk")
        self.fields["receivers"].queryset = Representative.objects.filter(pk__in=keys)
        for name in ("content", "village", "answer", "people", "proposal", "instruction",
                     "visitor_says", "recorder"):  # fmt: skip
            self.initial.setdefault(name, getattr(record, name))
        self.initial["village"] = record.village_id
        self.initial["receivers"] = [row.pk for row in record.receivers.all()]
        self.initial["time"] = f"{timezone.localtime(record.at):%H:%M}"


class CloseForm(forms.Form):
    """Who was there; and that nobody came, where nobody is entered."""

    present = RowsField(
        label="谁到了",
        queryset=Attendance.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="打勾的记实到，没打勾的记缺席。请过假的不在这里",
    )
    nobody_came = forms.BooleanField(label="这一天没有选民来访", required=False)

    def __init__(self, *args, day, visitors, **kwargs):
        super().__init__(*args, **kwargs)
        self.visitors = visitors
        rows = day.expected()
        self.fields["present"].queryset = rows
        self.fields["present"].label_from_instance = lambda row: row.representative.name
        if visitors:
            del self.fields["nobody_came"]

    def clean(self):
        data = super().clean()
        if not self.visitors and not data["nobody_came"]:
            hint = "还没有登记来访。没有人来的，打勾；有人来过的，先返回登记。"
            self.add_error("nobody_came", hint)
        return data


class ReasonForm(forms.Form):
    """Why something is done that must be on record."""

    reason = LineField(label="原因", max_length=80, error_messages={"required": "请写明原因。"})


class ScansForm(KeepsFiles, forms.Form):
    """The signed sheet, or a picture that the visitor brought."""

    attachments = FilesField(
        label="扫描件或照片",
        help_text=f"最多 {FILES_MAX} 个，图片或 PDF",
        widget=FilesInput(attrs=ATTRS),
        error_messages={"required": "请先选择文件。"},
    )
    shows_identity = forms.BooleanField(
        label="看得出来访人是谁（有姓名、签名、电话），身份到期时一起删除",
        required=False,
        initial=True,
    )

    def clean(self):
        data = super().clean()
        self.gather_files(data)
        return data
