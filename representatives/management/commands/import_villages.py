"""`manage.py import_villages FILE`: villages and communities from a csv or xlsx list."""

from django.core.management.base import CommandError
from django.utils import timezone

from representatives.imports.command import ImportCommand
from representatives.imports.homes import make_homes
from representatives.imports.villages import VillageImport


class Command(ImportCommand):
    help = "导入村（社区）名单（csv 或 xlsx）。有一行不对就全部不保存；同一个文件导入两次，第二次什么都不变。"

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--create-homes",
            action="store_true",
            help="为表里每个还没有代表之家的乡镇新建一个代表之家",
        )

    def make_import(self, options, progress):
        with options["file"].open("rb") as file:
            made = make_homes(file, options["file"].name) if options["create_homes"] else []
        homes = self.homes(options["home"])
        if not homes:
            raise CommandError("还没有代表之家。请先在管理后台新建，或者加上 --create-homes。")
        job = VillageImport(homes, timezone.localdate(), progress=progress)
        job.outcome.notes += [
            f"新建{home.name}，网址代号 {home.slug}，编号字头 {home.number_prefix}。"
            for home in made
        ]
        return job
