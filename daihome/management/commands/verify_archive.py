"""`manage.py verify_archive FILE`: is a package whole and unchanged; exit code 1 when it is not."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from daihome.archiving import verifying


class Command(BaseCommand):
    help = "核对归档包：完整、没有改动、页数和行数与目录相同。只读，不改任何数据。"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="归档包（zip）的文件名")

    def handle(self, *, file, **options):
        try:
            found = self._say(verifying.verify(file))
            package = verifying.known(file)
        except OSError as error:
            words = f"不能读取 {file}（{error.strerror}）。请检查文件名和权限后再试。"
            raise CommandError(words) from error
        if found:
            raise CommandError(f"共发现 {found} 处问题，见上面各行。这个归档包不能作为原件使用。")
        self.stdout.write("核对完毕：文件齐全，没有改动，页数和行数与目录相同。")
        if package is None:
            self.stdout.write(
                "本系统没有这个包的登记，可能是别处制作的；是不是原件，请与制作单位核对指纹。"
            )
            return
        day = timezone.localtime(package.made_at)
        who = f"{package.home}{package.year}年度，{day:%Y-%m-%d %H:%M}由{package.made_by}制作"
        self.stdout.write(f"与登记相同：{package.number}，{who}。")

    def _say(self, findings):
        found = 0
        for finding in findings:
            found += 1
            self.stdout.write(f"  {finding}")
        return found
