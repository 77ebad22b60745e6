"""Special reports heard, on the staff's site."""

from django.contrib import admin
from django.utils import timezone

from daihome.tools.admin import ScopedAdmin
from daihome.tools.admin_files import StoredFileRows, forget_file
from daihome.tools.admin_forms import ScopedForm
from daihome.tools.admin_lists import OwnRowsFilter
from daihome.tools.fields import NameField
from inspections.admin.lists import HasPage
from inspections.models import SpecialReport, SpecialReportFile
from inspections.reporting.urls import report_urls


class WaitingFilter(admin.SimpleListFilter):
    """The lists behind the lines of the staff's first page."""

    title, parameter_name = "要办的", "waiting"

    def lookups(self, request, model_admin):
        return [("answer", "逾期没有反馈"), ("open", "等单位反馈")]

    def queryset(self, request, rows):
        if self.value() == "answer":
            return rows.unanswered(timezone.localdate())
        waits = rows.filter(sent_on__isnull=False, answered_on=None)
        return waits if self.value() == "open" else rows


class FileRows(StoredFileRows):
    model = SpecialReportFile
    fields = ("file", "caption")
    verbose_name_plural = "报告、审议意见、单位反馈的扫描件"


class SpecialReportForm(ScopedForm):
    def clean_heard_on(self):
        day = self.cleaned_data["heard_on"]
        if self.instance.sent_on and day > self.instance.sent_on:
            self.add_error("heard_on", f"意见 {self.instance.sent_on} 已经转交，听取日期不能更晚。")
        return day


@admin.register(SpecialReport)
class SpecialReportAdmin(HasPage, ScopedAdmin):
    form = SpecialReportForm
    form_classes = {"reporter": NameField}
    change_form_template = "admin/inspections/specialreport/change_form.html"
    change_list_template = "admin/inspections/specialreport/change_list.html"
    list_display = ("title", "heard_on", "unit", "stands", "marks")
    list_filter = (WaitingFilter, ("unit", OwnRowsFilter))
    list_select_related = ("home", "unit")
    search_fields = ("title", "summary", "opinions")
    date_hierarchy = "heard_on"
    inlines = (FileRows,)
    fieldsets = (
        (None, {
            "fields": ("home", "title", "heard_on", "activity", ("unit", "reporter"), "summary"),
        }),
        ("审议意见和测评", {
            "fields": ("opinions", ("votes_satisfied", "votes_basically", "votes_unsatisfied")),
            "description": "意见写好保存以后，在报告的页面上转交单位、登记反馈。",
        }),
    )  # fmt: skip
    empty_text = "还没有登记听取的专项工作报告。请点“增加”。"

    def get_urls(self):
        return report_urls(self.admin_site) + super().get_urls()

    def choices_for(self, db_field, request):
        rows = super().choices_for(db_field, request)
        if db_field.name == "activity":
            return rows.order_by("-starts_at")
        return rows

    def has_delete_permission(self, request, obj=None):
        """What was handed to a unit stays."""
        fresh = obj is None or obj.sent_on is None
        return super().has_delete_permission(request, obj) and fresh

    def delete_model(self, request, obj):
        """The files go with the report that they belong to."""
        files = list(obj.files.all())
        obj.files.all().delete()
        super().delete_model(request, obj)
        for row in files:
            forget_file(row)

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        for row in formset.deleted_objects:
            forget_file(row)

    @admin.display(description="测评")
    def marks(self, row):
        return row.votes or "没有测评"

    @admin.display(description="意见")
    def stands(self, row):
        if row.answered_on:
            return f"{row.answered_on} 已反馈"
        if row.sent_on:
            late = "，逾期" if row.is_overdue(timezone.localdate()) else ""
            return f"{row.answer_due_on} 前反馈{late}"
        return "没有转交"
