"""`manage.py check_data`: recounts what must always be true; exit code 1 when something is not."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from daihome import integrity


class Command(BaseCommand):
    help = "核对数据：环节与记录、编号、交办与答复、告知、身份信息、查找索引、加密、履职、出席、来访人、来信、空白表、文件。只读，不改任何数据。"

    def handle(self, **options):
        total = 0
        for title, findings in integrity.run(timezone.now()):
            found = 0
            for finding in findings:
                found += 1
                self.stdout.write(f"  {finding}")
            self.stdout.write(f"{title}：{f'发现 {found} 处问题' if found else '正常'}。")
            self.stdout.flush()
            total += found
        if total:
            raise CommandError(f"共发现 {total} 处问题，见上面各行。")
        self.stdout.write("核对完毕，没有发现问题。")
