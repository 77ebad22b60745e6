"""`manage.py settle_duties`: write the duties that follow from what the house has recorded."""

from django.core.management.base import BaseCommand
from django.db import transaction

from reception.models import Visit
from representatives.models import Activity, DutyRecord, DutyReport
from suggestions.models import Kind, Suggestion

BATCH = 500


class Command(BaseCommand):
    help = "让代表的履职登记和建议、活动、走访、述职一致。升级以后、check_data 说对不上时运行。"

    def handle(self, **options):
        before = DutyRecord.objects.exclude(key="").count()
        proposals = Suggestion.objects.filter(kind=Kind.PROPOSAL)
        done = [
            ("代表建议", _settle(proposals, Suggestion.settle_duty, "home", "village")),
            ("活动", _settle(Activity.objects, Activity.settle, "home", "kind", "venue")),
            ("走访", _settle(Visit.objects, Visit.settle, "home", "village", "entered_by")),
            ("述职", _settle(DutyReport.objects, DutyReport.settle, "home", "representative")),
        ]
        said = "、".join(f"{name} {count} 件" for name, count in done)
        now = DutyRecord.objects.exclude(key="").count()
        self.stdout.write(f"已经核对{said}；自动登记的履职原有 {before} 条，现有 {now} 条。")


def _settle(rows, settle, *parents):
    """Call `settle` for each of `rows`, so many in one transaction; returns how many there were."""
    rows, last, done = rows.order_by("pk").select_related(*parents), 0, 0
    while True:
        with transaction.atomic():
            # Who changes one of them meanwhile waits, and settles it after us.
            batch = list(rows.filter(pk__gt=last).select_for_update(of=("self",))[:BATCH])
            for row in batch:
                settle(row)
        if not batch:
            return done
        last, done = batch[-1].pk, done + len(batch)
