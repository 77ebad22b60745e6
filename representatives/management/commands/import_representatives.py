"""`manage.py import_representatives FILE`: representatives from a csv or xlsx list."""

from django.core.management.base import CommandError
from django.utils import timezone

from representatives.imports.command import ImportCommand
from representatives.imports.people import RepresentativeImport


class Command(ImportCommand):
    help = "导入代表名册（csv 或 xlsx）。有一行不对就全部不保存；同一个文件导入两次，第二次什么都不变。"

    def make_import(self, options, progress):
        homes = self.homes(options["home"])
        if not homes:
            raise CommandError("还没有代表之家。请先在管理后台新建。")
        if len(homes) > 1:
            raise CommandError(f"网站有几个代表之家。请加上 --home，现有：{self.known_slugs()}。")
        return RepresentativeImport(homes[0], timezone.localdate(), progress=progress)
