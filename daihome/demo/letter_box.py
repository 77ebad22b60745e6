"""Two letter boxes, opened by two people every few weeks, and what became of the letters."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from daihome.demo import year_texts
from reception.models import Mailbox, MailboxOpening, MailOutcome

EVERY_DAYS, OPENINGS = 13, 24
LETTER_TO_FILE = 2  # praise: nothing to handle


def make_letter_boxes(town):
    """The town's box and one at a station; the last letter still waits."""
    home = town.home
    top = home.venues.order_by("order", "pk").first()
    boxes = [
        Mailbox.objects.create(home=home, venue=top, name="镇政府门口代表信箱", open_days=14),
        Mailbox.objects.create(
            home=home, venue=town.venues["四家村"], name="四家村代表信箱", open_days=30
        ),
    ]
    letters = iter(range(len(year_texts.LETTERS)))
    for nth in range(OPENINGS, 0, -1):
        day = town.today - timedelta(days=nth * EVERY_DAYS)
        number = 1 if nth % 6 == 1 else 0
        opening = _open(town, boxes[nth % 5 == 0], nth, day, number)
        for item in opening.items.all():
            _settle(town, item, day, next(letters, 0))


def _open(town, box, nth, day, number):
    at = timezone.make_aware(datetime.combine(day, time(8, 45)))
    opening = MailboxOpening.objects.open(
        box, key=f"demo-box-{nth}", letters=number, opened_at=at, by=town.users["clerk"],
        opener=town.users["clerk"].name, second_opener=town.users["chair"].name,
    )  # fmt: skip
    MailboxOpening.objects.filter(pk=opening.pk).update(entered_at=at + timedelta(minutes=20))
    return opening


def _settle(town, item, day, serial):
    """Praise is filed, a question is answered, the newest letter waits for somebody."""
    item.summary = year_texts.LETTERS[serial]
    if day > town.today - timedelta(days=20):
        item.save()
        return
    item.answered_on = day + timedelta(days=2)
    if serial == LETTER_TO_FILE:
        item.outcome, item.answer = MailOutcome.FILED, "表扬信，已转告代表本人，不需要办理。"
    else:
        item.outcome = MailOutcome.ANSWERED
        item.answer = "已在信箱旁的公开栏贴出答复，并请村里转告。"
    item.save()
