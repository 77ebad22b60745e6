"""`manage.py make_papers`: makes the long papers that were ordered. Started by the site itself."""

import os
import resource

from django.core.management.base import BaseCommand

from daihome.orders import ordering

NICE = 10  # the voters' form comes first
MEMORY_MAX = 2 * 1024**3  # bytes; a paper that wants more fails alone


class Command(BaseCommand):
    help = "制作要的时间较长的文书（登记簿全套、年度归档、检查包）。网站会自己启动它。"

    def handle(self, **options):
        os.nice(NICE)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX, MEMORY_MAX))
        # Once more after the lock is free: an order that came in between found it taken.
        while ordering.is_anything_waiting():
            with ordering.only_maker() as alone:
                if not alone:
                    self.stdout.write("已经有一个在制作，不用再启动。")
                    return
                self.stdout.write(f"做好 {ordering.make_waiting()} 份。")
