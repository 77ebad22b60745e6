"""Rules and reception days on the staff's site: the days are our own pages behind Django's doors."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path, reverse
from django.utils.html import format_html

from daihome.tools.admin import ScopedAdmin
from daihome.tools.admin_lists import OwnRowsFilter
from reception.models import ReceptionDay, ReceptionPattern
from reception.staff import day_views, letter_views, plan_views, roster_views, turn_views
from reception.staff.forms import HourField
from representatives.models import Leave


def notice(request, pk):
    """The notice of a day as PDF; imported late because drawing PDFs is slow to load."""
    from reception.staff import paper_views

    return paper_views.notice(request, pk)


def year_paper(request, year):
    """The table of a year as PDF; imported late as above."""
    from reception.staff import paper_views

    return paper_views.year(request, year)


class OwnPages:
    """Adds views of our own: `own_views` is route → (name, view)."""

    own_views = {}

    def get_urls(self):
        own = [
            path(route, self.admin_site.admin_view(view), name=f"reception_{name}")
            for route, (name, view) in self.own_views.items()
        ]
        return own + super().get_urls()


@admin.register(ReceptionPattern)
class ReceptionPatternAdmin(OwnPages, ScopedAdmin):
    own_views = {
        "<int:pk>/dates/": ("dates", plan_views.dates),
        "<int:pk>/plan/": ("plan", plan_views.plan),
    }
    change_form_template = "admin/roster/pattern.html"
    form_classes = {"starts": HourField, "ends": HourField}
    list_display = ("name", "sentence", "venue", "seats", "is_active", "dates")
    list_select_related = ("home", "venue")
    list_filter = ("is_active",)
    search_fields = ("name", "venue__name")
    fieldsets = (
        (None, {"fields": ("home", "name", "venue", "is_active")}),
        (
            "什么日子接待",
            {"fields": (
                "how", "cycle", "days", ("weekday", "ordinal"), "is_lunar", "on_day_off",
                ("starts", "ends"), ("starts_on", "ends_on"),
            )},
        ),
        ("谁来接待", {"fields": ("seats", "in_rotation", "own_group", "county_seats")}),
        ("公告", {"fields": ("notice_days", "theme", "liaison", "legal_basis")}),
    )  # fmt: skip
    empty_text = "还没有接待规则。请点“增加”，例：每逢双月15日 9:00—11:00，遇节假日顺延。"

    @admin.display(description="规则")
    def sentence(self, pattern):
        return pattern.in_words

    @admin.display(description="日子和排班")
    def dates(self, pattern):
        address = reverse("admin:reception_dates", args=[pattern.pk])
        return format_html('<a href="{}">看往后两年</a>', address)


@admin.register(ReceptionDay)
class ReceptionDayAdmin(OwnPages, admin.ModelAdmin):
    """A day is never deleted by hand: it is cancelled with the reason."""

    own_views = {
        "year/<int:year>.pdf": ("year_paper", year_paper),
        "<int:pk>/notice.pdf": ("notice", notice),
        "year/<int:year>/letter/": ("year_letter", letter_views.of_year),
        "<int:pk>/letter/": ("day_letter", letter_views.of_day),
        "<int:pk>/announce/": ("announce", day_views.announce),
        "<int:pk>/edit/": ("edit", day_views.edit),
        "<int:pk>/cancel/": ("cancel", day_views.cancel),
        "<int:pk>/join/": ("join", turn_views.join),
        "<int:pk>/turns/<int:turn>/leave/": ("leave", turn_views.leave),
        "<int:pk>/turns/<int:turn>/swap/": ("swap", turn_views.swap),
    }

    def get_queryset(self, request):
        return ReceptionDay.objects.visible_to(request.user)

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        return roster_views.year(request)

    def add_view(self, request, form_url="", extra_context=None):
        return day_views.add(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return day_views.day(request, _key(object_id))

    def delete_view(self, request, object_id, extra_context=None):
        raise PermissionDenied

    def history_view(self, request, object_id, extra_context=None):
        if not self.get_queryset(request).filter(pk=_key(object_id)).exists():
            raise Http404
        return super().history_view(request, object_id, extra_context)


@admin.register(Leave)
class LeaveAdmin(ScopedAdmin):
    """Days on which nobody puts a representative on a roster."""

    list_display = ("representative", "starts_on", "ends_on", "reason")
    list_select_related = ("home", "representative")
    list_filter = (("representative", OwnRowsFilter),)
    search_fields = ("representative__name", "reason")
    date_hierarchy = "starts_on"
    fields = ("home", "representative", ("starts_on", "ends_on"), "reason")
    empty_text = "还没有请假时段。代表在手机上登记，或者在这里点“增加”；排班时会避开。"


def _key(text):
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Http404
    return int(text)
