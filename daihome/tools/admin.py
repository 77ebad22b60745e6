"""What every page of the staff's site has in common; an app's admin only names its fields.

`HouseAdmin` cleans what is typed, guards against lost updates and nonsense in addresses.
`ScopedAdmin` adds the Home: rows, choices and filters of other Homes do not exist for the user.
"""

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import SuspiciousOperation
from django.db import models
from django.forms import BaseInlineFormSet, CheckboxSelectMultiple
from django.http import Http404, HttpResponseRedirect

from daihome.tools.admin_forms import CodeField, PhotoField, PhotoInput, ScopedForm
from daihome.tools.admin_history import HistoryPages
from daihome.tools.admin_lists import (
    CappedPaginator,
    OwnRowsFilter,
    are_keys,
    is_filter_lookup,
)
from daihome.tools.fields import FORMFIELD_OVERRIDES, RowsField
from daihome.tools.pages import capped_count

MOST_INLINE_ROWS = 200
LINE = {"widget": AdminTextInputWidget}


class CleanFields:
    """Every typed text passes the cleaning functions; `form_classes` names special fields."""

    form_classes = {}
    formfield_overrides = {
        **FORMFIELD_OVERRIDES,
        models.SlugField: {"form_class": CodeField, **LINE},
        models.ImageField: {"form_class": PhotoField, "widget": PhotoInput},
        models.ManyToManyField: {"form_class": RowsField, "widget": CheckboxSelectMultiple},
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in self.form_classes:
            kwargs = {"form_class": self.form_classes[db_field.name], **LINE, **kwargs}
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        # Windows that open windows confuse, and work only with scripts.
        for icon in ("add", "change", "delete", "view"):
            if hasattr(getattr(field, "widget", None), f"can_{icon}_related"):
                setattr(field.widget, f"can_{icon}_related", False)
        return field


class OwnChoices:
    """Foreign keys and many-to-many fields offer only rows of the user's Home."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", self.choices_for(db_field, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", self.choices_for(db_field, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def choices_for(self, db_field, request):
        """Rows that `db_field` may point to: visible, and of the edited row's Home."""
        related = db_field.remote_field.model
        rows = related._default_manager.all()
        if hasattr(rows, "visible_to"):
            rows = rows.visible_to(request.user)
        edited_home = getattr(request, "edited_home", None)
        has_home = any(field.name == "home" for field in related._meta.fields)
        return rows.of(edited_home) if edited_home and has_home else rows


def only_home(request, home_model):
    """The user's Home when there is just one to work in, else None (one query per request)."""
    if not hasattr(request, "only_home"):
        homes = list(home_model._default_manager.visible_to(request.user)[:2])
        request.only_home = homes[0] if len(homes) == 1 else None
    return request.only_home


class HouseAdmin(CleanFields, HistoryPages):
    """The staff's page of one kind of row, not yet limited to a Home."""

    form = ScopedForm
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    save_on_top = False
    empty_text = ""
    empty_value_display = "—"
    # What readers without the right to change see instead of a field.
    shown_as = {}

    def view_on_site(self, obj):
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    def get_actions(self, request):
        """Without deleting many at once: one slip of the finger must not empty a list."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.has_parts = bool(self.inlines)
        return form

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        hidden = self.get_hidden_fields(request, obj)
        shown_as = {} if self.may_save(request, obj) else self.shown_as
        return [
            (title, {**options, "fields": _fields(options["fields"], hidden, shown_as)})
            for title, options in fieldsets
        ]

    def get_hidden_fields(self, request, obj=None):
        """Names of fields that this user does not need to see."""
        return set()

    def may_save(self, request, obj):
        return self.has_change_permission(request, obj) if obj else self.has_add_permission(request)

    def lookup_allowed(self, lookup, value, request=None):
        """Only what the list's own filters offer: other lookups ask the database for nonsense."""
        paths = [_path(entry) for entry in self.get_list_filter(request)]
        return is_filter_lookup(lookup, value, paths, self.date_hierarchy)

    def changelist_view(self, request, extra_context=None):
        if not are_keys(request.POST.getlist(helpers.ACTION_CHECKBOX_NAME)):
            self.message_user(request, "所选的记录不对，请重新选择。", messages.ERROR)
            return HttpResponseRedirect(request.path)
        if "e" in request.GET and request.method == "GET":
            self.message_user(request, "查询条件不对，下面是全部记录。", messages.WARNING)
        title = self.opts.verbose_name_plural
        context = {"title": title, "empty_text": self.empty_text} | (extra_context or {})
        return super().changelist_view(request, context)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        for name, value in request.POST.items():
            if name.endswith("-TOTAL_FORMS") and not _is_sane_total(value):
                raise SuspiciousOperation("More inline rows than any page has.")
        return super().changeform_view(request, object_id, form_url, extra_context)

    def find(self, request, object_id):
        """The row with this key among those the user may see. Raises Http404."""
        row = self.get_object(request, unquote(str(object_id)))
        if row is None:
            raise Http404
        return row

    def get_object(self, request, object_id, from_field=None):
        return super().get_object(request, object_id, from_field) if are_keys([object_id]) else None

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404

    def get_deleted_objects(self, objs, request):
        """Says how many rows of each kind still use these, without loading one of them."""
        uses = [f"{label}：{count} 条" for label, count in _uses_of(self.model, objs)]
        return ([], {}, set(), uses) if uses else super().get_deleted_objects(objs, request)


class ScopedAdmin(OwnChoices, HouseAdmin):
    """The staff's page of rows that belong to a Home."""

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def only_home(self, request):
        """The Home that new rows get by themselves, or None when the user has to choose."""
        if not self.has_home:
            return None
        return only_home(request, self.opts.get_field("home").remote_field.model)

    @property
    def has_home(self):
        return any(field.name == "home" for field in self.opts.fields)

    def get_form(self, request, obj=None, change=False, **kwargs):
        request.edited_home = home_of(obj)
        form = super().get_form(request, obj, change=change, **kwargs)
        form.only_home = self.only_home(request)
        return form

    def get_hidden_fields(self, request, obj=None):
        hidden = super().get_hidden_fields(request, obj)
        return hidden | {"home"} if self.only_home(request) else hidden

    def get_readonly_fields(self, request, obj=None):
        """A row stays in its Home: what belongs to it would stay behind."""
        readonly = tuple(super().get_readonly_fields(request, obj))
        return (*readonly, "home") if obj and self.has_home else readonly

    def get_list_display(self, request):
        columns = tuple(super().get_list_display(request))
        return columns if not self.has_home or self.only_home(request) else (*columns, "home")

    def get_list_filter(self, request):
        filters = tuple(super().get_list_filter(request))
        if not self.has_home or self.only_home(request):
            return filters
        return (("home", OwnRowsFilter), *filters)


class PartRows(CleanFields, OwnChoices):
    """Rows inside their parent's page; `joins` names what each row's own text needs."""

    extra = 1
    joins = ()

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user).select_related(*self.joins)

    def get_formset(self, request, obj=None, **kwargs):
        request.edited_home = home_of(obj)
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """The choices are read once, not once for each row."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.choices = list(field.choices)
        return field


class NamedRows(BaseInlineFormSet):
    """In a table the heading is far from the box: each box says itself what it is for."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            if field.label and not field.widget.is_hidden:
                inner = getattr(field.widget, "widget", field.widget)
                inner.attrs["aria-label"] = field.label


class ScopedInline(PartRows, admin.TabularInline):
    """Parts with a few fields, one line each."""

    formset = NamedRows


class ScopedStack(PartRows, admin.StackedInline):
    """Parts with many fields, one block each."""


def home_of(obj):
    """The primary key of a row's Home; None for a row without one."""
    return getattr(obj, "home_id", None)


def _uses_of(model, objs):
    """(kind, “12” or “1000+”) of each kind of rows that keeps `objs` from being deleted."""
    for relation in model._meta.related_objects:
        if getattr(relation, "on_delete", None) is models.PROTECT:
            rows = relation.related_model._base_manager.filter(
                **{f"{relation.field.name}__in": list(objs)}
            )
            count = capped_count(rows)
            if count != "0":
                yield relation.related_model._meta.verbose_name, count


def _fields(fields, hidden, shown_as):
    kept = []
    for field in fields:
        if isinstance(field, tuple | list):
            field = tuple(_fields(field, hidden, shown_as))
        if field and (isinstance(field, tuple) or field not in hidden):
            kept.append(field if isinstance(field, tuple) else shown_as.get(field, field))
    return kept


def _path(entry):
    if isinstance(entry, tuple | list):
        return entry[0]
    return entry if isinstance(entry, str) else entry.parameter_name


def _is_sane_total(value):
    return are_keys([value]) and int(value) <= MOST_INLINE_ROWS
