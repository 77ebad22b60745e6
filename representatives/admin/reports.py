"""Reports to voters (述职) on the staff's site."""

from django.contrib import admin
from django.urls import path

from daihome.tools.admin import ScopedAdmin
from daihome.tools.admin_files import StoredFileRows, forget_file
from daihome.tools.admin_lists import OwnRowsFilter
from daihome.tools.fields import NameField
from representatives.models import DutyReport, DutyReportFile
from representatives.reports import views


class FileRows(StoredFileRows):
    model = DutyReportFile
    fields = ("file",)
    verbose_name_plural = "签字的述职报告、测评汇总表扫描件、照片"


@admin.register(DutyReport)
class DutyReportAdmin(ScopedAdmin):
    change_form_template = "admin/representatives/reports/change_form.html"
    change_list_template = "admin/representatives/reports/change_list.html"
    form_classes = dict.fromkeys(("host", "scrutineer", "teller"), NameField)
    list_display = ("on", "representative", "district", "present", "votes")
    list_filter = (("representative", OwnRowsFilter), ("district", OwnRowsFilter))
    list_select_related = ("home", "representative", "district")
    search_fields = ("representative__name", "opinions")
    date_hierarchy = "on"
    inlines = (FileRows,)
    fieldsets = (
        (None, {"fields": ("home", "representative", "district", "on", "place", "activity")}),
        ("会后填：人和票", {
            "fields": (
                "present", ("satisfied", "basic"), ("unsatisfied", "void"), "host",
                ("scrutineer", "teller"),
            ),
            "description": "开会以前先登记日期和地点，可以打印通知和测评表；开完会再填人数和票数，"
            "填了到会选民数才算述过职，自动记入代表的履职登记。",
        }),
        ("内容、意见和结果", {"fields": ("text", "opinions", "result")}),
    )  # fmt: skip
    empty_text = "还没有登记过述职。请点“增加”。"

    @admin.display(description="满意、基本满意、不满意、弃权或废票")
    def votes(self, report):
        return f"{report.satisfied}、{report.basic}、{report.unsatisfied}、{report.void}"

    def get_urls(self):
        page = self.admin_site.admin_view
        return [
            path("due/", page(views.due), name="representatives_reports_due"),
            path(
                "<int:pk>/<slug:name>.pdf", page(views.paper), name="representatives_report_paper"
            ),
            *super().get_urls(),
        ]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        obj.settle()

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        for row in formset.deleted_objects:
            forget_file(row)

    def delete_model(self, request, obj):
        """The duty and the files go with the report that they belong to."""
        files = list(obj.files.all())
        obj.withdraw()
        super().delete_model(request, obj)
        for row in files:
            forget_file(row)
