"""`manage.py purge_identities`: removes the identities whose date has come; the cases stay.

Also removes what forms and imports had put aside and nobody came back for.
"""

from django.core.management.base import BaseCommand
from django.utils import timezone

from daihome.tools import parking
from daihome.tools.moved_clock import machine_time
from reception.visiting.purging import purge_visitors
from representatives.imports import pending
from suggestions.models import VoterIdentity


class Command(BaseCommand):
    help = "清除到期的反映人、来访人和走访对象的姓名、电话和住址。意见本身、办理记录和附件长期保存，不受影响。"

    def handle(self, **options):
        now = timezone.now()
        due = VoterIdentity.objects.due_for_purge(timezone.localdate(now))
        count = due.purge(now) + purge_visitors(timezone.localdate(now), now)
        parking.sweep(machine_time(now).timestamp())
        pending.forget_old(now)
        self.stdout.write(f"已清除 {count} 条到期的身份信息。")
