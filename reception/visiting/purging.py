"""Names of visitors, hosts and letter writers go when their time is over; the rows stay."""

from django.db import transaction

from daihome.tools import journal
from reception.models import AidPairing, MailItem, ReceptionRecord, Visit

HOLDERS = (Visit, ReceptionRecord, MailItem, AidPairing)


def purge_visitors(today, now):
    """Empty what is due on the date `today`; how many rows there were.

    On SQLite the journal is emptied too; backups keep what they had until they are thrown away.
    """
    with transaction.atomic():
        count = sum(model.objects.all().purge(today, now) for model in HOLDERS)
        transaction.on_commit(journal.wipe, robust=True)
    return count
