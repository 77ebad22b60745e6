"""Working days from a list: the State Council's notice of a year, or corrections to it."""

from daihome.tools.figures import clean_day
from daihome.tools.text import clean_line
from representatives.imports.cells import compact
from representatives.imports.job import ListImport
from representatives.resources import Batches, Given, SheetResource
from suggestions.models import DueDate, SpecialDay

OFF = ("放假", "休", "休息", "休假", "节假日", "调休放假")
WORKS = ("上班", "班", "调休上班", "补班", "工作日")
NAME_MAX = 30


class WorkdayResource(SheetResource):
    date = Given("date", "日期")
    is_workday = Given("is_workday", "上班/放假", lambda works: "上班" if works else "放假")
    name = Given("name", "说明")

    class Meta(Batches):
        model = SpecialDay
        fields = ("date", "is_workday", "name")


class WorkdayImport(ListImport):
    """Days by their date: new ones are added, known ones corrected, the others stay."""

    synonyms = {
        "date": ("日期", "日子", "date", "day"),
        "works": ("上班/放假", "上班／放假", "上班或放假", "放假还是上班", "类型", "安排"),
        "name": ("说明", "名称", "节日", "name"),
    }
    required = ("date", "works", "name")
    headers = ("日期", "上班/放假", "说明")
    sample = (("2027-01-01", "放假", "元旦"), ("2027-02-14", "上班", "春节调休"))

    def __init__(self, today, user=None, progress=None):
        super().__init__(today, user, progress)
        self.rows, self.seen, self.days = [], {}, set()
        self.stored = {day.date: day for day in SpecialDay.objects.all()}

    def read_row(self, number, cells):
        day = self.clean(_day, number, cells, "date")
        if not cells.get("date"):
            self.refuse("没有日期。请补上，或者删去这一行。", number, "date")
        if day and self.seen.setdefault(day, number) != number:
            self.refuse(f"和第 {self.seen[day]} 行重复。请只留一行。", number, "date")
        works = self._works(number, cells.get("works", ""))
        name = self._name(number, cells.get("name", ""))
        self.rows.append(
            {"row": number, "instance": self.stored.get(day), "fixed": {}, "date": day,
             "is_workday": works, "name": name}
        )  # fmt: skip

    def _works(self, number, text):
        word = compact(text)
        if word not in OFF + WORKS:
            self.refuse("只能写“上班”或“放假”。请改正。", number, "works")
        return word in WORKS

    def _name(self, number, text):
        name = clean_line(text)
        if not name:
            self.refuse("没有说明。请写节日的名称，例：国庆节。", number, "name")
        if len(name) > NAME_MAX:
            self.refuse(f"最多 {NAME_MAX} 个字，现在有 {len(name)} 个。请删减。", number, "name")
        return name

    def finish_reading(self):
        if not self.rows and not self.outcome.errors:
            self.refuse("表里没有日期。请核对文件。")

    def write(self):
        """The days, and in the same transaction the due dates that run over them."""
        self.write_rows(WorkdayResource(self.user, self._written), self.rows)
        if not self.outcome.errors:
            reason = "导入了新的放假安排。"
            moved = DueDate.objects.recount(self.days, by=self.user, reason=reason)
            self.outcome.effect = moved_sentence(moved)

    def _written(self, row, result):
        self.count(result.import_type)
        if result.import_type in ("new", "update"):
            self.days.add(row["date"])
        self.show(row["row"], str(row["date"]), result.import_type, result.diff)


def _day(text):
    return clean_day(text, from_sheet=True)


def moved_sentence(moved):
    """What a change of the calendar did, for people."""
    if not moved:
        return "正在计的限期没有变动。"
    return f"有 {moved} 个正在计的限期随之改动，原因都记在各件意见的“期限是怎么算的”里。"
