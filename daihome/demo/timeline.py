"""Takes the demonstration's matters through the real moves, on working days of the past year."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from daihome.demo import endings, pictures, receptions, sources
from daihome.demo.story import Round
from suggestions.models import (
    ArchiveVolume,
    Attachment,
    Category,
    Clock,
    DeadlinePolicy,
    Reply,
    ReplyClass,
    SpecialDay,
    Suggestion,
    Supplement,
)
from suggestions.pipeline import Step

YEAR_OF_WORKDAYS = 300
HANDED_AFTER = 5  # working days from receipt to handing over in a story told by its due date


class WorkingYear:
    """The working days up to the last one before today, counted backwards."""

    def __init__(self, home, today):
        self.home, self.today = home, today
        self.calendar = SpecialDay.objects.calendar()
        self.days = []
        day = today
        while len(self.days) < YEAR_OF_WORKDAYS:
            day -= timedelta(days=1)
            if self.calendar.is_workday(day):
                self.days.append(day)

    def day(self, age):
        """The working day `age` working days before the last one."""
        return self.days[age]

    def age_due_in(self, days, clock):
        """How long ago something was handed over whose reply is due in about `days` days."""
        policy = DeadlinePolicy.objects.for_clock(self.home, clock)
        wanted = self.today + timedelta(days=days)
        dues = [policy.deadline(day, self.calendar).due for day in self.days]
        return min(range(len(dues)), key=lambda age: abs((dues[age] - wanted).days))


class Moment:
    """A working day and a time in office hours, moving forward with the story."""

    def __init__(self, year, rng, age):
        self.year, self.rng, self.age = year, rng, age
        self.minutes = rng.randrange(8 * 60 + 30, 10 * 60)

    def after(self, workdays):
        """The moment `workdays` later, or a little later on the same day."""
        if workdays:
            self.age -= workdays
            self.minutes = self.rng.randrange(8 * 60 + 30, 14 * 60)
        else:
            self.minutes += self.rng.randrange(12, 40)
        if self.age < 0:
            raise ValueError("The story goes on after today: give the matter a greater age.")
        return self.at

    @property
    def day(self):
        return self.year.day(self.age)

    @property
    def at(self):
        """Aware datetime in local time."""
        clock = time(*divmod(self.minutes, 60))
        return timezone.make_aware(datetime.combine(self.day, clock))


def age_of(matter, year, town):
    """Working days since it was received; of one told by its due date, worked out."""
    if matter.reception_day is not None:
        return receptions.workday_age(town, receptions.last_day(town, matter.reception_day).on)
    if matter.due_in is None:
        return matter.age
    clock = Clock.REPLY_COMPLEX if matter.complex else Clock.REPLY
    return year.age_due_in(matter.due_in, clock) + HANDED_AFTER


def tell_all(town, matters, progress):
    """Tell all `matters` in the order in which they were received, so that numbers follow dates."""
    year = WorkingYear(town.home, town.today)
    told = [(Moment(year, town.rng, age_of(matter, year, town)), matter) for matter in matters]
    told.sort(key=lambda row: row[0].at)
    for done, (moment, matter) in enumerate(told, start=1):
        Story(town, matter, moment).tell()
        progress(done, len(told))


class Story:
    """One matter on its way."""

    def __init__(self, town, matter, moment):
        self.town, self.matter, self.moment = town, matter, moment
        self.clerk, self.chair = town.users["clerk"], town.users["chair"]
        self.suggestion = None

    def tell(self):
        """Receive it and take every step up to where it stands today."""
        self.receive()
        rounds = self.matter.rounds or (Round(),)
        steps = (self.sort, self.classify) if self.matter.until > Step.RECEIVE else ()
        for step in steps[: self.matter.until - 1]:
            step(rounds[0])
        if self.matter.is_delivered:
            self._tell_return(rounds[0])
            for present in rounds:
                self.handle(present, is_last=present is rounds[-1])
        elif self.matter.until >= Step.FEEDBACK:
            self.feedback(rounds[0])
        if self.matter.until == Step.ARCHIVE:
            self.archive()
        endings.end(self)

    def receive(self):
        """接待, through the same door as every channel."""
        matter, town = self.matter, self.town
        village = town.villages[matter.village]
        leads = matter.channel == "representative"
        person = town.person_of(village) if leads or matter.to_representative else None
        by = None if matter.channel in ("web", "representative") else self.clerk
        fields = {
            "key": f"demo-{village.pk}-{self.moment.age}-{matter.channel}",
            "kind": "proposal" if leads else "opinion",
            "content": matter.text,
            "title": matter.title,
            "village": village,
            "venue": town.venues.get(matter.village) if matter.at_venue else None,
            "representative": person,
            "identity_mode": matter.mode,
            "identity": self._identity(leads),
            "uploads": [pictures.photo(matter.picture, town.rng)] if matter.picture else (),
            "cosigners": self._cosigners(person),
            "at": self.moment.at,
        }
        if matter.channel in sources.SOURCES:
            self.suggestion, _created = sources.raise_matter(self, **fields)
        else:
            by_name = person.name if leads else str(by or "")
            self.suggestion, _created = Suggestion.objects.receive(
                home=town.home, channel=matter.channel, by=by, by_name=by_name, **fields
            )
        self._date_the_rest()

    def _identity(self, leads):
        if self.matter.mode == "anonymous" or leads:
            return None
        return {"name": self.town.names.name(), "phone": self.town.names.phone()}

    def _cosigners(self, person):
        invited = [self.town.users["rep1"].represents] * self.matter.unsigned
        others = [other for other in self.town.sitting if other not in (person, *invited)]
        return self.town.rng.sample(others, self.matter.cosigners - len(invited)) + invited

    def _date_the_rest(self):
        """Files, signatures and what was added later carry the date of the story, not today's."""
        at = self.moment.at
        Attachment.objects.filter(suggestion=self.suggestion).update(added_at=at)
        rows = self.suggestion.cosigners.order_by("pk")
        for row in rows[: self.matter.cosigners - self.matter.unsigned]:
            self.suggestion.cosign(row.representative, at)
        if self.matter.supplement:
            key = f"demo-{self.suggestion.pk}"
            row = Supplement.objects.add(self.suggestion, key, self.matter.supplement)
            Supplement.objects.filter(pk=row.pk).update(at=at + timedelta(hours=3))

    def sort(self, _round):
        """梳理."""
        self._advance(
            Step.SORT,
            self.clerk,
            0 if self.matter.urgent else 1,
            summary=self.matter.summary,
            nature=self.matter.nature,
            is_urgent=self.matter.urgent,
        )

    def classify(self, _round, wait=1, **facts):
        """分类."""
        matter = self.matter
        self._advance(
            Step.CLASSIFY,
            self.clerk,
            wait,
            disposal=matter.disposal,
            category=Category.objects.get(home=self.town.home, name=matter.category),
            owner_level=matter.level,
            explanation=matter.explanation,
            is_complex=matter.complex,
            **facts,
        )

    def _tell_return(self, first):
        """The unit that had it first sends it back, and it is classified again."""
        if not first.returned_by or self.matter.until < Step.CLASSIFY:
            return
        self._deliver(first.returned_by, (), 2)
        self.classify(first, wait=4, return_reason=first.return_reason)

    def handle(self, present, is_last):
        """One round: 送达, 督办, the reply, 反馈, as far as the story goes."""
        until = self.matter.until if is_last else Step.FEEDBACK
        if until >= Step.DELIVER:
            self._deliver(present.unit, present.assist, 2)
        if until >= Step.SUPERVISE:
            signer = self.suggestion.main_assignment().unit.contact
            facts = {"acknowledged_on": self.moment.day, "acknowledged_by": signer}
            self._advance(Step.SUPERVISE, self.chair, 0, **facts)
        if until >= Step.SUPERVISE and present.reply:
            self.answer(present, until > Step.SUPERVISE)
        if until >= Step.FEEDBACK:
            self.feedback(present)

    def _deliver(self, unit, assist, wait):
        units = self.town.units
        self._advance(
            Step.DELIVER,
            self.clerk,
            wait,
            main_unit=units[unit],
            assisting=tuple(units[name] for name in assist),
        )

    def answer(self, present, goes_on):
        """The unit's reply: entered by the clerk, approved by the chair, published."""
        assignment = self.suggestion.main_assignment()
        entered = self.moment.after(present.after)
        reply = assignment.answer(
            by=self.clerk,
            replied_on=self.moment.day,
            reply_class=ReplyClass.objects.get(home=self.town.home, code=present.reply_class),
            text=present.reply,
            doc_no=self._doc_no(assignment.unit),
            signer=assignment.unit.leader,
            at=entered,
            **self._promise(present),
        )
        Reply.objects.filter(pk=reply.pk).update(entered_at=entered)
        if goes_on or present.reply_state != "draft":
            reply.approve(self.chair, self.moment.after(1))
        if goes_on or present.reply_state == "published":
            reply.publish(self.moment.after(0), by=self.chair)
        self.suggestion.refresh_from_db()

    def _promise(self, present):
        if present.reply_class != "B":
            return {}
        day = self.moment.day + timedelta(days=present.promised_in)
        return {"promise": present.promise, "promised_on": day}

    def keep_promises(self):
        """再次答复: each promise of a matter that ends is answered again, and the voter told."""
        for promise in self.suggestion.commitments.open():
            kept = self.matter.rounds[-1].kept or "承诺的事项已经办好。"
            reply = promise.answer_again(
                by=self.clerk,
                replied_on=self.moment.day,
                reply_class=ReplyClass.objects.get(home=self.town.home, code="A"),
                text=kept,
                signer=promise.reply.signer,
                at=self.moment.after(1),
            )
            reply.approve(self.chair, self.moment.after(0))
            reply.publish(self.moment.after(0), by=self.chair)
            promise.refresh_from_db()
            at = self.moment.after(1)
            promise.tell_voter(by=self.clerk, told_on=self.moment.day, way="phone", at=at)

    def _doc_no(self, unit):
        mark = "宁汐" if unit.name.startswith("汐子") else unit.name[:2]
        return f"{mark}函〔{self.moment.day.year}〕{self.suggestion.pk % 60 + 1}号"

    def feedback(self, present):
        """反馈: told by the representative who leads it, else by the clerk."""
        person = self.suggestion.representative
        teller = person.user if person and person.user_id else self.clerk
        at = self.moment.after(1)
        facts = {"satisfaction": present.verdict, "satisfaction_reason": present.why}
        if present.told:
            facts |= {"told_on": self.moment.day, "way": present.told}
        self.suggestion.advance(
            Step.FEEDBACK, by=teller, at=at, untold_reason=present.untold, **facts
        )

    def archive(self):
        """存档, into the volume of the year, and on to the page of results where that was agreed."""
        self.keep_promises()
        at = self.moment.after(4)
        volume, _created = ArchiveVolume.objects.get_or_create(
            home=self.town.home,
            year=self.moment.day.year,
            number=1,
            defaults={"title": f"{self.moment.day.year}年代表建议和选民意见"},
        )
        self.suggestion.advance(Step.ARCHIVE, by=self.clerk, at=at, volume=volume)
        if self.matter.result:
            self.suggestion.publish_result(*self.matter.result)

    def _advance(self, step, by, wait, **facts):
        self.suggestion.advance(step, by=by, at=self.moment.after(wait), **facts)
