"""What both import commands share: options, progress, the list of errors, the exit code."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from daihome.tools.sheets import MAX_BYTES
from representatives.models import Home

PROGRESS_EVERY = 1000


class ImportCommand(BaseCommand):
    """Imports one list, all or nothing; exit code 1 and a line per bad cell on errors."""

    takes_home = True  # False for what is the same in every Home

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="csv 或 xlsx 文件")
        if self.takes_home:
            parser.add_argument("--home", help="代表之家的网址代号；网站有几个代表之家时必须写明")
        parser.add_argument("--dry-run", action="store_true", help="只核对，不保存")

    def handle(self, **options):
        path = options["file"]
        if not path.is_file():
            raise CommandError(f"找不到文件 {path}。请核对路径。")
        if path.stat().st_size > MAX_BYTES:
            raise CommandError("文件超过 5 MB。请删去图片和用不到的工作表，或者分成几个文件导入。")
        with transaction.atomic():
            outcome = self.make_import(options, self.progress).run(
                path.read_bytes(), path.name, commit=not options["dry_run"]
            )
            if not outcome.saved:
                transaction.set_rollback(True)
        self.report(outcome)

    def make_import(self, options, progress):
        """The ListImport to run."""
        raise NotImplementedError

    def homes(self, slug):
        """The Homes meant by --home, or all of them."""
        homes = Home.objects.filter(slug=slug) if slug else Home.objects.all()
        if slug and not homes:
            raise CommandError(f"没有网址代号是 {slug} 的代表之家。现有：{self.known_slugs()}。")
        return list(homes)

    def known_slugs(self):
        return "、".join(Home.objects.values_list("slug", flat=True)) or "无"

    def progress(self, done, total):
        if done % PROGRESS_EVERY == 0:
            self.stdout.write(f"已核对 {done} 行，共 {total} 行。")
            self.stdout.flush()

    def report(self, outcome):
        """Print everything a person needs; CommandError (exit code 1) when nothing was saved."""
        for note in outcome.notes:
            self.stdout.write(f"提示：{note}")
        if outcome.errors:
            for error in outcome.errors:
                self.stderr.write(error.messages[0])
            raise CommandError(f"有 {len(outcome.errors)} 处不对，一行也没有保存。请改好后再导入。")
        done = "已保存" if outcome.saved else "核对通过，没有保存"
        self.stdout.write(f"{done}：{outcome.summary}。{outcome.effect}")
