"""`manage.py demo`: the demonstration township, for looking at every page, list and paper."""

import random

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from daihome.demo import offices
from daihome.demo.build import build
from representatives.models import Home

SEED = 19


class Command(BaseCommand):
    help = "装入演示乡镇（真实村名，虚构人物和意见）。只装进还没有代表之家的数据库。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-empty", action="store_true", help="已经有代表之家时什么也不做，不算出错"
        )

    def handle(self, **options):
        if Home.objects.exists():
            return self._leave_alone(options["if_empty"])
        self.stdout.write("数据库是空的，正在装入演示乡镇：宁城县汐子镇（人物和意见都是虚构的）……")
        slips, path = build(random.Random(SEED), timezone.localdate(), self._say)
        self.stdout.write("演示账号（密码随机生成，只显示这一次）：")
        for line in offices.account_lines(slips):
            self.stdout.write(f"    {line}")
        self.stdout.write(f"账号和密码已存入 {path}，只有本机这个账户能读。演示乡镇已装好。")

    def _leave_alone(self, if_empty):
        if not if_empty:
            raise CommandError(
                "数据库里已经有代表之家，没有装入演示数据。要看演示，请换一个空的数据文件夹，"
                "例如：DATA_DIR=/tmp/daihome-demo script/server"
            )
        self.stdout.write("已有数据，不装演示乡镇。")

    def _say(self, sentence):
        self.stdout.write(f"    {sentence}")
        self.stdout.flush()
