"""The letter box on the staff's site."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.urls import path

from daihome.tools.admin import ScopedAdmin
from daihome.tools.admin_lists import OwnRowsFilter
from reception.letters import views
from reception.models import Mailbox, MailboxOpening, MailItem


@admin.register(Mailbox)
class MailboxAdmin(ScopedAdmin):
    list_display = ("name", "venue", "open_days", "is_active")
    list_filter = ("is_active",)
    list_select_related = ("home", "venue")
    search_fields = ("name",)
    fields = ("home", "name", "venue", "open_days", "is_active")
    empty_text = "还没有代表信箱。请点“增加”。"


@admin.register(MailboxOpening)
class MailboxOpeningAdmin(ScopedAdmin):
    """The log; opening a box and what was in it are our own pages, nothing is deleted."""

    list_display = ("opened_at", "mailbox", "opener", "second_opener", "count")
    list_filter = (("mailbox", OwnRowsFilter),)
    list_select_related = ("mailbox",)
    search_fields = ("opener", "second_opener")
    date_hierarchy = "opened_at"
    ordering = ("-opened_at", "-pk")
    empty_text = "还没有开过箱。请点“增加”，登记一次开箱。"

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        view = self.admin_site.admin_view(views.paper_opening)
        name = "reception_paper_opening"
        return [path("paper/<int:pk>/", view, name=name), *super().get_urls()]

    def add_view(self, request, form_url="", extra_context=None):
        return views.add_opening(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return views.opening(request, views.key_of(object_id))

    def delete_view(self, request, object_id, extra_context=None):
        raise PermissionDenied


@admin.register(MailItem)
class MailItemAdmin(ScopedAdmin):
    """Letters come by opening a box, and stay."""

    list_display = ("number", "summary", "village", "outcome", "answered_on")
    list_filter = ("outcome", ("village", OwnRowsFilter))
    list_select_related = ("home", "village")
    search_fields = ("number", "summary")
    ordering = ("-year", "-serial")
    empty_text = "还没有来信。登记开箱以后，每封信一个编号，在这里处理。"

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return views.letter(request, views.key_of(object_id))

    def delete_view(self, request, object_id, extra_context=None):
        raise PermissionDenied
