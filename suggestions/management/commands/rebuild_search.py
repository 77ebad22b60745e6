"""`manage.py rebuild_search`: write the index of words anew, from what the matters say."""

from django.core.management.base import BaseCommand

from suggestions.sorting import search

SAY_EVERY = 10_000


class Command(BaseCommand):
    help = "重建意见的查找索引。check_data 说索引有缺漏时运行；运行时别人暂时不能保存。"

    def handle(self, **options):
        self.done = 0
        search.rebuild(progress=self._say)
        self.stdout.write(f"查找索引已经重建，共 {self.done} 件意见。")

    def _say(self, done):
        self.done = done
        if done % SAY_EVERY == 0:
            self.stdout.write(f"    {done} 件。")
            self.stdout.flush()
