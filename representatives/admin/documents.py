"""Official letters on the staff's site: drafts to write, issued ones to read and to scan."""

import re

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils import timezone

from daihome.errors import conflict
from daihome.tools.admin import ScopedAdmin
from daihome.tools.admin_files import StoredFileRows, forget_file
from representatives.documents import pages
from representatives.documents.forms import DocumentForm
from representatives.documents.urls import document_urls
from representatives.models import DocumentFile, OfficialDocument

YEARS_BACK = 5
# What somebody types to find a number: 〔2026〕7号, 2026-7, 2026 7.
NUMBER = re.compile(r"((?:19|20)[0-9]{2})\D{1,3}([0-9]{1,4})号?$")


class StateFilter(admin.SimpleListFilter):
    title, parameter_name = "状态", "state"

    def lookups(self, request, model_admin):
        return [("draft", "草稿"), ("issued", "已发出"), ("unscanned", "已发出，没有扫描件")]

    def queryset(self, request, rows):
        if self.value() == "draft":
            return rows.drafts()
        if self.value() == "unscanned":
            return rows.issued().filter(is_scanned=False)
        return rows.issued() if self.value() == "issued" else rows


class YearFilter(admin.SimpleListFilter):
    title, parameter_name = "编号的年份", "year"

    def lookups(self, request, model_admin):
        this = timezone.localdate().year
        return [(str(year), f"{year}年") for year in range(this, this - YEARS_BACK, -1)]

    def queryset(self, request, rows):
        known = self.value() in dict(self.lookup_choices)
        return rows.filter(year=int(self.value())) if known else rows


class ScanRows(StoredFileRows):
    model = DocumentFile
    fields = ("file",)
    extra = 1
    verbose_name_plural = "盖章、签字以后的扫描件"


@admin.register(OfficialDocument)
class OfficialDocumentAdmin(ScopedAdmin):
    form = DocumentForm
    list_display = ("title", "stands", "kind", "to", "signed_on", "scanned")
    list_filter = (StateFilter, "kind", YearFilter)
    list_select_related = ("home",)
    search_fields = ("title", "to", "code")
    fieldsets = (
        (None, {"fields": ("home", "kind", "title", "to", "body")}),
        ("附件、落款和抄送", {
            "fields": ("enclosures", "signer", "signed_on", "contact", "copies"),
            "description": "成文日期不填的，发出时填。",
        }),
        ("会议纪要填", {"fields": ("present", "excused", "observers")}),
        ("公开", {"fields": ("is_public",)}),
    )  # fmt: skip
    empty_text = "还没有公文。请点“增加”，也可以在活动、接待日、承办单位的页面上拟稿，时间、地点、人员会自动填好。"

    def get_urls(self):
        return document_urls(self.admin_site) + super().get_urls()

    def get_queryset(self, request):
        scans = DocumentFile.objects.filter(document=OuterRef("pk"))
        return super().get_queryset(request).annotate(is_scanned=Exists(scans))

    def get_search_results(self, request, queryset, search_term):
        found = NUMBER.search(search_term.strip())
        if found:
            return queryset.filter(year=int(found[1]), serial=int(found[2])), False
        return super().get_search_results(request, queryset, search_term)

    def get_inlines(self, request, obj):
        return (ScanRows,) if obj and obj.is_issued else ()

    def get_readonly_fields(self, request, obj=None):
        """Issued, nothing changes any more; a draft's page sent too late is refused by its form."""
        readonly = super().get_readonly_fields(request, obj)
        if obj is None or not obj.is_issued or "body" in request.POST:
            return readonly
        names = [name for _title, options in self.fieldsets for name in options["fields"]]
        return (*readonly, *(name for name in names if name not in readonly))

    def save_model(self, request, obj, form, change):
        """Of an issued letter only the scans are saved."""
        if obj.is_issued:
            return
        if not change:
            obj.written_by = request.user
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        for row in formset.deleted_objects:
            forget_file(row)

    def has_delete_permission(self, request, obj=None):
        """A number that was given stays in the register."""
        fresh = obj is None or not obj.is_issued
        return super().has_delete_permission(request, obj) and fresh

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except pages.Taken as late:
            return conflict(request, str(late), pages.link_to(self.find(request, object_id)))

    def delete_model(self, request, obj):
        """Under the lock of the letter: it may have been issued while the question was open."""
        rows = OfficialDocument.objects.filter(pk=obj.pk)
        list(rows.select_for_update().values_list("pk"))
        if rows.issued().exists():
            raise pages.Taken("这份公文刚刚已经发出，编过号的不能删除。请看现在的情况。")
        super().delete_model(request, obj)

    @admin.display(description="发文字号", ordering="serial")
    def stands(self, document):
        return document.number or "草稿"

    @admin.display(description="扫描件", boolean=False)
    def scanned(self, document):
        if not document.is_issued:
            return ""
        return "有" if document.is_scanned else "没有"
