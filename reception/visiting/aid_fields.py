"""The lines of a visit form on which is written what was given: kind of help, what, how much."""

from django import forms

from daihome.tools.fields import AmountField, LineField
from reception.models import Help, VisitKind

LINES = 3
COLUMNS = ("help", "what", "quantity", "unit", "value")


def _fields(line):
    """The five fields of one line; plain fields, so that each error stands beside its own."""
    return {
        f"help_{line}": forms.ChoiceField(
            label=f"第{line}样：方式", required=False, choices=[("", "没有"), *Help.choices]
        ),
        f"what_{line}": LineField(label="内容", required=False, max_length=60),
        f"quantity_{line}": AmountField(label="数量", required=False, max_digits=10),
        f"unit_{line}": LineField(label="单位", required=False, max_length=10),
        f"value_{line}": AmountField(label="折合（元）", required=False),
    }


class AidFields:
    """For a form with `kind` and `visit`: LINES lines of help, more when the visit has more."""

    def start_aid(self):
        """Add the fields, filled with what the visit has."""
        self.aid_lines = []
        if self.kind != VisitKind.AID:
            return
        rows = list(self.visit.items.all()) if self.visit else []
        for line in range(1, max(LINES, len(rows)) + 1):
            self.fields.update(_fields(line))
            self.aid_lines.append(line)
        for line, row in enumerate(rows, start=1):
            for name in COLUMNS:
                self.initial.setdefault(f"{name}_{line}", getattr(row, name))

    def clean_aid(self, cleaned):
        if self.kind != VisitKind.AID:
            return
        pairing = cleaned.get("pairing")
        if not cleaned.get("beneficiary") and not self.has_error("beneficiary"):
            if pairing:
                cleaned["beneficiary"] = pairing.beneficiary
            else:
                self.add_error("beneficiary", "请选择看望的对象。")
        for line in self.aid_lines:
            if any(self._of_line(cleaned, line).values()) and not cleaned.get(f"help_{line}"):
                self.add_error(f"help_{line}", "填了内容、数量或者金额的，请选择帮扶方式。")

    def aid_rows(self):
        """The fields of each line, to be drawn beside each other."""
        return [[self[f"{name}_{line}"] for name in COLUMNS] for line in self.aid_lines]

    def items(self):
        """Dicts of the columns of `AidItem`, one for each line that was filled in."""
        lines = (self._of_line(self.cleaned_data, line) for line in self.aid_lines)
        return [line for line in lines if line["help"]]

    def _of_line(self, cleaned, line):
        return {name: cleaned.get(f"{name}_{line}") for name in COLUMNS}
