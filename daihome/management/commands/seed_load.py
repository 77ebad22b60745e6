"""`manage.py seed_load N`: N synthetic matters, for measuring how lists behave as rows grow."""

import random
import time

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone

from daihome.seeding.drafts import KEY_PREFIX, Drafter
from daihome.seeding.loader import load
from representatives.models import Home
from suggestions.models import Suggestion

MOST = 2_000_000
SAY_EVERY = 10_000


class Command(BaseCommand):
    help = (
        "写入 N 件测速用的虚构意见。只写进演示乡镇，或者还没有意见的代表之家；"
        "数据库是空的就先装入演示乡镇。写进去的意见不能撤回。"
    )

    def add_arguments(self, parser):
        parser.add_argument("number", type=int, metavar="N", help="件数，例：1000")
        parser.add_argument("--home", help="代表之家的网址代号；网站有几个代表之家时必须写明")
        parser.add_argument(
            "--yes", action="store_true", help="代表之家里已有真实的意见，也确定要写入"
        )

    def handle(self, **options):
        number = options["number"]
        if not 1 <= number <= MOST:
            raise CommandError(f"件数要在 1 到 {MOST} 之间。")
        if not Home.objects.exists():
            call_command("demo", stdout=self.stdout)
        home = self._home(options["home"])
        self._refuse_real_matters(home, options["yes"])
        started = time.monotonic()
        rng = random.Random(19 + Suggestion.objects.of(home).count())
        self._check_tables(home)
        self.stdout.write(f"正在向{home}写入 {number} 件测速用的虚构意见……")
        load(home, rng, timezone.now(), number, lambda done: self._say(done, number))
        seconds = time.monotonic() - started
        self.stdout.write(f"已写入 {number} 件，用了 {seconds:.0f} 秒。")

    def _home(self, slug):
        homes = Home.objects.filter(slug=slug) if slug else Home.objects.all()
        if len(homes) == 1:
            return homes[0]
        slugs = "、".join(Home.objects.values_list("slug", flat=True))
        raise CommandError(f"请用 --home 写明写进哪个代表之家，可以是：{slugs}。")

    def _refuse_real_matters(self, home, sure):
        matters = Suggestion.objects.of(home)
        invented = Q(key__startswith="demo-") | Q(key__startswith=KEY_PREFIX)
        if sure or not matters.exists() or matters.filter(invented).exists():
            return
        raise CommandError(
            f"{home}里有真实的意见，没有写入。测速请换一个空的数据文件夹；"
            "确定要写进这里的，加上 --yes（写进去就不能撤回）。"
        )

    def _check_tables(self, home):
        missing = Drafter(home, None, timezone.now()).missing()
        if missing:
            raise CommandError(f"{home}还没有{'、'.join(missing)}。请先在管理后台设置，再运行。")

    def _say(self, done, number):
        if done % SAY_EVERY == 0 and done < number:
            self.stdout.write(f"    {done}/{number} 件。")
            self.stdout.flush()
