"""Equipment and special funds on the staff's site."""

from django.contrib import admin, messages
from django.db.models import Count
from django.urls import path
from django.utils import timezone

from daihome.tools.admin import ScopedAdmin
from daihome.tools.admin_files import StoredFileRows, forget_file
from daihome.tools.admin_lists import OwnRowsFilter
from daihome.tools.fields import AmountField, NameField
from representatives.facilities import fund_views, label_views
from representatives.facilities.evidence import money
from representatives.models import Equipment, FundEntry, FundKind, FundVoucher


@admin.register(Equipment)
class EquipmentAdmin(ScopedAdmin):
    change_list_template = "admin/representatives/equipment/change_list.html"
    form_classes = {"keeper": NameField, "value": AmountField}
    list_display = ("name", "venue", "model", "amount", "value", "bought_on", "state", "keeper")
    list_filter = ("state", ("venue", OwnRowsFilter))
    list_select_related = ("home", "venue")
    search_fields = ("name", "model", "keeper", "venue__name")
    fieldsets = (
        (None, {"fields": ("home", "venue", "name", "model", ("quantity", "unit"), "state")}),
        ("来历和保管", {"fields": (("value", "bought_on"), "keeper", "note")}),
    )
    empty_text = "还没有登记设备。请点“增加”，照实物一样一样登记，自查时系统会用到。"

    def get_urls(self):
        page = self.admin_site.admin_view(label_views.labels)
        return [
            path("labels.pdf", page, name="representatives_equipment_labels_paper"),
            *super().get_urls(),
        ]

    @admin.display(description="数量", ordering="quantity")
    def amount(self, row):
        return f"{row.quantity} {row.unit}"


class VoucherFilter(admin.SimpleListFilter):
    title, parameter_name = "凭证扫描件", "scan"

    def lookups(self, request, model_admin):
        return [("missing", "还没有")]

    def queryset(self, request, rows):
        return rows.filter(vouchers=None) if self.value() == "missing" else rows


class FundYearFilter(admin.SimpleListFilter):
    title, parameter_name = "年度", "year"

    def lookups(self, request, model_admin):
        rows = model_admin.get_queryset(request).order_by("-year")
        return [(str(year), f"{year}年") for year in rows.values_list("year", flat=True).distinct()]

    def queryset(self, request, rows):
        if self.value() not in dict(self.lookup_choices):
            return rows
        return rows.filter(year=int(self.value()))


class VoucherRows(StoredFileRows):
    model = FundVoucher
    fields = ("file",)
    verbose_name_plural = "凭证扫描件（照片或 PDF）"


@admin.register(FundEntry)
class FundEntryAdmin(ScopedAdmin):
    change_list_template = "admin/representatives/fundentry/change_list.html"
    form_classes = {"handler": NameField, "amount": AmountField}
    list_display = ("on", "year", "kind", "what", "amount", "voucher", "handler", "scans")
    list_filter = (FundYearFilter, "kind", VoucherFilter)
    list_select_related = ("home",)
    search_fields = ("what", "voucher", "handler")
    ordering = ("-on", "-pk")
    inlines = (VoucherRows,)
    fields = ("home", "kind", ("on", "year"), "what", "amount", ("voucher", "handler"), "note")
    empty_text = "还没有登记专项资金。请点“增加”，先登记拨入，再登记支出。"

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(scan_count=Count("vouchers"))

    def get_urls(self):
        page = self.admin_site.admin_view(fund_views.years)
        return [
            path("years/", page, name="representatives_fundentry_years"),
            *super().get_urls(),
        ]

    def get_changeform_initial_data(self, request):
        today = timezone.localdate()
        return {"on": today, "year": today.year, "kind": FundKind.SPENT}

    @admin.display(description="凭证扫描件", ordering="scan_count")
    def scans(self, entry):
        return f"{entry.scan_count} 张" if entry.scan_count else "还没有"

    def save_model(self, request, obj, form, change):
        if not change:
            obj.entered_by = request.user
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        for row in formset.deleted_objects:
            forget_file(row)

    def save_related(self, request, form, formsets, change):
        """Overspending is said, not refused: the money is gone already."""
        super().save_related(request, form, formsets, change)
        entry = form.instance
        sums = FundEntry.objects.of(entry.home).filter(year=entry.year).years()[0]
        over = (sums["spent"] or 0) - (sums["granted"] or 0)
        if over > 0:
            words = f"{entry.year} 年的支出比拨入多 {money(over)} 元，请核对。"
            self.message_user(request, words, messages.WARNING)
