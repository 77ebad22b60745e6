"""Standards and self-checks on the staff's site; what proves an item is chosen from what there is."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404

from daihome.standards import sources, urls
from daihome.tools.admin import ScopedAdmin, ScopedStack
from daihome.tools.admin_files import forget_file
from daihome.tools.admin_lists import OwnRowsFilter, are_keys
from daihome.views import standards
from representatives.facilities import check_views
from representatives.models import (
    FALLS_SHORT,
    CheckPhoto,
    FacilityStandard,
    Home,
    SelfCheck,
    StandardItem,
)


class ItemForm(forms.ModelForm):
    """One item; kind and key of its proof are one choice, so that they always fit."""

    source = forms.ChoiceField(label="依据从哪里来", initial="look:")
    choices = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "source" not in self.fields:
            return
        choices, item = list(self.choices), self.instance
        if item.pk:
            now = f"{item.evidence}:{item.evidence_key}"
            self.initial["source"] = now
            if not any(now == key for _kind, names in choices for key, _name in names):
                choices.append(("现在的", [(now, sources.name_of(item))]))
        self.fields["source"].choices = choices

    def _post_clean(self):
        if "source" in self.cleaned_data:
            kind, _, key = self.cleaned_data["source"].partition(":")
            self.instance.evidence, self.instance.evidence_key = kind, key
        super()._post_clean()


class ItemRows(ScopedStack):
    model = StandardItem
    form = ItemForm
    extra = 1
    fields = (
        ("name", "order", "is_active"), "requirement", "source", ("at_least", "span"), "note",
    )  # fmt: skip

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        homes = [obj.home_id] if obj else Home.objects.visible_to(request.user).values("pk")
        formset.form.choices = sources.choices(homes)
        return formset

    @admin.display(description="依据从哪里来")
    def source(self, item):
        """For those who only read."""
        return sources.name_of(item)


@admin.register(FacilityStandard)
class FacilityStandardAdmin(ScopedAdmin):
    list_display = ("name", "items_in_use", "legal_basis", "is_active", "order")
    list_filter = ("is_active",)
    list_select_related = ("home",)
    search_fields = ("name",)
    inlines = (ItemRows,)
    fieldsets = (
        (
            None,
            {
                "fields": ("home", "name", "legal_basis", ("is_active", "order")),
                "description": "启用的第一个标准是检查包的顺序。项目的名称和要求会印在以前的自查表上："
                "要求变了的，请停用旧的一项，增加新的一项。",
            },
        ),
    )
    empty_text = "还没有建设标准。请在“开办清单”里载入常用的，再按本县的要求修改。"

    def get_queryset(self, request):
        in_use = Count("items", Q(items__is_active=True))
        return super().get_queryset(request).annotate(in_use=in_use)

    @admin.display(description="启用的项目")
    def items_in_use(self, standard):
        return standard.in_use


@admin.register(SelfCheck)
class SelfCheckAdmin(ScopedAdmin):
    """A list; starting a self-check and answering its items are our own pages."""

    change_list_template = "admin/representatives/selfcheck/change_list.html"
    list_display = ("on", "venue", "standard", "checked_by", "progress", "short")
    list_filter = (("standard", OwnRowsFilter), ("venue", OwnRowsFilter))
    list_select_related = ("home", "venue", "standard")
    search_fields = ("venue__name", "checked_by")
    date_hierarchy = "on"
    empty_text = "还没有自查过。请点“增加”，选一个场所，系统先把查得到的填好。"

    def get_queryset(self, request):
        numbers = {
            "unanswered": Count("checks", Q(checks__state="open")),
            "short_count": Count("checks", Q(checks__state__in=FALLS_SHORT)),
        }
        return super().get_queryset(request).annotate(**numbers)

    @admin.display(description="办到哪一步")
    def progress(self, check):
        if check.is_closed:
            return "已完成"
        return f"还有 {check.unanswered} 项没查" if check.unanswered else "查完了，等完成"

    @admin.display(description="没有达标的")
    def short(self, check):
        return check.short_count

    def get_urls(self):
        return urls.standard_urls(self.admin_site) + super().get_urls()

    def add_view(self, request, form_url="", extra_context=None):
        return standards.start(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not are_keys([object_id]):
            raise Http404
        return check_views.check(request, int(object_id))

    def has_delete_permission(self, request, obj=None):
        """Only one that is not closed: what was closed is kept."""
        fresh = obj is None or not obj.is_closed
        return super().has_delete_permission(request, obj) and fresh

    def delete_model(self, request, obj):
        for photo in CheckPhoto.objects.filter(check_of__self_check=obj):
            forget_file(photo)
        super().delete_model(request, obj)

    def history_view(self, request, object_id, extra_context=None):
        """What was answered stands in the self-check itself."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        raise Http404
