"""The sign-in list on one page: an answer a person, and what holds for all others."""

from dataclasses import dataclass

from django import forms

from daihome.tools.fields import LineField, RowsField
from daihome.tools.kept_files import ATTRS, FilesField, FilesInput, KeepsFiles
from representatives.activities.inviting import OPEN, everybody
from representatives.activities.marking import Answer
from representatives.models import AttendanceState, Representative, SignedBy

ANSWERS = [
    (AttendanceState.PRESENT.value, "到"),
    (AttendanceState.LEAVE.value, "请假"),
    (AttendanceState.ABSENT.value, "缺席"),
    (AttendanceState.EXPECTED.value, "没登记"),
]
REST = [("", "先空着"), ("present", "都算到了"), ("absent", "都算缺席")]


@dataclass(frozen=True)
class Line:
    """One person on the page, with the boxes of the form."""

    row: object
    group: str
    state: object
    reason: object
    was: object

    @property
    def errors(self):
        return [*self.state.errors, *self.reason.errors]


class SheetForm(KeepsFiles, forms.Form):
    rest = forms.ChoiceField(
        label="上面还“没登记”的人", choices=REST, required=False, widget=forms.RadioSelect
    )
    extra = RowsField(
        label="不在名单上、也到了的代表",
        queryset=Representative.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    by = forms.ChoiceField(
        label="照什么登记的",
        choices=[(SignedBy.LIST.value, "当场点名"), (SignedBy.PAPER.value, "纸质签到表")],
        initial=SignedBy.LIST.value,
        widget=forms.RadioSelect,
    )
    attachments = FilesField(
        label="签到表扫描件",
        required=False,
        widget=FilesInput(attrs=ATTRS),
        help_text="签了名的纸，拍成照片或者扫描成 PDF。可以以后再传",
    )

    def __init__(self, *args, activity, rows, groups, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows, self.groups = rows, groups
        self.still_open = activity.state in OPEN
        there = [row.representative_id for row in rows]
        self.fields["extra"].queryset = everybody(activity, today).exclude(pk__in=there)
        for row in rows:
            if not row.barred:
                self._add(row)

    def _add(self, row):
        name, pk = row.representative.name, row.pk
        usable = ANSWERS if self.still_open else ANSWERS[:-1]
        self.fields[f"state_{pk}"] = forms.ChoiceField(
            label=f"{name}的出席",
            choices=usable,
            required=self.still_open,
            initial=row.state,
            widget=forms.RadioSelect,
            error_messages={"required": "请选择到、请假还是缺席。"},
        )
        self.fields[f"reason_{pk}"] = LineField(
            label=f"{name}的请假原因",
            required=False,
            max_length=200,
            initial=row.leave_reason,
            widget=forms.TextInput(
                attrs={
                    "class": "reason",
                    "placeholder": "请假原因",
                    "aria-label": f"{name}的请假原因",
                }
            ),
        )
        self.fields[f"was_{pk}"] = forms.CharField(
            required=False, max_length=10, initial=row.state, widget=forms.HiddenInput
        )

    @property
    def lines(self):
        return [
            Line(
                row,
                self.groups[row.pk],
                *(self[f"{part}_{row.pk}"] for part in ("state", "reason", "was")),
            )
            for row in self.rows
            if not row.barred
        ]

    @property
    def barred(self):
        """Those who may not take part: nothing is asked about them, only why is said."""
        return [row for row in self.rows if row.barred]

    @property
    def others(self):
        """The fields under the list."""
        return [self[name] for name in ("rest", "extra", "by", "attachments")]

    def clean(self):
        cleaned = super().clean()
        self.gather_files(cleaned)
        for row in self.rows:
            on_leave = cleaned.get(f"state_{row.pk}") == AttendanceState.LEAVE
            if (
                on_leave
                and not cleaned.get(f"reason_{row.pk}")
                and not self.errors.get(f"reason_{row.pk}")
            ):
                self.add_error(f"reason_{row.pk}", "请写请假原因。例：外出务工")
        return cleaned

    def answers(self):
        """{key of attendance: `Answer`}."""
        found = self.cleaned_data
        return {
            row.pk: Answer(
                found[f"state_{row.pk}"] or row.state,
                found[f"reason_{row.pk}"],
                found[f"was_{row.pk}"],
            )
            for row in self.rows
            if not row.barred
        }
