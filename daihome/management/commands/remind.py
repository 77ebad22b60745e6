"""`manage.py remind`: reminders before and after last days, and what else a day brings.

A timer runs it (README); run twice or by several at once it sends nothing twice, and what a day
without it left undone it does the next time.
"""

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from daihome.orders import ordering
from inspections import reminding as inspections
from inspections.presidium import reminding as presidium
from reception import reminding as reception
from representatives.sending import send_waiting
from suggestions.clocks.reminding import Run

AT_MOST = 2000  # sent in one run; what is left waits for the next


class Command(BaseCommand):
    help = "提醒快到期和逾期的事（站内消息，设了邮箱和群机器人的一并发出），到期清除身份信息。"

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="只看会做什么，不写也不发")

    def handle(self, **options):
        run = Run(timezone.now(), dry_run=options["dry_run"])
        run.end_silences()
        run.remind()
        days = reception.Run(run.now, dry_run=run.dry_run)
        days.remind()
        items = inspections.Run(run.now, dry_run=run.dry_run)
        items.remind()
        owed = presidium.Run(run.now, dry_run=run.dry_run)
        owed.remind()
        if run.dry_run:
            self.stdout.write(
                f"试运行，没有写入：会有 {run.resumed} 件恢复计时，新提醒 {run.posted} 组，"
                f"接待日和活动提醒 {days.posted} 条，整改和反馈提醒 {items.posted} 条，"
                f"主席团和大会提醒 {owed.posted} 条。"
            )
        else:
            self.stdout.write(
                f"恢复计时 {run.resumed} 件，新提醒 {run.posted} 条，"
                f"接待日和活动提醒 {days.posted} 条，整改和反馈提醒 {items.posted} 条，"
                f"主席团和大会提醒 {owed.posted} 条。"
            )
            call_command("purge_identities", stdout=self.stdout)
            ordering.sweep(timezone.now())
            if ordering.is_anything_waiting():
                ordering.start()  # what a restart of the machine left behind
            done = send_waiting(timezone.now(), limit=AT_MOST)
            self.stdout.write(f"发出 {done.sent} 条，没有发成 {done.failed} 条（会自动再试）。")
        failed = [*run.failed, *days.failed, *items.failed, *owed.failed]
        if failed:
            numbers = "、".join(failed)
            raise CommandError(
                f"有 {len(failed)} 件没有提醒成：{numbers}。原因见日志，请查看后再运行。"
            )
