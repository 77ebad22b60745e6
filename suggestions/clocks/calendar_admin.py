"""The working-day table on the staff's site; what changes there moves the due dates that run."""

from datetime import date

from django.contrib import admin, messages

from daihome.tools.admin import HouseAdmin
from daihome.tools.workdays import WEEKDAYS
from representatives.import_views import ImportPages
from suggestions.clocks.workday_import import WorkdayImport, moved_sentence
from suggestions.models import DueDate, SpecialDay


class WorkdayImportPages(ImportPages):
    """The import of a year's notice; national, so no Home is asked for."""

    import_kind = WorkdayImport
    import_title = "放假安排"
    import_is_national = True
    import_hints = (
        "照国务院办公厅的通知，一天写一行：放假的写“放假”，周末要上班的写“上班”。",
        "平常的周六、周日不用写；写了也不错。",
        "导入以后，还没有办完的事，限期按新的安排自动改过来，并且记下原因。",
        "导入不会删掉系统里已有的日子；写错的日子，请在列表里点开删除。",
    )

    def import_job(self, request, homes, home, **options):
        return WorkdayImport(**options)


class YearFilter(admin.SimpleListFilter):
    title, parameter_name = "年份", "year"

    def lookups(self, request, model_admin):
        years = SpecialDay.objects.dates("date", "year", order="DESC")
        return [(str(day.year), f"{day.year}年") for day in years]

    def queryset(self, request, rows):
        if self.value() not in dict(self.lookup_choices):
            return rows
        year = int(self.value())
        return rows.filter(date__range=(date(year, 1, 1), date(year, 12, 31)))


@admin.register(SpecialDay)
class SpecialDayAdmin(WorkdayImportPages, HouseAdmin):
    """National: the same for every Home. A change moves the due dates of open matters at once."""

    change_list_template = "admin/import/change_list.html"
    list_display = ("date", "weekday", "name", "what")
    list_filter = (YearFilter, "is_workday")
    search_fields = ("name",)
    fields = ("date", "is_workday", "name")
    empty_text = (
        "还没有节假日。请按国务院办公厅的放假通知，把放假和调休上班的日子填进来，也可以从表格导入。"
    )

    @admin.display(description="星期")
    def weekday(self, day):
        return f"星期{WEEKDAYS[day.date.weekday()]}"

    @admin.display(description="放假还是上班", ordering="is_workday")
    def what(self, day):
        return "调休上班" if day.is_workday else "放假"

    def save_model(self, request, day, form, change):
        """Inside Django's transaction for the whole form: the day and what it moves, or nothing."""
        before = form.initial.get("date")
        super().save_model(request, day, form, change)
        verb = "改为" if change else "定为"
        self._recount(request, {day.date, before or day.date}, f"{day.date}{verb}{self.what(day)}")

    def delete_model(self, request, day):
        super().delete_model(request, day)
        self._recount(request, {day.date}, f"{day.date}不再{self.what(day)}")

    def _recount(self, request, days, reason):
        moved = DueDate.objects.recount(days, by=request.user, reason=f"{reason}。")
        messages.info(request, moved_sentence(moved))
