"""`manage.py backup DIR`: one file with database and uploads, made while the server works."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from daihome.backups import BackupError
from daihome.backups.making import make_backup


class Command(BaseCommand):
    help = "把数据库和附件备份成一个文件，服务器不用停。加密密钥不在里面，要另外保存。"

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DIR", help="放备份的文件夹")

    def handle(self, **options):
        self.stdout.write("正在备份数据库和附件，请稍候……")
        try:
            path, facts = make_backup(options["folder"].absolute())
        except BackupError as error:
            raise CommandError(str(error)) from error
        matters = facts["counts"]["suggestions_suggestion"]
        size = path.stat().st_size / 1024 / 1024
        self.stdout.write(f"已备份到 {path}（意见 {matters} 件，{size:.1f} MB）。")
        self.stdout.write(
            f"加密密钥不在备份里。请把 {settings.DATA_DIR}/keys 里的 vault_key 另外抄存一份，"
            "与备份分开放（例如单位保险柜里的优盘）：没有它，备份里的姓名、电话和查询码都打不开；"
            "两样放在一起，捡到的人就都能打开。"
        )
        self.stdout.write("请把备份文件复制到另一台机器或移动硬盘上。")
