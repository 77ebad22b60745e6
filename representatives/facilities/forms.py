"""What is asked for and typed on the pages of self-checks."""

import hashlib
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404

from daihome.tools.fields import DayField, LineField
from daihome.tools.kept_files import (
    ATTRS,
    FILE_MAX_MB,
    FILES_MAX,
    FilesField,
    FilesInput,
    KeepsFiles,
)
from representatives.models import FALLS_SHORT, CheckState, FacilityStandard, Home, Venue

TEXT_MAX, PHOTOS_MAX = 300, 8
ANSWERS = [choice for choice in CheckState.choices if choice[0] != CheckState.OPEN]
DAY = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
BOX = {"class": "form-control"}
FIELDS = ("state", "note", "correction", "correct_by")


def asked_home(request):
    """(the Home asked for by `?home=`, else the first one; all that the person sees).

    Raises Http404 when there is none of that name.
    """
    homes = list(Home.objects.visible_to(request.user))
    asked = request.GET.get("home", "")
    found = [home for home in homes if home.slug == asked] if asked else homes[:1]
    if not found:
        raise Http404
    return found[0], homes


def clean_past_day(day, today):
    """Raises ValidationError for a day that has not come."""
    if day and day > today:
        raise ValidationError("还没有到这一天，请核对日期。")
    return day


class StartForm(forms.Form):
    """Which venue is checked against which standard, when and by whom."""

    use_required_attribute = False
    venue = forms.ModelChoiceField(
        label="场所", queryset=Venue.objects.none(), empty_label="请选择",
        error_messages={"required": "请选择场所。"},
    )  # fmt: skip
    standard = forms.ModelChoiceField(
        label="标准", queryset=FacilityStandard.objects.none(), empty_label=None,
        error_messages={"required": "请选择标准。"},
    )  # fmt: skip
    on = DayField(label="自查日期", **DAY)
    checked_by = LineField(label="自查人", max_length=50, help_text="例：李明、王芳")

    def __init__(self, *args, home, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["venue"].queryset = Venue.objects.of(home)
        standards = FacilityStandard.objects.of(home).filter(is_active=True)
        self.fields["standard"].queryset = standards

    def clean_on(self):
        return clean_past_day(self.cleaned_data["on"], self.today)

    def clean_standard(self):
        standard = self.cleaned_data["standard"]
        if not standard.items.filter(is_active=True).exists():
            raise ValidationError("这个标准还没有启用的项目，请先在“建设标准”里增加。")
        return standard


@dataclass(frozen=True)
class Row:
    """One item on the page: its boxes, the link to its proof, its answer last time."""

    check: object
    state: object
    note: object
    correction: object
    correct_by: object
    link: str = ""
    before: object = None


class AnswersForm(forms.Form):
    """All items of a self-check at once. `closing`: every one must be answered.

    Takes `check` (SelfCheck), `rows` (its StandardChecks) and `today`.
    """

    use_required_attribute = False
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    on = DayField(label="自查日期", **DAY)
    checked_by = LineField(label="自查人", max_length=50)

    def __init__(self, *args, check, rows, today, closing=False, **kwargs):
        self.check, self.rows, self.today, self.closing = check, rows, today, closing
        self.seen_now = seen_of(check, rows)
        initial = {"on": check.on, "checked_by": check.checked_by, "seen": self.seen_now}
        super().__init__(*args, initial=initial | _answers_of(rows), **kwargs)
        for row in rows:
            self._add(row)

    def _add(self, row):
        name = row.item.name
        self.fields[f"state-{row.pk}"] = forms.ChoiceField(
            label=f"{name}：结论", choices=ANSWERS, widget=forms.RadioSelect, required=False
        )
        for field, label in (("note", "现场情况"), ("correction", "整改措施")):
            self.fields[f"{field}-{row.pk}"] = LineField(
                label=f"{name}：{label}", max_length=TEXT_MAX, required=False,
                widget=forms.TextInput(attrs=BOX),
            )  # fmt: skip
        self.fields[f"correct_by-{row.pk}"] = DayField(
            label=f"{name}：整改期限", required=False,
            widget=forms.DateInput(attrs={"type": "date"} | BOX, format="%Y-%m-%d"),
        )  # fmt: skip

    def clean_on(self):
        return clean_past_day(self.cleaned_data["on"], self.today)

    def clean(self):
        data = super().clean()
        for row in self.rows:
            self._check_row(row, data)
        return data

    def _check_row(self, row, data):
        state, day = data.get(f"state-{row.pk}"), data.get(f"correct_by-{row.pk}")
        if day and data.get("on") and day < data["on"]:
            self.add_error(f"correct_by-{row.pk}", "整改期限早于自查日期，请改正。")
        if not self.closing:
            return
        if not state and f"state-{row.pk}" not in self.errors:
            self.add_error(f"state-{row.pk}", "还没有结论，请选一个再完成自查。")
        if state in FALLS_SHORT:
            if not data.get(f"correction-{row.pk}"):
                self.add_error(f"correction-{row.pk}", "没有达标的，请写怎样整改。")
            if not day and f"correct_by-{row.pk}" not in self.errors:
                self.add_error(f"correct_by-{row.pk}", "没有达标的，请填整改期限。")

    @property
    def is_stale(self):
        """Whether somebody else changed it since the page was drawn."""
        return self.data.get("seen") != self.seen_now

    def keep(self):
        """Write what was typed."""
        data = self.cleaned_data
        self.check.on, self.check.checked_by = data["on"], data["checked_by"]
        self.check.save()
        for row in self.rows:
            typed = {name: data[f"{name}-{row.pk}"] for name in FIELDS}
            typed["state"] = typed["state"] or CheckState.OPEN
            if any(getattr(row, name) != value for name, value in typed.items()):
                for name, value in typed.items():
                    setattr(row, name, value)
                row.save()

    def lines(self, links, before):
        """`Row`s for the page; `links` and `before` by the key of the item."""
        return [
            Row(
                row,
                *(self[f"{name}-{row.pk}"] for name in FIELDS),
                links.get(row.item_id, ""),
                before.get(row.item_id),
            )
            for row in self.rows
        ]


def _answers_of(rows):
    """What is there; where nobody has answered yet, what the system thinks."""
    found = {}
    for row in rows:
        found |= {f"{name}-{row.pk}": getattr(row, name) for name in FIELDS}
        if row.state == CheckState.OPEN:
            found[f"state-{row.pk}"] = row.proposed
    return found


def seen_of(check, rows):
    """Changes as soon as one of the answers does."""
    said = [check.on, check.checked_by, check.closed_at]
    said += [(row.pk, row.found, *(getattr(row, name) for name in FIELDS)) for row in rows]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]


class ItemForm(KeepsFiles, forms.Form):
    """Photos of one item; of a closed self-check also when it was mended."""

    use_required_attribute = False
    corrected_on = DayField(
        label="整改完成日期", required=False, help_text="完成的那一天。清空就是还没有完成", **DAY
    )
    attachments = FilesField(
        label="照片",
        required=False,
        help_text=f"一次最多 {FILES_MAX} 个，照片或 PDF，每个不超过 {FILE_MAX_MB} MB",
        widget=FilesInput(attrs=ATTRS),
    )

    def __init__(self, *args, row, today, **kwargs):
        self.row, self.today = row, today
        super().__init__(*args, initial={"corrected_on": row.corrected_on}, **kwargs)
        self.corrects = row.self_check.is_closed
        if not self.corrects:
            del self.fields["corrected_on"]

    def clean_corrected_on(self):
        day = clean_past_day(self.cleaned_data["corrected_on"], self.today)
        if day and day < self.row.self_check.on:
            raise ValidationError("整改完成日期早于自查日期，请核对。")
        return day

    def clean(self):
        cleaned = super().clean()
        self.gather_files(cleaned)
        there = len(self.row.photos.all())
        if there + len(self.parked) + len(self.kept) > PHOTOS_MAX:
            self.add_error("attachments", f"已经有 {there} 张，一项最多 {PHOTOS_MAX} 张。")
        return cleaned
