"""The presidium on the staff's site: lists; each row opens on a page of its own."""

from django.contrib import admin
from django.utils import timezone

from daihome.tools.admin import ScopedAdmin
from daihome.tools.admin_forms import ScopedForm
from daihome.tools.admin_lists import OwnRowsFilter
from inspections.models import (
    Decision,
    PresidiumMeeting,
    PresidiumMember,
    PresidiumRequest,
    PresidiumRule,
    RequestState,
)
from inspections.presidium import (
    decision_views,
    meeting_views,
    minutes,
    paper_views,
    request_views,
)
from inspections.presidium.pages import ShownFirst
from inspections.presidium.wording import named
from representatives.models import Level, Mandate, Term

NO_MANDATE = "这位代表在这一届没有镇人大代表资格，不能是主席团成员。请先核对代表资格。"
OTHER_HOME = "这位代表和届次不属于同一个代表之家，请重新选择。"
LISTED_NAMES = 3


class MemberForm(ScopedForm):
    def clean(self):
        super().clean()
        term, person = self.cleaned_data.get("term"), self.cleaned_data.get("representative")
        if not term or not person:
            return
        mandates = Mandate.objects.filter(representative=person, term=term, level=Level.TOWNSHIP)
        if not mandates.exists():
            self.add_error("representative", NO_MANDATE)

    def _refuse_foreign_rows(self):
        """A member has no Home of the own: term and person must be of the same one."""
        term, person = self.cleaned_data.get("term"), self.cleaned_data.get("representative")
        if term and person and term.home_id != person.home_id:
            self.add_error("representative", OTHER_HOME)


@admin.register(PresidiumMember)
class PresidiumMemberAdmin(ScopedAdmin):
    form = MemberForm
    change_list_template = "admin/presidium/member_list.html"
    list_display = ("representative", "seat", "term", "started_on", "ended_on")
    list_filter = ("seat", ("term", OwnRowsFilter))
    list_select_related = ("representative", "term")
    search_fields = ("representative__name",)
    fields = ("term", "representative", "seat", "started_on", "ended_on")
    empty_text = "还没有主席团成员。请点“增加”，逐人登记；离开的填“止”，不要删除。"

    def choices_for(self, db_field, request):
        rows = super().choices_for(db_field, request)
        return rows.filter(level=Level.TOWNSHIP) if db_field.remote_field.model is Term else rows

    def save_model(self, request, obj, form, change):
        """Meetings still to come count with the members of their day."""
        super().save_model(request, obj, form, change)
        coming = PresidiumMeeting.objects.filter(term=obj.term).still_open()
        today = timezone.localdate()
        for meeting in coming.select_related("activity__kind", "activity__home"):
            if meeting.activity.on >= today:
                meeting.fit_members()


@admin.register(PresidiumRule)
class PresidiumRuleAdmin(ScopedAdmin):
    list_display = ("least", "usual", "most", "legal_basis")
    fields = ("home", "least", "usual", "most", "legal_basis")
    empty_text = "没有登记，按一般规定：七至十三人，最多十七人。本省不一样的，请点“增加”。"


@admin.register(PresidiumMeeting)
class PresidiumMeetingAdmin(ShownFirst, ScopedAdmin):
    show, adding = meeting_views.show, meeting_views.add
    change_list_template = "admin/presidium/meeting_list.html"
    list_display = ("title", "on", "number", "members", "state")
    list_filter = ("activity__state", ("term", OwnRowsFilter))
    list_select_related = ("home", "activity", "term")
    search_fields = ("activity__title", "activity__agenda", "decisions__title")
    ordering = ("-activity__starts_at", "-pk")
    fields = ("number",)
    empty_text = "还没有主席团会议。请点“增加”计划一次，成员自动在名单上。"
    pages = (
        ("overview/", meeting_views.overview, "presidium"),
        ("<int:pk>/fit/", meeting_views.fit, "meeting_fit"),
        ("<int:pk>/decide/", decision_views.decide, "meeting_decide"),
        ("<int:pk>/minutes/", minutes.minutes, "meeting_minutes"),
        ("<int:pk>/letter/", minutes.draft_letter, "meeting_letter"),
        ("<int:pk>/papers/<slug:name>.pdf", paper_views.meeting_paper, "meeting_paper"),
    )

    def has_delete_permission(self, request, obj=None):
        """A meeting is cancelled with the reason, never deleted."""
        return False

    @admin.display(description="会议", ordering="activity__title")
    def title(self, meeting):
        return meeting.activity.title

    @admin.display(description="日期", ordering="activity__starts_at")
    def on(self, meeting):
        return meeting.activity.on

    @admin.display(description="状态")
    def state(self, meeting):
        return meeting.activity.get_state_display()


class PlaceFilter(admin.SimpleListFilter):
    """The list behind the line of the staff's first page."""

    title, parameter_name = "要办的", "waiting"

    def lookups(self, request, model_admin):
        return [("place", "等着安排")]

    def queryset(self, request, rows):
        return rows.to_place() if self.value() == "place" else rows


@admin.register(PresidiumRequest)
class PresidiumRequestAdmin(ShownFirst, ScopedAdmin):
    show, adding = request_views.show, request_views.add
    change_list_template = "admin/presidium/request_list.html"
    list_display = ("subject", "people", "group", "received_on", "state", "meeting")
    list_filter = (PlaceFilter, "state", ("group", OwnRowsFilter))
    list_select_related = ("home", "group", "meeting__activity")
    search_fields = ("subject", "reasons", "requesters__name")
    date_hierarchy = "received_on"
    fields = ("home", "subject", "reasons", "group", "requesters", "received_on")
    empty_text = "还没有代表请求。代表可以在手机上提，也可以点“增加”替代表登记。"
    pages = (("<int:pk>/act/<slug:act>/", request_views.act, "request_act"),)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("requesters")

    def save_model(self, request, obj, form, change):
        """The agenda says the subject as it is now."""
        before = (
            PresidiumRequest.objects.filter(pk=obj.pk).select_related("meeting__activity").get()
        )
        super().save_model(request, obj, form, change)
        if before.state == RequestState.ON_AGENDA and before.agenda_line != obj.agenda_line:
            before.meeting.replace_topic(before.agenda_line, obj.agenda_line)

    def has_delete_permission(self, request, obj=None):
        """A request is answered or withdrawn, never deleted."""
        return False

    @admin.display(description="提出代表")
    def people(self, row):
        return named((person.name for person in row.requesters.all()), LISTED_NAMES)


class WaitingFilter(admin.SimpleListFilter):
    """The lists behind the lines of the staff's first page."""

    title, parameter_name = "要办的", "waiting"

    def lookups(self, request, model_admin):
        return [("overdue", "过了期限没完成"), ("congress", "须提请大会、还没有提请")]

    def queryset(self, request, rows):
        if self.value() == "overdue":
            return rows.overdue(timezone.localdate())
        return rows.owed_to_congress() if self.value() == "congress" else rows


@admin.register(Decision)
class DecisionAdmin(ShownFirst, ScopedAdmin):
    show, editing = decision_views.show, decision_views.edit
    change_list_template = "admin/presidium/decision_list.html"
    list_display = ("title", "on", "result", "executor", "due_on", "done_on", "congress")
    list_filter = (WaitingFilter, "is_carried", "needs_congress", ("executor", OwnRowsFilter))
    list_select_related = ("home", "meeting__activity", "executor")
    search_fields = ("title", "text", "effect")
    ordering = ("-meeting__activity__starts_at", "-pk")
    empty_text = "还没有决定。打开一次主席团会议，在那里登记决定。"
    pages = (
        ("year.pdf", paper_views.year_paper, "decisions_paper"),
        ("<int:pk>/follow/", decision_views.follow, "decision_follow"),
        ("<int:pk>/order.pdf", paper_views.order_paper, "decision_paper"),
    )

    def has_add_permission(self, request):
        """Decisions are written down on the page of their meeting."""
        return False

    def has_delete_permission(self, request, obj=None):
        """What answers a request stays; an entry made twice may go."""
        return super().has_delete_permission(request, obj) and (obj is None or not obj.request_id)

    @admin.display(description="会议日期", ordering="meeting__activity__starts_at")
    def on(self, decision):
        return decision.meeting.activity.on

    @admin.display(description="结果", ordering="is_carried")
    def result(self, decision):
        return decision.result

    @admin.display(description="提请大会", ordering="needs_congress")
    def congress(self, decision):
        if not decision.needs_congress:
            return "不需要"
        return f"{decision.congress_on}批准" if decision.congress_on else "还没有"
