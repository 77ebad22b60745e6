"""Files beside a row on the staff's pages: a line each, cleaned before it is kept."""

from django import forms
from django.contrib import admin
from django.db import transaction
from django.urls import reverse
from django.utils.html import format_html

from daihome.tools import uploads
from daihome.tools.admin import ScopedInline
from daihome.tools.stored import StoredBy

KNOWN = ("name", "kind", "content_type", "sha256")


class NewFileInput(forms.FileInput):
    def __init__(self, attrs=None):
        super().__init__({"accept": "image/*,application/pdf"} | (attrs or {}))


class KeptFile(forms.Widget):
    """A file that is there: a link to the view that checks scope, with the picture itself."""

    def __init__(self, row):
        super().__init__()
        self.row = row

    def render(self, name, value, attrs=None, renderer=None):
        return link_of(self.row)


def link_of(row):
    """A link to the file of `row`; of a picture with the picture itself; who put it there and when."""
    url, put = reverse(row.address, args=[row.pk]), getattr(row, "put_there", "")
    if row.kind != "picture":
        return format_html('<a href="{}">{}</a> <span class="quiet">{}</span>', url, row.name, put)
    link = '<a class="kept-picture" href="{}"><img src="{}" alt="{}" loading="lazy"></a>'
    return format_html(link + ' <span class="quiet">{}</span>', url, url, row.name, put)


class KeptFileField(forms.FileField):
    """A picture or a PDF; cleans to an `Upload` when it is new."""

    widget = NewFileInput
    default_error_messages = {"required": "请选择文件。"}

    def __init__(self, *, max_length=None, **kwargs):
        # The stored name is our own, so the length of the typed one does not matter.
        super().__init__(**kwargs | {"required": True})

    def clean(self, data, initial=None):
        if self.disabled:
            return initial
        return uploads.clean_upload(super().clean(data, initial))


class KeptFileForm(forms.ModelForm):
    """One line: a new file is written down with what is known of it, an old one keeps its own."""

    upload = None
    putter = None  # who sends the form

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "file" in self.fields:
            self.fields["file"].widget = KeptFile(self.instance)
            self.fields["file"].disabled = True

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
            if isinstance(self.instance, StoredBy):
                self.instance.by = self.putter
        return super().save(commit)


class StoredFileRows(ScopedInline):
    """The files of a row (`StoredFile`); who may keep the row may keep its files.

    The model names as `address` the view that serves one of them.
    """

    form = KeptFileForm
    extra = 2
    readonly_fields = ("shown",)

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related("by") if issubclass(self.model, StoredBy) else rows

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.putter = request.user
        return formset

    def get_fields(self, request, obj=None):
        """Readers get a link: a private file has no address that Django could show."""
        fields = super().get_fields(request, obj)
        if self.has_change_permission(request, obj):
            return fields
        return ["shown" if name == "file" else name for name in fields]

    @admin.display(description="文件")
    def shown(self, row):
        return link_of(row)

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
