"""What every import of a list has in common: reading, collecting what is wrong, all or nothing."""

from contextlib import contextmanager
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tablib import Dataset

from daihome.tools.sheets import SheetError, match_columns, read_rows

MAX_ERRORS = 200
SHOWN_CHANGES = 200
ACTIONS = {"new": "新增", "update": "更新"}


@dataclass
class Change:
    """One line of the preview: what a row of the sheet does."""

    row: int
    name: str
    action: str
    details: list[tuple[str, str, str]]


@dataclass
class Outcome:
    """What an import did, or would do: counts of records, sentences, errors.

    `saved` is True only after everything was written; with errors nothing is.
    """

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: list[SheetError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    saved: bool = False
    # What the import did besides, for people; "" for nothing.
    effect: str = ""

    @property
    def summary(self):
        return f"新增 {self.new}，更新 {self.updated}，未变 {self.unchanged}"

    @property
    def hidden_changes(self):
        """How many changed records the preview does not list."""
        return self.new + self.updated - len(self.changes)


class TooManyErrors(Exception):
    """Stops the reading: nobody corrects more than 200 cells from one list."""


class ListImport:
    """One list on its way in. Subclasses say what a row means in `read_row` and `write`.

    `progress(done, total)` is called while rows are checked.
    """

    synonyms: dict[str, tuple[str, ...]] = {}
    required: tuple[str, ...] = ()

    def __init__(self, today, user=None, progress=None):
        self.today, self.user = today, user
        self.progress = progress or (lambda done, total: None)
        self.outcome = Outcome()

    def run(self, file, name, commit):
        """The Outcome of importing `file`; without `commit` everything is undone at the end."""
        try:
            self._read(file, name)
            self.finish_reading()
        except SheetError as error:
            self.outcome.errors += error.error_list
        except TooManyErrors:
            pass
        if not self.outcome.errors:
            self._write(commit)
        return self.outcome

    def _read(self, file, name):
        known = [title for titles in self.synonyms.values() for title in titles]
        table = read_rows(file, name, known)
        self.columns = match_columns(table.header, self.synonyms, self.required)
        self.labels = {name: table.header[i] for name, i in self.columns.index.items()}
        self.outcome.notes += table.notes
        if self.columns.ignored:
            titles = "、".join(self.columns.ignored)
            self.outcome.notes.append(f"这些列没有读取：{titles}。")
        for done, row in enumerate(table.rows, 1):
            self.read_sheet_row(row)
            self.progress(done, table.count)

    def read_sheet_row(self, row):
        """Hand a row on to `read_row` unless a cell of it cannot be read."""
        errors = row.errors(self.columns)
        self.outcome.errors += errors
        self.stop_when_hopeless()
        if not errors:
            self.read_row(row.number, row.pick(self.columns))

    def stop_when_hopeless(self):
        if len(self.outcome.errors) >= MAX_ERRORS:
            raise TooManyErrors

    def read_row(self, number, cells):
        """Understand one row; `refuse` what is wrong."""
        raise NotImplementedError

    def finish_reading(self):
        """Look at all rows together, after the last one."""

    def write(self):
        """Write everything; called inside one transaction."""
        raise NotImplementedError

    def refuse(self, reason, row=None, name=""):
        """Note that the cell of field `name` in `row` cannot be taken, and why."""
        self.outcome.errors.append(SheetError(reason, row, self.labels.get(name, "")))
        self.stop_when_hopeless()

    @contextmanager
    def cell(self, row, name):
        """Turn a ValidationError into an error of that cell."""
        try:
            yield
        except ValidationError as error:
            for message in error.messages:
                self.refuse(message, row, name)

    def clean(self, function, row, cells, name, default=None):
        """`function(text of the field)`; `default` where the field is empty or wrong."""
        text = cells.get(name, "")
        if not text:
            return default
        with self.cell(row, name):
            return function(text)
        return default

    def _write(self, commit):
        try:
            with transaction.atomic():
                self.write()
                if self.outcome.errors or not commit:
                    transaction.set_rollback(True)
        except IntegrityError:
            reason = "导入时有人同时改了同样的资料，没有保存。请再导入一次。"
            self.outcome.errors.append(SheetError(reason))
        self.outcome.saved = commit and not self.outcome.errors

    def write_rows(self, resource, rows):
        """Send rows (dicts with the same keys) through a resource; its refusals become errors."""
        if not rows:
            return
        dataset = Dataset(*(tuple(row.values()) for row in rows), headers=list(rows[0]))
        result = resource.import_data(dataset, use_transactions=True)
        for invalid in result.invalid_rows:
            row = rows[invalid.number - 1]
            for attribute, messages in invalid.error_dict.items():
                self._refuse_value(row["row"], resource.label_of(attribute), messages)
        for failed in result.error_rows:
            raise failed.errors[0].error
        for failure in result.base_errors:
            raise failure.error

    def _refuse_value(self, row, label, messages):
        self.outcome.errors += [SheetError(message, row, label) for message in messages]

    def count(self, kind):
        """Count one record as "new", "update" or "skip"."""
        self.outcome.new += kind == "new"
        self.outcome.updated += kind == "update"
        self.outcome.unchanged += kind == "skip"

    def show(self, row, name, kind, details):
        """Keep one line for the preview, up to 200."""
        if kind in ACTIONS and len(self.outcome.changes) < SHOWN_CHANGES:
            self.outcome.changes.append(Change(row, name, ACTIONS[kind], details))
