"""`manage.py import_workdays FILE`: the working-day table from a csv or xlsx list."""

from django.utils import timezone

from representatives.imports.command import ImportCommand
from suggestions.clocks.workday_import import WorkdayImport


class Command(ImportCommand):
    help = (
        "导入放假安排（csv 或 xlsx，列：日期、上班/放假、说明）。有一行不对就全部不保存；"
        "没有办完的事，限期随之改动。"
    )
    takes_home = False

    def make_import(self, options, progress):
        return WorkdayImport(timezone.localdate(), progress=progress)
