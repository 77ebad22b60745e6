"""Sessions of the congress on the staff's site."""

from django.contrib import admin
from django.utils import timezone

from daihome.tools.admin import ScopedAdmin, ScopedInline
from daihome.tools.admin_lists import OwnRowsFilter
from inspections.congress import announcing, chores, views
from inspections.models import CongressSession, SessionReport
from inspections.presidium.pages import ShownFirst


class ReportRows(ScopedInline):
    model = SessionReport
    fields = ("title", "reporter", "due_on", "given_on", "legal_basis")
    verbose_name_plural = "向大会的报告"


class WaitingFilter(admin.SimpleListFilter):
    """The lists behind the lines of the staff's first page."""

    title, parameter_name = "要办的", "waiting"

    def lookups(self, request, model_admin):
        return [("leaves", "请假没有批"), ("reports", "报告过了日子没交")]

    def queryset(self, request, rows):
        if self.value() == "leaves":
            return chores.with_leaves(rows)
        if self.value() == "reports":
            return chores.with_owed_reports(rows, timezone.localdate())
        return rows


@admin.register(CongressSession)
class CongressSessionAdmin(ShownFirst, ScopedAdmin):
    show, adding = views.show, views.add
    change_list_template = "admin/presidium/session_list.html"
    list_display = ("title", "on", "number", "closed_on", "state")
    list_filter = (WaitingFilter, "activity__state", ("term", OwnRowsFilter))
    list_select_related = ("home", "activity", "term")
    search_fields = ("activity__title", "activity__agenda")
    ordering = ("-activity__starts_at", "-pk")
    fields = ("number", "closed_on")
    inlines = (ReportRows,)
    empty_text = "还没有人民代表大会会议。请点“增加”计划一次，现任镇代表自动在名单上。"
    pages = (
        ("absences/", views.absence_list, "absences"),
        ("absences/<int:pk>/announce/", announcing.announce, "absence_announce"),
        ("<int:pk>/fit/", views.fit, "session_fit"),
        ("<int:pk>/leaves/<int:row>/<slug:answer>/", views.leave, "session_leave"),
        ("<int:pk>/reports/", views.report, "session_report"),
        ("<int:pk>/reports/<int:row>/", views.given, "session_given"),
        ("<int:pk>/agenda.pdf", views.agenda_paper, "session_paper"),
    )

    def has_delete_permission(self, request, obj=None):
        """A session is cancelled with the reason, never deleted."""
        return False

    @admin.display(description="会议", ordering="activity__title")
    def title(self, session):
        return session.activity.title

    @admin.display(description="日期", ordering="activity__starts_at")
    def on(self, session):
        return session.activity.on

    @admin.display(description="状态")
    def state(self, session):
        return session.activity.get_state_display()
