"""Where the demonstration's matters of the year were heard: a visitor, a visit, a letter, a group."""

from datetime import timedelta

from daihome.demo import receptions
from reception.models import Mailbox, MailboxOpening, MailOutcome, RaisedMatter, Visit
from representatives.models import Activity
from suggestions.models import Category


def raise_matter(story, **fields):
    """Receive the matter of a story through the row that it came from."""
    source = SOURCES[story.matter.channel](story)
    return RaisedMatter.objects.raise_matter(source, by=story.clerk, **fields)


def _visitor(story):
    town, matter = story.town, story.matter
    day = receptions.last_day(town, matter.reception_day)
    receivers = [row.representative for row in day.activity.attendances.present()]
    village = town.villages[matter.village]
    answer = "已经登记，按程序转有关部门办理，办完告诉您。"
    return receptions.make_record(town, day, receivers, village, matter.text, answer, 4, person="")


def _visit(story):
    town, matter = story.town, story.matter
    village = town.villages[matter.village]
    person = town.person_of(village)
    topic = Category.objects.get(home=town.home, name=matter.category)
    visit, _created = Visit.objects.log(
        home=town.home, key=f"demo-raising-{village.pk}", by=person.user or story.clerk,
        representatives=[person], kind="contact", on=story.moment.day, way="visit",
        village=village, place=village.name, content=matter.text, topic=topic, is_hot=True,
    )  # fmt: skip
    Visit.objects.filter(pk=visit.pk).update(entered_at=story.moment.at)
    return visit


def _letter(story):
    box = Mailbox.objects.of(story.town.home).order_by("pk").first()
    opening = MailboxOpening.objects.open(
        box, key="demo-box-letter", letters=1, opened_at=story.moment.at, by=story.clerk,
        opener=story.clerk.name, second_opener=story.chair.name,
    )  # fmt: skip
    MailboxOpening.objects.filter(pk=opening.pk).update(
        entered_at=story.moment.at + timedelta(minutes=20)
    )
    item = opening.items.get()
    item.summary, item.village = story.matter.summary, story.town.villages[story.matter.village]
    item.outcome = MailOutcome.MATTER
    item.save()
    return item


def _activity(story):
    village = story.town.villages[story.matter.village]
    held = Activity.objects.of(story.town.home).held().filter(group__villages=village)
    return held.order_by("-starts_at").first()


SOURCES = {
    "reception": _visitor,
    "visit": _visit,
    "mailbox": _letter,
    "activity": _activity,
}
