"""What is filled in about an item: a step, a check, an outcome, evidence, which batch to see."""

import secrets

from django import forms

from daihome.tools.fields import AmountField, DayField, LineField, LinesField, RowsField
from daihome.tools.kept_files import ATTRS, FILES_MAX, FilesField, FilesInput, KeepsFiles
from inspections.models import Check, CheckResult, RectificationFile
from representatives.models import Representative

LATER = "日期不能晚于今天，请改正。"


class MoveForm(forms.Form):
    """The day and the words of one step (`Move`)."""

    use_required_attribute = False

    day = DayField()
    note = LineField(max_length=500)

    def __init__(self, data=None, *, move, item, today, **kwargs):
        super().__init__(data, **kwargs)
        self.move, self.item, self.today = move, item, today
        if move.day:
            self.fields["day"].label = move.day
        else:
            del self.fields["day"]
        note = self.fields["note"]
        note.label, note.help_text, note.required = move.note, move.hint, move.needs_note
        if move.name != "postpone":
            self.initial.setdefault("day", today)

    def clean_day(self):
        day, move = self.cleaned_data["day"], self.move.name
        if move == "postpone":
            if day <= self.item.due_on:
                raise forms.ValidationError(f"新的期限要晚于现在的期限 {self.item.due_on}。")
            return day
        if day > self.today:
            raise forms.ValidationError(LATER)
        first = self.item.accepted_on or self.item.completed_on or self.item.received_on
        if day < first:
            raise forms.ValidationError(f"不能早于前一步的日期 {first}，请改正。")
        return day


class CheckForm(KeepsFiles, forms.Form):
    """One look at an item; `me` is the representative who fills it in on the telephone."""

    use_required_attribute = False

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    result = forms.ChoiceField(
        label="核查结果",
        choices=CheckResult.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选整改到位没有。"},
    )
    found = LinesField(
        label="看到的情况",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="例：山坡石料已清走，覆土 30 厘米，栽了樟子松",
        error_messages={"required": "请写看到的情况。"},
    )
    attachments = FilesField(
        label="现场照片",
        required=False,
        help_text=f"最多 {FILES_MAX} 张。照片里的拍摄地点会自动去掉",
        widget=FilesInput(attrs=ATTRS),
    )
    on = DayField(label="核查日期")
    people = RowsField(
        label="核查的代表",
        queryset=Representative.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = LineField(
        label="其他参加人员", max_length=200, required=False, help_text="例：镇安监站王站长"
    )

    def __init__(self, data=None, files=None, *, item, today, me=None, **kwargs):
        super().__init__(data, files, **kwargs)
        self.item, self.today, self.me = item, today, me
        watchers = item.watchers()
        people = Representative.objects.of(item.home).in_office(today)
        keys = [person.pk for person in watchers]
        people = people | Representative.objects.filter(pk__in=keys)
        self.fields["people"].queryset = people.distinct().by_pinyin()
        if me:
            # On a telephone: those who supervise the same item, not the whole Home.
            there = Representative.objects.filter(pk__in=keys).exclude(pk=me.pk)
            self.fields["people"].queryset = there.by_pinyin()
            self.fields["people"].label = "一起去的代表"
            if not there.exists():
                del self.fields["people"]
        first = {"key": secrets.token_urlsafe(16), "on": today, "people": [] if me else keys}
        self.initial = first | self.initial

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError(LATER)
        if day < self.item.received_on:
            raise forms.ValidationError(f"不能早于收到的日期 {self.item.received_on}，请改正。")
        return day

    def clean(self):
        cleaned = super().clean()
        self.gather_files(cleaned)
        if not self.errors:
            self._read_files()
        return cleaned

    def _read_files(self):
        try:
            self.files_to_keep = self.uploads()
        except FileNotFoundError:
            self.parked = []
            self.add_error("attachments", "以前选的文件保存已超过一天，请重新选择。")

    def save(self, by):
        """`(check, created)`. Raises `MoveRefused`."""
        given = self.cleaned_data
        people = [*given.get("people", ()), *([self.me] if self.me else [])]
        facts = {name: given[name] for name in ("on", "result", "found", "others")}
        return Check.objects.record(
            self.item,
            key=f"{by.pk}:{given['key']}",
            by=by,
            people=people,
            uploads=self.files_to_keep,
            **facts,
        )


class OutcomeForm(forms.Form):
    """A quantity of what was done."""

    use_required_attribute = False

    what = LineField(label="做了什么", max_length=40, help_text="例：拆除建筑物、拆除围墙、还林")
    quantity = AmountField(label="数量", help_text="例：3")
    unit = LineField(label="单位", max_length=10, help_text="例：所、延米、台、亩")

    def clean_quantity(self):
        number = self.cleaned_data["quantity"]
        if not number:
            raise forms.ValidationError("数量要大于 0。")
        return number


class EvidenceForm(KeepsFiles, forms.Form):
    """Pictures before and after, and papers."""

    use_required_attribute = False

    use = forms.ChoiceField(
        label="是什么", choices=RectificationFile.Use.choices, widget=forms.RadioSelect
    )
    attachments = FilesField(
        label="照片或者 PDF",
        help_text=f"最多 {FILES_MAX} 个",
        widget=FilesInput(attrs=ATTRS),
        error_messages={"required": "请先选择文件。"},
    )
    caption = LineField(label="说明", max_length=60, required=False, help_text="例：东侧料场")

    def clean(self):
        cleaned = super().clean()
        self.gather_files(cleaned)
        return cleaned


class BatchForm(forms.Form):
    """Which items to see together: a batch, or what was completed in a period."""

    batch = forms.ChoiceField(label="批次", required=False)
    start = DayField(label="完成日期从", required=False)
    end = DayField(label="到", required=False)

    def __init__(self, *args, batches, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["batch"].choices = [("", "全部"), *((name, name) for name in batches)]

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", "“到”不能早于“从”。")
        return cleaned
