"""Files beside a row on the staff's pages: a line each, cleaned before it is kept."""

from django import forms
from django.contrib.admin.widgets import AdminFileWidget
from django.db import transaction
from django.urls import reverse

from daihome.tools import uploads
from daihome.tools.admin import ScopedInline

KNOWN = ("name", "kind", "content_type", "sha256")


class KeptFile:
    """What the file input shows of a file that is there already."""

    def __init__(self, name, url):
        self.name, self.url = name, url

    def __str__(self):
        return self.name


class KeptFileInput(AdminFileWidget):
    """Private files have no address of their own: the link goes to the view that checks scope."""

    accept = "image/*,application/pdf"

    def __init__(self, attrs=None):
        super().__init__({"accept": self.accept} | (attrs or {}))

    def get_context(self, name, value, attrs):
        row = getattr(value, "instance", None)
        shown = row and row.pk and KeptFile(row.name, reverse(row.address, args=[row.pk]))
        return super().get_context(name, shown or None, attrs)


class KeptFileField(forms.FileField):
    """A picture or a PDF; cleans to an `Upload` when it is new."""

    widget = KeptFileInput
    default_error_messages = {"required": "请选择文件。"}

    def __init__(self, *, max_length=None, **kwargs):
        # The stored name is our own, so the length of the typed one does not matter.
        super().__init__(**kwargs | {"required": True})

    def clean(self, data, initial=None):
        value = super().clean(data, initial)
        return uploads.clean_upload(value) if value and value is data else value


class KeptFileForm(forms.ModelForm):
    """One line: a new file is written down with what is known of it, an old one keeps its own."""

    upload = None

    def clean_file(self):
        value = self.cleaned_data["file"]
        if not isinstance(value, uploads.Upload):
            return value
        self.upload = value
        return value.content

    def save(self, commit=True):
        if self.upload:
            for name in KNOWN:
                setattr(self.instance, name, getattr(self.upload, name))
            self.instance.size = self.upload.content.size
        return super().save(commit)


class StoredFileRows(ScopedInline):
    """The files of a row (`StoredFile`); who may keep the row may keep its files.

    The model names as `address` the view that serves one of them.
    """

    form = KeptFileForm
    extra = 2

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "file":
            return KeptFileField(label=db_field.verbose_name)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def _parent_admin(self):
        return self.admin_site.get_model_admin(self.parent_model)

    def has_view_permission(self, request, obj=None):
        return self._parent_admin().has_view_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return self._parent_admin().may_save(request, obj)

    def has_add_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)


def forget_file(row):
    """Take the file of a deleted row from the disk, once nothing can bring the row back."""
    storage, name = row.file.storage, row.file.name
    transaction.on_commit(lambda: storage.delete(name))
