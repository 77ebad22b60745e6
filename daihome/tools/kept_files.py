"""Files of a form: chosen once, kept while the form comes back, read when it is kept for good."""

from django import forms
from django.core.exceptions import ValidationError

from daihome.tools import parking
from daihome.tools.uploads import clean_upload

FILES_MAX = 4
FILE_MAX_MB = 10
TOO_MANY_FILES = f"最多 {FILES_MAX} 个文件，多的没有收下。请看看留下的对不对。"
ATTRS = {
    "accept": "image/*,application/pdf",
    "data-max-files": FILES_MAX,
    "data-max-mb": FILE_MAX_MB,
}


class FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name)


class FilesField(forms.FileField):
    """Several pictures and PDFs; cleans to `Upload`s, keeps the good ones when others are bad."""

    widget = FilesInput

    def clean(self, data, initial=None):
        """A list of `Upload`. The error carries those that were good as `kept`."""
        kept, problems = [], []
        for file in data[:FILES_MAX]:
            try:
                kept.append(clean_upload(file))
            except ValidationError as error:
                problems += [f"“{_short(file.name)}”没有收下：{text}" for text in error.messages]
        if len(data) > FILES_MAX:
            problems.append(TOO_MANY_FILES)
        if problems:
            error = ValidationError(problems)
            error.kept = kept
            raise error
        return kept


def _short(name):
    return name if len(name) <= 30 else f"{name[:20]}…{name[-8:]}"


class KeepsFiles:
    """A form with a `FilesField` called `attachments`; `clean` must call `gather_files`."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.parked, self.kept = [], []

    def gather_files(self, cleaned):
        """Files from before (parked) and new ones, at most FILES_MAX together."""
        dropped = set(self.data.getlist("drop"))
        tokens = dict.fromkeys(self.data.getlist("parked")[:FILES_MAX])
        found = [parking.find(token) for token in tokens if token not in dropped]
        self.parked = [file for file in found if file]
        if None in found:
            self.add_error("attachments", "以前选的文件保存已超过一天，请重新选择。")
        self.kept = self.kept or cleaned.get("attachments", [])
        room = FILES_MAX - len(self.parked)
        if len(self.kept) > room:
            self.kept = self.kept[:room]
            self.add_error("attachments", TOO_MANY_FILES)
        field = self.fields["attachments"]
        if field.required and not (self.parked or self.kept or self.has_error("attachments")):
            self.add_error("attachments", field.error_messages["required"])

    def add_error(self, field, error):
        # Good files of a field that has an error must not be lost with it.
        if field == "attachments":
            self.kept = self.kept or getattr(error, "kept", [])
        super().add_error(field, error)

    def uploads(self):
        """All files as `Upload`s. Raises FileNotFoundError when a parked one was swept."""
        return [file.upload() for file in self.parked] + self.kept

    def park_files(self):
        """Keep the new files for when the form comes back."""
        self.parked += [parking.park(upload) for upload in self.kept]
        self.kept = []
