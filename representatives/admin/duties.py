"""Duties on the staff's site: the categories are kept there, the records have our own pages."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.text import Truncator

from daihome.tools.admin import ScopedAdmin
from daihome.tools.admin_lists import OwnRowsFilter, are_keys
from representatives.duties import views
from representatives.duties.urls import duty_urls
from representatives.models import DutyCategory, DutyRecord, Home

POINTS_OFF = "没有启用履职积分，不用填。要用的，由管理员在“代表之家”里启用。"


def _uses_points(request, category=None):
    """Whether the Home of `category` does; without one any of those the user works in."""
    if category is not None:
        return category.home.uses_points
    return Home.objects.visible_to(request.user).filter(uses_points=True).exists()


@admin.register(DutyCategory)
class DutyCategoryAdmin(ScopedAdmin):
    list_display = ("name", "source_shown", "days", "order", "is_active")
    list_filter = ("is_active",)
    list_select_related = ("home",)
    search_fields = ("name",)
    fieldsets = (
        (None, {"fields": ("home", "name", "source", "days", "order", "is_active")}),
        ("积分", {"fields": ("points",)}),
    )
    empty_text = "还没有履职类别。请点“增加”。"

    def get_fieldsets(self, request, obj=None):
        """The points only where they are used; elsewhere one sentence."""
        rows = super().get_fieldsets(request, obj)
        if _uses_points(request, obj):
            return rows
        return [*rows[:-1], ("积分", {"fields": (), "description": POINTS_OFF})]

    def get_list_display(self, request):
        return [*self.list_display, *(["points"] if _uses_points(request) else [])]

    @admin.display(description="怎么登记")
    def source_shown(self, category):
        return category.get_source_display() if category.source else "代表自己填，召集人确认"


@admin.register(DutyRecord)
class DutyRecordAdmin(ScopedAdmin):
    """A list of what was done; one record, entering and correcting are our own pages."""

    change_list_template = "admin/representatives/duties/change_list.html"
    list_display = ("on", "representative", "category", "said", "days", "state", "origin")
    list_filter = ("state", ("category", OwnRowsFilter))
    list_select_related = ("home", "category", "representative")
    search_fields = ("representative__name", "content")
    date_hierarchy = "on"
    ordering = ("-on", "-pk")
    empty_text = "还没有履职记录。活动、接待、走访登记以后会自动出现在这里，其他的由代表自己填。"

    @admin.display(description="履职内容")
    def said(self, record):
        return Truncator(record.content).chars(40)

    @admin.display(description="怎么登记的")
    def origin(self, record):
        return "代表填报" if record.is_by_hand else "自动登记"

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        return duty_urls() + super().get_urls()

    def add_view(self, request, form_url="", extra_context=None):
        return views.enter(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not are_keys([object_id]):
            raise Http404
        return views.record(request, int(object_id))

    def delete_view(self, request, object_id, extra_context=None):
        """Duties are a record: a wrong one is sent back or corrected where it came from."""
        raise PermissionDenied

    def history_view(self, request, object_id, extra_context=None):
        """Who confirmed what and when stands in the record itself."""
        raise Http404
