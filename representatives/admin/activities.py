"""Activities, their kinds and targets, and what there is to read, on the staff's site."""

from django.contrib import admin
from django.db.models import Count, Q
from django.utils import timezone

from daihome.tools.admin import ScopedAdmin
from daihome.tools.admin_files import StoredFileRows, forget_file
from daihome.tools.admin_forms import ScopedForm
from daihome.tools.admin_lists import OwnRowsFilter
from daihome.tools.fields import NameField
from representatives.activities.urls import activity_urls
from representatives.models import (
    OWN_ROOMS,
    Activity,
    ActivityFile,
    ActivityKind,
    ActivityState,
    AttendanceState,
    Convener,
    MaterialFile,
    RepGroup,
    Representative,
    Role,
    StudyMaterial,
    Target,
)

PLAN = (
    "kind", "group", "title", "home_function", "starts_at", "ends_at", "is_tentative", "venue",
    "place", "organiser", "agenda", "materials",
)  # fmt: skip
YEARS_BACK, YEARS_AHEAD = 4, 1


class YearFilter(admin.SimpleListFilter):
    title, parameter_name = "年度", "year"

    def lookups(self, request, model_admin):
        this = timezone.localdate().year
        return [
            (str(year), f"{year}年") for year in range(this + YEARS_AHEAD, this - YEARS_BACK, -1)
        ]

    def queryset(self, request, rows):
        if self.value() not in dict(self.lookup_choices):
            return rows
        return rows.filter(starts_at__year=int(self.value()))


class WaitingFilter(admin.SimpleListFilter):
    """The lists behind the lines of the staff's first page."""

    title, parameter_name = "要办的", "waiting"

    def lookups(self, request, model_admin):
        return [("record", "过了日子没登记"), ("notice", "七天内没通知")]

    def queryset(self, request, rows):
        today = timezone.localdate()
        if self.value() == "record":
            return rows.unrecorded(today)
        return rows.unannounced(today) if self.value() == "notice" else rows


class FileRows(StoredFileRows):
    model = ActivityFile
    fields = ("file", "use", "caption", "is_public")
    verbose_name_plural = "照片、签到表扫描件、会议材料"


class ActivityForm(ScopedForm):
    needs_group = False

    class Meta:
        help_texts = {"kind": "接待日由“接待规则”排出来，不在这里增加"}

    def clean(self):
        super().clean()
        if self.needs_group and "group" in self.fields and not self.cleaned_data.get("group"):
            self.add_error("group", "请选择您召集的小组。整个代表之家的活动由工作人员登记。")


@admin.register(Activity)
class ActivityAdmin(ScopedAdmin):
    form = ActivityForm
    form_classes = {"host": NameField, "recorder": NameField, "lecturer": NameField}
    list_display = ("title", "when", "kind", "group", "where", "state", "came")
    list_filter = (
        YearFilter, "state", WaitingFilter, ("kind", OwnRowsFilter), ("group", OwnRowsFilter),
    )  # fmt: skip
    list_select_related = ("home", "kind", "group", "venue")
    search_fields = ("title", "place", "venue__name", "lecturer")
    ordering = ("-starts_at", "-pk")
    readonly_fields = ("state", "announced_at", "cancel_reason", "recorded_by", "recorded_at")
    inlines = (FileRows,)
    fieldsets = (
        (
            "计划",
            {
                "fields": (
                    "home", "kind", "group", "title", "home_function", ("starts_at", "ends_at"),
                    "is_tentative", "venue", "place", "organiser", "agenda", "materials",
                )
            },
        ),
        ("办到哪一步", {"fields": (("state", "announced_at"), "cancel_reason")}),
        (
            "活动记录",
            {
                "fields": (
                    ("host", "recorder", "lecturer"), ("hours", "days"),
                    ("others", "others_count"), "content", "decisions",
                    ("votes_for", "votes_against", "votes_abstained"), "outcome",
                    ("recorded_by", "recorded_at"),
                ),
                "description": "活动办完以后填。谁到了、谁请假，在“签到登记”里登记。",
            },
        ),
    )  # fmt: skip
    empty_text = "还没有活动。请点“增加”，或者在“年度计划”里照抄上一年的。"

    def get_urls(self):
        return activity_urls(self.admin_site) + super().get_urls()

    def get_queryset(self, request):
        present = Count("attendances", Q(attendances__state=AttendanceState.PRESENT))
        return super().get_queryset(request).annotate(invited=Count("attendances"), present=present)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.needs_group = self._groups_led(request) is not None
        return form

    def get_readonly_fields(self, request, obj=None):
        """When and where of a reception day are its own page's; what has its own room stays that."""
        readonly = super().get_readonly_fields(request, obj)
        if obj and obj.is_reception:
            return (*readonly, *PLAN)
        return (*readonly, "kind") if obj and obj.kind.base in OWN_ROOMS else readonly

    def choices_for(self, db_field, request):
        rows = super().choices_for(db_field, request)
        led = self._groups_led(request)
        if db_field.name == "kind":
            # Reception days, inspections and the like are planned on their own pages.
            return rows.exclude(base__in=OWN_ROOMS)
        if db_field.name == "group" and led is not None:
            return RepGroup.objects.filter(pk__in=led)
        return rows

    def _groups_led(self, request):
        """Keys of the groups to which a convener is limited; None for everybody else."""
        if request.user.role != Role.CONVENER:
            return None
        return Convener.objects.groups_led(request.user, timezone.localdate())

    def has_add_permission(self, request):
        led = self._groups_led(request)
        return super().has_add_permission(request) and (led is None or led.exists())

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.may_be_kept_by(request.user))

    def has_delete_permission(self, request, obj=None):
        """Only a plan that nobody was told of; everything later is cancelled, not deleted."""
        fresh = obj is None or (obj.state == ActivityState.PLANNED and not obj.announced_at)
        return super().has_delete_permission(request, obj) and fresh

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.instance.settle()

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        for row in formset.deleted_objects:
            forget_file(row)

    @admin.display(description="时间", ordering="starts_at")
    def when(self, activity):
        local = timezone.localtime(activity.starts_at)
        return f"{local:%Y-%m}（日子待定）" if activity.is_tentative else f"{local:%Y-%m-%d %H:%M}"

    @admin.display(description="地点")
    def where(self, activity):
        return activity.where

    @admin.display(description="实到/应到")
    def came(self, activity):
        return f"{activity.present}/{activity.invited}" if activity.invited else "还没有名单"


@admin.register(ActivityKind)
class ActivityKindAdmin(ScopedAdmin):
    list_display = ("name", "base", "order", "is_active")
    list_filter = ("base", "is_active")
    search_fields = ("name",)
    fields = ("home", "name", "base", "order", "is_active")
    empty_text = "还没有活动类别。请在“开办清单”里载入常用的，再按本镇情况增减。"

    def get_readonly_fields(self, request, obj=None):
        """What it counts as stands in the books already."""
        readonly = super().get_readonly_fields(request, obj)
        return (*readonly, "base") if obj and obj.activities.exists() else readonly


@admin.register(Target)
class TargetAdmin(ScopedAdmin):
    list_display = ("measure", "span", "number", "legal_basis", "is_active")
    list_filter = ("span", "is_active")
    fields = ("home", "measure", "number", "span", "legal_basis", "is_active")
    empty_text = "还没有履职指标。请点“增加”，照本镇的制度写上每年至少几次。"


class MaterialFileRows(StoredFileRows):
    model = MaterialFile
    fields = ("file",)
    verbose_name_plural = "附件（PDF 或图片）"


@admin.register(StudyMaterial)
class StudyMaterialAdmin(ScopedAdmin):
    list_display = ("title", "topic", "published_on", "read_by")
    search_fields = ("title", "topic")
    inlines = (MaterialFileRows,)
    readonly_fields = ("readers", "missing")
    fieldsets = (
        (None, {"fields": ("home", "title", "topic", "text", "published_on")}),
        ("谁读了", {"fields": ("readers", "missing")}),
    )
    empty_text = "还没有学习资料。请点“增加”，填上发布日期以后，代表在手机上就能看到。"

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(read_count=Count("readings"))

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj else fieldsets[:1]

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        for row in formset.deleted_objects:
            forget_file(row)

    @admin.display(description="已读人数", ordering="read_count")
    def read_by(self, material):
        return f"{material.read_count} 人" if material.published_on else "没有发布"

    @admin.display(description="已读")
    def readers(self, material):
        rows = material.readings.select_related("representative").order_by("read_at")
        return "、".join(
            f"{row.representative}（{timezone.localtime(row.read_at):%m-%d}）" for row in rows
        )

    @admin.display(description="现任代表里还没读的")
    def missing(self, material):
        if not material.published_on:
            return ""
        people = Representative.objects.of(material.home).in_office(timezone.localdate())
        left = people.exclude(readings__material=material).by_pinyin()
        return "、".join(person.name for person in left) or "都读了"
