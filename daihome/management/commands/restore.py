"""`manage.py restore FILE`: brings a backup back, after checking it, and checks the data again."""

from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from daihome.backups import BackupError, restoring


class Command(BaseCommand):
    help = "用备份文件恢复数据库和附件。只恢复到空的数据库；已有数据时要加 --force，会先自动备份。"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE", help="backup 命令做出的 .tar 文件")
        parser.add_argument(
            "--force", action="store_true", help="替换现有的数据；先自动备份，再恢复"
        )

    def handle(self, **options):
        path = options["file"].absolute()
        if not path.is_file():
            raise CommandError(f"找不到文件 {path}。请核对路径。")
        try:
            self._restore(path, options["force"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        call_command("check_data", stdout=self.stdout)

    def _restore(self, path, force):
        self.stdout.write("正在核对备份文件……")
        manifest = restoring.check(path)
        if not restoring.is_empty():
            self._keep_present(force)
        self.stdout.write(
            f"备份完好（做于 {manifest['made_at'][:16].replace('T', ' ')}），正在恢复……"
        )
        purged = restoring.restore(path, manifest)
        matters = manifest["counts"]["suggestions_suggestion"]
        self.stdout.write(
            f"已恢复意见 {matters} 件。备份以后到期的身份信息再次清除了 {purged} 条。"
        )
        self.stdout.write("所有人需要重新登录。正在核对恢复后的数据：")

    def _keep_present(self, force):
        if not force:
            raise CommandError(
                "现在的数据库或附件文件夹里已有数据，没有恢复。请换一个空的数据文件夹；"
                "确定要替换现有数据的，先停止服务器，再加上 --force（会先自动备份现有数据）。"
            )
        self.stdout.write("正在备份现有的数据……")
        kept = restoring.safety_backup()
        if kept is None:
            raise CommandError(
                "现有的数据读不出来，没有做成备份，也没有恢复。请把数据文件夹改名保存，"
                "再恢复到一个空的数据文件夹。"
            )
        self.stdout.write(f"现有的数据已备份到 {kept}。")
