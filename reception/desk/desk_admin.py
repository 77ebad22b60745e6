"""The staff's lists of records and of numbered sheets; the pages of one row are the desk's own."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect

from daihome.tools.admin import ScopedAdmin
from daihome.tools.admin_lists import OwnRowsFilter
from daihome.tools.pages import primary_key
from reception.desk import number_views
from reception.models import ReceptionDay, ReceptionRecord
from representatives.models import BlankForm

DAYS_OFFERED = 24


class MatterFilter(admin.SimpleListFilter):
    """Records with a matter, or explained on the spot."""

    title = "办理"
    parameter_name = "matter"

    def lookups(self, request, model_admin):
        return [("yes", "转成意见的"), ("no", "当场解释的")]

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.exclude(raised=None).distinct()
        return queryset.filter(raised=None) if self.value() == "no" else queryset


class DayFilter(admin.SimpleListFilter):
    """The last days on which somebody came: those to come would fill the list with nothing."""

    title = "接待日"
    parameter_name = "day"

    def lookups(self, request, model_admin):
        with_visitors = ReceptionRecord.objects.values("day")
        rows = ReceptionDay.objects.visible_to(request.user).filter(pk__in=with_visitors)
        last = rows.with_activity().order_by("-activity__starts_at")[:DAYS_OFFERED]
        return [(str(day.pk), str(day)) for day in last]

    def queryset(self, request, queryset):
        key = primary_key(self.value() or "")
        return queryset if key is None else queryset.filter(day=key)


@admin.register(ReceptionRecord)
class ReceptionRecordAdmin(ScopedAdmin):
    """Entered at the desk of its day, never deleted: a number must not go missing."""

    list_display = ("number", "at", "where", "who_received", "visitor", "village", "ending")
    list_filter = (MatterFilter, DayFilter, ("village", OwnRowsFilter))
    search_fields = ("number", "content")
    date_hierarchy = "at"
    ordering = ("-at", "-pk")
    empty_text = "还没有接待记录。到“接待登记”里打开那一天，登记来访。"

    def get_queryset(self, request):
        return super().get_queryset(request).shown()

    def has_delete_permission(self, request, obj=None):
        return False

    def add_view(self, request, form_url="", extra_context=None):
        return redirect("desk:days")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return redirect("desk:record", self.find(request, object_id).pk)

    def delete_view(self, request, object_id, extra_context=None):
        raise PermissionDenied

    @admin.display(description="地点")
    def where(self, row):
        return row.day.activity.where

    @admin.display(description="接待代表")
    def who_received(self, row):
        return "、".join(person.name for person in row.receivers.all())

    @admin.display(description="来访人")
    def visitor(self, row):
        return row.visitor_shown

    @admin.display(description="办理")
    def ending(self, row):
        return "、".join(str(one.suggestion.number) for one in row.raised.all()) or "当场解释"


@admin.register(BlankForm)
class BlankFormAdmin(ScopedAdmin):
    """Numbers are given, entered and struck off on the desk's pages only."""

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        return number_views.numbered(request)

    def history_view(self, request, object_id, extra_context=None):
        raise Http404  # the sheet itself says when it was printed, entered and struck off
