"""What a Home defines for itself, on the staff's site: categories, units, classes, clocks."""

from django.contrib import admin
from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from daihome.tools.admin import ScopedAdmin
from daihome.tools.admin_forms import ScopedForm
from daihome.tools.fields import NameField, PhoneField
from daihome.tools.workdays import WEEKDAYS
from representatives.models import Role, User
from suggestions.models import (
    ArchiveVolume,
    Category,
    DeadlinePolicy,
    HandlingUnit,
    ReplyClass,
    SpecialDay,
)
from suggestions.staff import unit_letters


class LevelFilter(admin.SimpleListFilter):
    title, parameter_name = "级别", "level"

    def lookups(self, request, model_admin):
        return [("1", "一级"), ("2", "二级")]

    def queryset(self, request, rows):
        if self.value() not in ("1", "2"):
            return rows
        return rows.filter(parent__isnull=self.value() == "1")


class CategoryForm(ScopedForm):
    def clean(self):
        """Two top categories of one name: no constraint sees it, because NULL differs from NULL."""
        super().clean()
        name, home = self.cleaned_data.get("name"), self.cleaned_data.get("home")
        if name and not self.cleaned_data.get("parent"):
            same = Category.objects.filter(home=home or self.instance.home_id, parent=None)
            if same.filter(name=name).exclude(pk=self.instance.pk).exists():
                self.add_error("name", "这一级已经有同名的分类。")


@admin.register(Category)
class CategoryAdmin(ScopedAdmin):
    form = CategoryForm
    list_display = ("name_in_tree", "order", "is_active")
    list_filter = (LevelFilter, "is_active")
    list_select_related = ("home", "parent")
    list_per_page = 200
    search_fields = ("name", "parent__name")
    fields = ("home", "name", "parent", "order", "is_active")
    empty_text = "还没有意见分类。请在“开办清单”里载入常用分类，再按本镇情况增减。"

    def get_ordering(self, request):
        own_place = F("parent_id").asc(nulls_first=True)
        top = (Coalesce("parent__order", "order"), Coalesce("parent_id", "pk"))
        return ("home", *top, own_place, "order", "pk")

    def choices_for(self, db_field, request):
        """Only a top row can be above another."""
        rows = super().choices_for(db_field, request)
        return rows.filter(parent=None) if db_field.name == "parent" else rows

    @admin.display(description="名称")
    def name_in_tree(self, category):
        depth = 1 if category.parent_id else 0
        return format_html('<span class="depth-{}">{}</span>', depth, category.name)


@admin.register(HandlingUnit)
class HandlingUnitAdmin(ScopedAdmin):
    form_classes = {"leader": NameField, "contact": NameField, "phone": PhoneField}
    list_display = ("name", "level", "branch", "leader", "contact", "phone", "is_active")
    list_filter = ("level", "branch", "is_active")
    list_select_related = ("home",)
    search_fields = ("name", "leader", "contact")
    fieldsets = (
        (None, {"fields": ("home", "name", "level", "branch")}),
        ("找谁", {"fields": ("leader", "contact", "phone", "email", "accounts")}),
        ("其他", {"fields": ("order", "is_active")}),
    )
    filter_horizontal = ("accounts",)
    empty_text = "还没有承办单位。请点“增加”，先填镇政府的各个办公室和站所。"

    def get_urls(self):
        view, name = self.admin_site.admin_view, "suggestions_handlingunit_letter"
        return [path("<int:pk>/letter/", view(unit_letters.draft), name=name), *super().get_urls()]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Accounts of the role 承办单位 that the person may see."""
        if db_field.name == "accounts":
            accounts = User.objects.visible_to(request.user).filter(role=Role.UNIT)
            kwargs["queryset"] = accounts.order_by("username")
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(ReplyClass)
class ReplyClassAdmin(ScopedAdmin):
    list_display = (
        "code", "label", "counts_as_resolved", "needs_commitment", "order", "is_active",
    )  # fmt: skip
    list_display_links = ("code", "label")
    list_select_related = ("home",)
    search_fields = ("code", "label")
    fields = (
        "home", "code", "label", "counts_as_resolved", "needs_commitment", "order", "is_active",
    )  # fmt: skip
    empty_text = "还没有答复类别。请在“开办清单”里载入常用的四类。"


@admin.register(DeadlinePolicy)
class DeadlinePolicyAdmin(ScopedAdmin):
    list_display = ("clock", "length", "max_number", "start_event", "legal_basis")
    list_select_related = ("home",)
    readonly_fields = ("example",)
    fields = (
        "home", "clock", ("number", "unit"), "max_number", "rolls_forward", "start_event",
        "legal_basis", "remind_before", "remind_after", "example",
    )  # fmt: skip
    empty_text = "没有自己的规定，现在按国家规定和常用天数计算。要改成本地的规定，请点“增加”。"

    def get_list_display(self, request):
        """With a column whose calendar is read once for the whole list."""
        if not hasattr(request, "calendar"):
            request.calendar = SpecialDay.objects.calendar()

        @admin.display(description="举例")
        def example(policy):
            return example_of(policy, timezone.localdate(), request.calendar)

        return (*super().get_list_display(request), example)

    @admin.display(description="时长")
    def length(self, policy):
        return policy.length

    @admin.display(description="举例")
    def example(self, policy):
        if policy.number is None:
            return "保存以后显示。"
        return example_of(policy, timezone.localdate(), SpecialDay.objects.calendar())


def example_of(policy, today, calendar):
    """What the policy means for something that begins today."""
    due = policy.deadline(today, calendar).due
    return f"今天起算，最迟 {due:%Y-%m-%d}（星期{WEEKDAYS[due.weekday()]}）"


def volume_contents(request, pk):
    """The 卷内目录 of a volume as PDF; imported late because drawing PDFs is slow to load."""
    from suggestions.staff import paper_views

    return paper_views.volume_contents(request, pk)


@admin.register(ArchiveVolume)
class ArchiveVolumeAdmin(ScopedAdmin):
    list_display = ("title", "year", "number", "box", "contents")
    list_filter = ("year",)
    list_select_related = ("home",)
    search_fields = ("title", "box")
    fields = ("home", "year", "number", "title", "box")
    empty_text = "还没有档案卷。请点“增加”，每年至少一卷。"

    def get_urls(self):
        view = self.admin_site.admin_view(volume_contents)
        own = path("<int:pk>/contents.pdf", view, name="suggestions_archivevolume_contents")
        return [own, *super().get_urls()]

    @admin.display(description="卷内目录")
    def contents(self, volume):
        address = reverse("admin:suggestions_archivevolume_contents", args=[volume.pk])
        return format_html('<a href="{}">打印</a>', address)

    def get_changeform_initial_data(self, request):
        """The next volume of this year."""
        year, home = timezone.localdate().year, self.only_home(request)
        given = {"year": year, "title": f"{year}年代表建议和选民意见"}
        if home:
            given["number"] = ArchiveVolume.objects.next_number(home, year)
        return given | super().get_changeform_initial_data(request)
