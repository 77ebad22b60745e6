"""Kinds of inspection and inspections on the staff's site; one inspection has pages of its own."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils import timezone

from daihome.tools.admin import ScopedAdmin
from daihome.tools.admin_forms import ScopedForm
from daihome.tools.admin_lists import OwnRowsFilter
from inspections.admin.lists import HasPage
from inspections.inspecting.urls import inspection_urls
from inspections.models import Approach, Inspection, InspectionKind
from representatives.models import Representative


@admin.register(InspectionKind)
class InspectionKindAdmin(ScopedAdmin):
    list_display = ("name", "base", "order", "is_active")
    list_filter = ("base", "is_active")
    search_fields = ("name",)
    fields = ("home", "name", "base", "order", "is_active")
    empty_text = "还没有视察类别。请在“开办清单”里载入常用的，再按本镇情况增减。"

    def get_readonly_fields(self, request, obj=None):
        """What it counts as stands in the books already."""
        readonly = super().get_readonly_fields(request, obj)
        return (*readonly, "base") if obj and obj.inspections.exists() else readonly


class WaitingFilter(admin.SimpleListFilter):
    """The lists behind the lines of the staff's first page."""

    title, parameter_name = "要办的", "waiting"

    def lookups(self, request, model_admin):
        return [("record", "办完没写记录"), ("answer", "逾期没有反馈"), ("open", "等单位反馈")]

    def queryset(self, request, rows):
        today = timezone.localdate()
        if self.value() == "record":
            return rows.unwritten(today)
        if self.value() == "answer":
            return rows.unanswered(today)
        return rows.filter(sent_on__isnull=False, answered_on=None) if self.value() else rows


class InspectionRecordForm(ScopedForm):
    """What is inspected and what was found; the day and the list are the activity's."""

    approaches = forms.MultipleChoiceField(
        label="方式",
        choices=Approach.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_leader(self):
        person = self.cleaned_data["leader"]
        if person and self.instance.recusals.filter(representative=person).exists():
            raise forms.ValidationError("这位代表登记了回避，不能带队。请另选一位。")
        return person


@admin.register(Inspection)
class InspectionAdmin(HasPage, ScopedAdmin):
    form = InspectionRecordForm
    change_form_template = "admin/inspections/inspection/change_form.html"
    change_list_template = "admin/inspections/inspection/change_list.html"
    list_display = ("title", "on", "kind", "object", "unit", "came", "stands")
    list_filter = (WaitingFilter, ("kind", OwnRowsFilter), "form", ("unit", OwnRowsFilter))
    search_fields = ("activity__title", "object", "plan_no")
    date_hierarchy = "activity__starts_at"
    ordering = ("-activity__starts_at", "-pk")
    fieldsets = (
        ("查什么", {
            "fields": (
                "home", ("kind", "form"), ("plan_no", "object"), ("unit", "leader"), "approaches",
            ),
            "description": "名称、时间、地点、安排在“活动”里改，参加的代表在“名单和通知”里选。",
        }),
        ("记录", {"fields": ("report_heard", "findings", "opinions", "report", "effect")}),
    )  # fmt: skip
    empty_text = "还没有视察检查。请点“安排一次视察检查”。"

    def get_urls(self):
        return inspection_urls(self.admin_site) + super().get_urls()

    def get_queryset(self, request):
        return super().get_queryset(request).shown()

    def add_view(self, request, form_url="", extra_context=None):
        return redirect("admin:inspections_inspection_plan")

    def choices_for(self, db_field, request):
        rows = super().choices_for(db_field, request)
        if db_field.name == "leader":
            sitting = Representative.objects.in_office(timezone.localdate())
            led = Representative.objects.filter(inspections_led__isnull=False)
            return rows.filter(pk__in=sitting.values("pk")) | rows.filter(pk__in=led.values("pk"))
        return rows

    def has_delete_permission(self, request, obj=None):
        """An activity that does not take place is cancelled there, with the reason."""
        return False

    def delete_view(self, request, object_id, extra_context=None):
        raise PermissionDenied

    @admin.display(description="名称", ordering="activity__title")
    def title(self, row):
        return row.activity.title

    @admin.display(description="日期", ordering="activity__starts_at")
    def on(self, row):
        return row.activity.on

    @admin.display(description="实到/应到")
    def came(self, row):
        people = row.activity.attendances.all()
        present = sum(one.state == "present" for one in people)
        return f"{present}/{len(people)}" if people else "还没有名单"

    @admin.display(description="意见")
    def stands(self, row):
        if row.answered_on:
            return f"{row.answered_on} 已反馈"
        if row.sent_on:
            late = "，逾期" if row.is_overdue(timezone.localdate()) else ""
            return f"{row.answer_due_on} 前反馈{late}"
        return row.activity.get_state_display()
