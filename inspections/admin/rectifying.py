"""Items to be put right on the staff's site: the list, and the form of what is asked."""

from django.contrib import admin
from django.db.models import Q
from django.utils import timezone

from daihome.tools.admin import ScopedAdmin
from daihome.tools.admin_forms import ScopedForm
from daihome.tools.admin_lists import OwnRowsFilter
from daihome.tools.pages import primary_key
from inspections.admin.lists import HasPage
from inspections.models import Inspection, Rectification, RectificationState, Source
from inspections.models.pressing import PRESSING
from inspections.rectifying.telling import tell_given
from inspections.rectifying.urls import rectification_urls
from representatives.models import Representative

MOST_BATCHES = 60
# What is fixed once it is written down: the number, and the day that is moved with a reason.
FIXED = ("received_on", "due_on")


class WaitingFilter(admin.SimpleListFilter):
    """The lists behind the lines of the staff's first page."""

    title, parameter_name = "要办的", "waiting"

    def lookups(self, request, model_admin):
        return [
            ("late", "逾期没完成"), ("soon", "七天内到期"), ("check", "等核查验收"),
            ("strike", "等销号"), ("open", "还没有销号的"),
        ]  # fmt: skip

    def queryset(self, request, rows):
        today = timezone.localdate()
        found = {
            "late": lambda: rows.overdue(today),
            "soon": lambda: rows.due_soon(today),
            "check": lambda: rows.filter(state=RectificationState.REPORTED),
            "strike": lambda: rows.filter(state=RectificationState.ACCEPTED),
            "open": rows.unfinished,
        }
        return found[self.value()]() if self.value() in found else rows


class BatchFilter(admin.SimpleListFilter):
    title, parameter_name = "批次", "batch"

    def lookups(self, request, model_admin):
        rows = Rectification.objects.visible_to(request.user).exclude(batch="").order_by("batch")
        names = rows.values_list("batch", flat=True).distinct()[:MOST_BATCHES]
        return [(name, name) for name in names]

    def queryset(self, request, rows):
        known = self.value() in dict(self.lookup_choices)
        return rows.filter(batch=self.value()) if known else rows


class RectificationForm(ScopedForm):
    def clean(self):
        super().clean()
        given = self.cleaned_data
        if given.get("source") == Source.INSPECTION and not given.get("inspection"):
            self.add_error("inspection", "视察检查发现的，请选是哪一次视察检查。")
        if given.get("source") == Source.INSPECTORATE:
            for name, said in (("inspectorate", "督查单位"), ("case_number", "督查件编号")):
                if not given.get(name) and not self.has_error(name):
                    self.add_error(name, f"环保督查件请填{said}。")


@admin.register(Rectification)
class RectificationAdmin(HasPage, ScopedAdmin):
    form = RectificationForm
    change_form_template = "admin/inspections/rectification/change_form.html"
    change_list_template = "admin/inspections/rectification/change_list.html"
    list_display = (
        "number", "source_words", "problem_words", "unit", "due", "group", "state",
    )  # fmt: skip
    list_filter = (
        WaitingFilter, "source", BatchFilter, "state", ("unit", OwnRowsFilter),
        ("group", OwnRowsFilter),
    )  # fmt: skip
    search_fields = ("problem", "case_number", "place")
    fieldsets = (
        ("从哪里来", {
            "fields": (
                "home", "source", "inspection", ("inspectorate", "batch", "case_number"),
                "received_on",
            )
        }),
        ("问题和要求", {"fields": ("problem", ("village", "place"), "demand", "unit", "due_on")}),
        ("怎么改、谁来盯", {
            "fields": ("measures", "group", "supervisors"),
            "description": "分组分项：选小组，小组里的代表在手机上都能看到并登记核查；"
            "只由几位代表盯的，直接选代表。",
        }),
    )  # fmt: skip
    empty_text = (
        "还没有整改事项。环保督查件请点“增加”；视察检查发现的，在那一次视察检查的页面上立。"
    )

    def get_urls(self):
        return rectification_urls(self.admin_site) + super().get_urls()

    def get_ordering(self, request):
        return PRESSING

    list_select_related = ("home", "unit", "group", "inspection__activity")

    def get_changeform_initial_data(self, request):
        """Of what an inspection found the day and the unit are known."""
        given = super().get_changeform_initial_data(request)
        key = primary_key(given.get("inspection", ""))
        found = key and Inspection.objects.visible_to(request.user).with_activity().filter(pk=key)
        if found:
            row = found[0]
            given |= {"received_on": row.activity.on, "unit": row.unit_id}
        return given

    def get_readonly_fields(self, request, obj=None):
        readonly = super().get_readonly_fields(request, obj)
        return (*readonly, *FIXED) if obj else readonly

    def choices_for(self, db_field, request):
        rows = super().choices_for(db_field, request)
        if db_field.name == "inspection":
            return rows.select_related("activity").order_by("-activity__starts_at")
        if db_field.name == "supervisors":
            sitting = Representative.objects.in_office(timezone.localdate())
            named = Rectification.supervisors.through.objects.values("representative")
            return rows.filter(Q(pk__in=sitting.values("pk")) | Q(pk__in=named)).by_pinyin()
        return rows

    def save_related(self, request, form, formsets, change):
        """Whoever is to supervise it hears of it; saved again, each still once."""
        super().save_related(request, form, formsets, change)
        tell_given(form.instance, timezone.now())

    def has_change_permission(self, request, obj=None):
        """What was struck off is closed."""
        closed = obj is not None and obj.state == RectificationState.STRUCK_OFF
        return super().has_change_permission(request, obj) and not closed

    def has_delete_permission(self, request, obj=None):
        """A number must not go missing."""
        return False

    @admin.display(description="编号")
    def number(self, item):
        return item.number

    @admin.display(description="来源")
    def source_words(self, item):
        return item.from_where

    @admin.display(description="问题")
    def problem_words(self, item):
        return item.problem if len(item.problem) <= 40 else f"{item.problem[:39]}…"

    @admin.display(description="期限")
    def due(self, item):
        late = item.state == RectificationState.OPEN and item.is_late(timezone.localdate())
        return f"{item.due_on}{' 逾期' if late else ''}"
