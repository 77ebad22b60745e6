"""The Home and its places on the staff's site."""

from django.contrib import admin, messages
from django.db.models import Case, Count, F, Value, When
from django.db.models.functions import Coalesce
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from daihome.tools.admin import ScopedAdmin
from daihome.tools.admin_lists import OwnRowsFilter
from daihome.tools.fields import NameField, PhoneField
from daihome.tools.pinyin import Pinyin
from representatives.import_views import VillageImportPages
from representatives.models import (
    ElectoralDistrict,
    GridCell,
    Home,
    Term,
    Venue,
    VenueKind,
    Village,
)
from representatives.models.policy import PublicSwitches

PHOTO_SHOWN = {"photo": "photo_shown"}


class PhotoShown:
    """For readers: whether there is a picture; the picture itself is on the public page."""

    shown_as = PHOTO_SHOWN

    @admin.display(description="照片")
    def photo_shown(self, row):
        return "有" if row.photo else "没有"


@admin.register(Home)
class HomeAdmin(PhotoShown, ScopedAdmin):
    form_classes = {"phone": PhoneField}
    list_display = ("name", "county", "town", "phone", "number_prefix", "is_open")
    search_fields = ("name", "town")
    fieldsets = (
        (None, {"fields": ("name", "county", "town", "congress_name", "document_code")}),
        ("群众怎么找到您", {"fields": ("address", "phone", "opening_hours", "intro", "photo")}),
        ("基本情况", {"fields": ("founded_on", "area_m2")}),
        (
            "网址和编号",
            {
                "fields": ("slug", "number_prefix"),
                "description": "印上二维码、编上号以后就不要再改，否则旧纸上的网址和编号对不上。",
            },
        ),
        (
            "办理规则",
            {
                "fields": (
                    "is_open",
                    "confirms_classification",
                    "hourly_submissions",
                    "identity_days",
                    "asks_attitude",
                    "chase_days",
                    "silent_days",
                    "unit_link_days",
                )
            },
        ),
        (
            "提醒和补记",
            {
                "fields": (
                    "reception_remind_before",
                    "activity_remind_before",
                    "late_entry_days",
                )
            },
        ),
        (
            "履职积分",
            {
                "fields": ("uses_points",),
                "description": "法律只要求记录和公示履职情况，不要求打分排名；各地看法不一，默认不用。",
            },
        ),
        (
            "代表公开页显示什么",
            {
                "fields": [field.name for field in PublicSwitches._meta.fields],
                "description": "代表法第五十八条要求公示代表基本信息和履职信息。取消选中的，全体代表的公开页都不显示。",
            },
        ),
    )
    empty_text = "还没有代表之家。请先增加一个。"

    def has_add_permission(self, request):
        """Only who sees all Homes makes a new one: anybody else could not open it."""
        return super().has_add_permission(request) and request.user.sees_all_homes

    def response_add(self, request, obj, post_url_continue=None):
        words = f"已经增加{obj.name}。请照这张清单把其余内容填好。"
        self.message_user(request, words, messages.SUCCESS)
        return redirect(f"{reverse('setup')}?home={obj.pk}")


@admin.register(VenueKind)
class VenueKindAdmin(ScopedAdmin):
    list_display = ("name", "order")
    fields = ("home", "name", "order")
    search_fields = ("name",)
    empty_text = "还没有场所类型，例如代表联络室、代表接待站。请点“增加”。"


def _level(own, parent, grandparent):
    """Order keys of a tree three levels deep: for the top, the middle and the lowest row."""
    deep, middle = (
        When(parent__parent__isnull=False, then=F(parent)),
        When(parent__isnull=False, then=F(own)),
    )
    yield Coalesce(F(grandparent), F(parent), F(own))
    yield Case(deep, middle, default=Value(-1))
    yield Case(When(parent__parent__isnull=False, then=F(own)), default=Value(-1))


def _tree_order():
    orders = _level("order", "parent__order", "parent__parent__order")
    keys = _level("pk", "parent_id", "parent__parent_id")
    return ["home", *(key for pair in zip(orders, keys, strict=True) for key in pair)]


@admin.register(Venue)
class VenueAdmin(PhotoShown, ScopedAdmin):
    form_classes = {"phone": PhoneField, "keeper": NameField, "liaison_clerk": NameField}
    list_display = ("name_in_tree", "kind", "village", "phone", "keeper", "is_public")
    list_filter = (("kind", OwnRowsFilter), "is_public")
    list_select_related = ("home", "kind", "village", "parent__parent")
    search_fields = ("name", "village__name", "keeper")
    fieldsets = (
        (None, {"fields": ("home", "name", "kind", "parent", "village", "order")}),
        ("对外信息", {"fields": ("is_public", "address", "phone", "opening_hours", "photo")}),
        ("管理", {"fields": ("keeper", "liaison_clerk", "founded_on", "area_m2")}),
    )
    empty_text = "还没有场所。请点“增加”，先登记代表之家本身，再登记各村的联络室。"

    def get_ordering(self, request):
        return _tree_order()

    @admin.display(description="名称")
    def name_in_tree(self, venue):
        depth = sum(1 for place in (venue.parent, getattr(venue.parent, "parent", None)) if place)
        return format_html('<span class="depth-{}">{}</span>', depth, venue.name)


@admin.register(Village)
class VillageAdmin(VillageImportPages, ScopedAdmin):
    change_list_template = "admin/import/change_list.html"
    list_display = ("name", "kind", "households", "population", "people", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("name", "stat_code")
    fields = ("home", "name", "kind", "households", "population", "stat_code", "is_active")
    empty_text = "还没有村（社区）。请点“增加”一个一个填，或者从表格导入。"

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("home")
        return rows.annotate(people_count=Count("representatives"))

    def get_ordering(self, request):
        return ("home", Pinyin("name"), "pk")

    @admin.display(description="居住代表", ordering="people_count")
    def people(self, village):
        return village.people_count


@admin.register(GridCell)
class GridCellAdmin(ScopedAdmin):
    form_classes = {"worker": NameField}
    list_display = ("code", "village", "name", "worker", "households", "people")
    list_display_links = ("code", "village")
    list_filter = (("village", OwnRowsFilter),)
    search_fields = ("code", "name", "worker", "village__name")
    fields = ("home", "village", "code", "name", "worker", "households", "representatives")
    empty_text = "还没有网格。请点“增加”。"

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("home", "village")
        return rows.prefetch_related("representatives")

    @admin.display(description="入格代表")
    def people(self, cell):
        return "、".join(person.name for person in cell.representatives.all())


@admin.register(Term)
class TermAdmin(ScopedAdmin):
    list_display = ("name", "level", "number", "starts_on", "ends_on")
    list_filter = ("level",)
    list_select_related = ("home",)
    fields = ("home", "level", "number", "name", "starts_on", "ends_on")
    search_fields = ("name",)
    empty_text = "还没有届次。请点“增加”，先填本届镇人民代表大会。"


@admin.register(ElectoralDistrict)
class ElectoralDistrictAdmin(ScopedAdmin):
    list_display = ("name", "term", "number", "seats", "voters", "elected")
    list_filter = (("term", OwnRowsFilter),)
    search_fields = ("name", "villages__name")
    fields = ("home", "term", "number", "name", "seats", "voters", "villages")
    empty_text = "还没有选区。请点“增加”。"

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("home", "term")
        return rows.prefetch_related("mandates__representative")

    @admin.display(description="选出的代表")
    def elected(self, district):
        names = (mandate.representative.name for mandate in district.mandates.all())
        return "、".join(dict.fromkeys(names))
