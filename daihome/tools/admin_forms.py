"""Forms of the staff's pages: rows of one Home only, no lost update, pictures drawn anew."""

from django import forms
from django.contrib.admin.widgets import AdminFileWidget
from django.db import models
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils import timezone

from daihome.tools import uploads
from daihome.tools.fields import LineField


class CodeField(LineField):
    """A short name for addresses; which letters it may have is checked by the model."""

    def __init__(self, *, allow_unicode=False, **kwargs):
        super().__init__(**kwargs)


class StoredPhoto:
    """What the file input shows of a picture that is there already."""

    def __init__(self, picture):
        meta = picture.instance._meta
        self.url = reverse("photo", args=[meta.model_name, picture.instance.pk])

    def __str__(self):
        return "查看现在的照片"


class PhotoInput(AdminFileWidget):
    """Private files have no address of their own: the link goes to the view that checks scope."""

    def get_context(self, name, value, attrs):
        stored = isinstance(value, FieldFile) and value and value.instance.pk
        return super().get_context(name, StoredPhoto(value) if stored else None, attrs)


class PhotoField(forms.FileField):
    """A picture that is decoded and encoded again before it is kept."""

    widget = PhotoInput

    def __init__(self, *, max_length=None, **kwargs):
        # The stored name is our own, so the length of the typed one does not matter.
        super().__init__(**kwargs)

    def clean(self, data, initial=None):
        value = super().clean(data, initial)
        return uploads.clean_photo(value).content if value and value is data else value


HOME_HAS_ONE = "本代表之家已经登记过这一项，不用再增加。请到列表里打开它修改。"


class ScopedForm(forms.ModelForm):
    """Refuses a save over somebody else's newer one, and rows of another Home.

    `only_home` and `has_parts` are set by `ScopedAdmin.get_form`. The page carries the id of the
    newest history row as `seen`; whoever sends an older one is told what changed meanwhile.
    """

    only_home = None
    has_parts = False
    refused = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.only_home and self.instance._state.adding and self.instance.home_id is None:
            self.instance.home = self.only_home

    def clean(self):
        super().clean()
        if self.instance.pk:
            self._refuse_late_save()
        self._refuse_foreign_rows()

    @property
    def seen(self):
        """The id that the page must send back: after a refusal the newest one."""
        if self.is_bound and not self.refused:
            return self._posted_seen()
        newest = self._newest()
        return newest.pk if newest else 0

    def _posted_seen(self):
        typed = self.data.get("seen", "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0

    def _newest(self):
        history = getattr(self.instance, "history", None)
        if history is None or not self.instance.pk:
            return None
        return history.select_related("history_user").order_by("-history_id").first()

    def _refuse_late_save(self):
        rows = type(self.instance)._base_manager.filter(pk=self.instance.pk)
        # Two saves at once: one waits here.
        list(rows.order_by().select_for_update().values_list("pk"))
        newest = self._newest()
        if newest is None or newest.pk <= self._posted_seen():
            return
        changed = self._changed_since(newest)
        if changed or self.has_parts:
            self.refused = True
            self.add_error(None, _late_sentence(newest, changed))

    def _changed_since(self, newest):
        """Labels of what differs between the row that was seen and `newest`."""
        seen = self.instance.history.filter(history_id=self._posted_seen()).first()
        if seen is None:
            return ["全部内容"]
        names = newest.diff_against(seen, foreign_keys_are_objs=False).changed_fields
        return [str(self.instance._meta.get_field(name).verbose_name) for name in names]

    def _refuse_foreign_rows(self):
        home = self.cleaned_data.get("home")
        home_id = home.pk if home else getattr(self.instance, "home_id", None)
        for name, value in list(self.cleaned_data.items()):
            rows = value if isinstance(value, models.QuerySet) else [value]
            if any(getattr(row, "home_id", home_id) != home_id for row in rows):
                self.add_error(name, "这一项属于别的代表之家，请重新选择。")

    def _get_validation_exclusions(self):
        # A Home that was set by itself still counts for “one name per Home”.
        excluded = super()._get_validation_exclusions()
        return excluded if "home" in self.fields else excluded - {"home"}

    def _update_errors(self, errors):
        # Where a Home has one row only, there is no field to say so beside.
        found = getattr(errors, "error_dict", {})
        if "home" in found and "home" not in self.fields:
            del found["home"]
            self.add_error(None, HOME_HAS_ONE)
        super()._update_errors(errors)


def _late_sentence(newest, changed):
    who = newest.history_user.name if newest.history_user else "系统"
    when = timezone.localtime(newest.history_date).strftime("%m月%d日 %H:%M")
    what = "、".join(changed) or "下面表格里的内容"
    return (
        f"{who}在 {when} 刚改过这条记录（{what}），您的修改还没有保存。您填写的内容都还在下面："
        "请先在另一个窗口打开这条记录核对，确认后再按一次“保存”，就以您填写的为准。"
    )
