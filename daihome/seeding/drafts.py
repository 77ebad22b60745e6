"""Invents one synthetic matter with everything that belongs to it, not yet in the database."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property

from django.utils import timezone

from daihome.demo.names import NameBook
from daihome.seeding.words import MARK, PLACES, TROUBLES, WISHES
from daihome.tools import vault
from representatives.models import Representative, Role
from suggestions import codes
from suggestions.models import (
    ArchiveVolume,
    Assignment,
    Clock,
    DeadlinePolicy,
    DueDate,
    Reply,
    Satisfaction,
    SpecialDay,
    Suggestion,
    VoterIdentity,
    VoterNotification,
)
from suggestions.pipeline import DELIVERED, Disposal, Step

SPAN_DAYS = 365
KEY_PREFIX = "load-"
WAYS = ["phone", "visit", "online", "meeting", "letter"]
# Days after receipt on which each step of an ordinary road is taken.
ROAD = {Step.SORT: 1, Step.CLASSIFY: 2, Step.DELIVER: 4, Step.SUPERVISE: 5}
TOLD_AFTER, ARCHIVED_AFTER = 3, 10


@dataclass
class Draft:
    """One matter on its way to the database, with what belongs to it."""

    suggestion: Suggestion
    moments: dict  # step -> aware datetime, in the order in which they were taken
    clerk: object = None
    chair: object = None
    assignment: Assignment | None = None
    reply: Reply | None = None
    told: VoterNotification | None = None
    verdict: Satisfaction | None = None
    identity: VoterIdentity | None = None
    clock: DueDate | None = None  # the running one, for a matter with a due date


class Drafter:
    """Invents matters of `home`; `rng` decides everything but keys and codes."""

    def __init__(self, home, rng, now):
        self.home, self.rng, self.now = home, rng, now
        self.today = timezone.localdate(now)
        self.names = NameBook(rng)
        self.dues, self.volumes = {}, {}

    @cached_property
    def villages(self):
        return list(self.home.villages.active())

    @cached_property
    def units(self):
        return list(self.home.handling_units.active())

    @cached_property
    def categories(self):
        return list(self.home.categories.active().filter(children=None))

    @cached_property
    def reply_classes(self):
        return list(self.home.reply_classes.active())

    @cached_property
    def people(self):
        return list(Representative.objects.of(self.home).in_office(self.today))

    @cached_property
    def clerk(self):
        return self.home.users.filter(role=Role.CLERK).first()

    @cached_property
    def chair(self):
        return self.home.users.filter(role=Role.CHAIR).first()

    def missing(self):
        """What the Home lacks for making matters, in Chinese; empty when nothing."""
        needed = {
            "村（社区）": self.villages,
            "承办单位": self.units,
            "意见分类": self.categories,
            "答复类别": self.reply_classes,
        }
        return [name for name, rows in needed.items() if not rows]

    def draft(self, serial, total):
        """Matter number `serial` of `total`, spread over a year."""
        age = SPAN_DAYS - (serial + 1) * SPAN_DAYS // total
        disposal = self.rng.choices(list(Disposal), [14, 8, 62, 8, 5, 3])[0]
        until = self._until(age, disposal in DELIVERED)
        received = self._moment(age)
        suggestion = self._suggestion(received, disposal, until)
        draft = Draft(suggestion, {Step.RECEIVE: received}, self.clerk, self.chair)
        for step, after in ROAD.items():
            if step <= until and (disposal in DELIVERED or step <= Step.CLASSIFY):
                draft.moments[step] = self._later(draft, after)
        self._keep_identity(draft)
        if Step.DELIVER in draft.moments:
            self._assign(draft)
        if until >= Step.FEEDBACK:
            self._tell(draft)
        if suggestion.due_on:
            draft.clock = self._clock(draft)
        return draft

    def _clock(self, draft):
        matter, assignment = draft.suggestion, draft.assignment
        clock = Clock.REPLY if assignment else Clock.DELIVER
        if matter.step == Step.RECEIVE:
            clock = Clock.SORT
        start = assignment.handed_on if assignment else matter.received_on
        return DueDate.by_policy(self.policies[clock], start, self.calendar)

    def _until(self, age, delivered):
        """The step at which a matter of `age` days stands."""
        if age < 4:
            return Step.RECEIVE if age < 2 else self.rng.choice([Step.RECEIVE, Step.SORT])
        if age < 12:
            return self.rng.choice([Step.SORT, Step.CLASSIFY, Step.DELIVER][: 2 + delivered])
        weights = [2, 1, 97] if age > 95 else [70, 10, 20]
        waiting = Step.SUPERVISE if delivered else Step.CLASSIFY
        return self.rng.choices([waiting, Step.FEEDBACK, Step.ARCHIVE], weights)[0]

    def _moment(self, age):
        clock = time(self.rng.randrange(8, 17), self.rng.randrange(60), self.rng.randrange(60))
        at = datetime.combine(self.today - timedelta(days=age), clock)
        return min(timezone.make_aware(at), self.now.replace(microsecond=0))

    def _later(self, draft, days):
        at = draft.moments[Step.RECEIVE] + timedelta(days=days)
        return max(min(at, self.now.replace(microsecond=0)), max(draft.moments.values()))

    def _suggestion(self, received, disposal, until):
        rng = self.rng
        village = rng.choice(self.villages)
        trouble = rng.choice(TROUBLES)
        classified = until >= Step.CLASSIFY
        explained = classified and disposal not in DELIVERED
        leads = disposal == Disposal.PROPOSAL or rng.random() < 0.2
        suggestion = Suggestion(
            home=self.home,
            key=f"{KEY_PREFIX}{codes.new_code()}",
            query_code=codes.new_code(),
            channel=rng.choices(["web", "phone", "desk", "letter"], [60, 20, 15, 5])[0],
            received_at=received,
            content=f"{village.name}{rng.choice(PLACES)}{trouble}。{rng.choice(WISHES)}{MARK}",
            village=village,
            representative=rng.choice(self.people) if leads and self.people else None,
            identity_mode=rng.choices(["anonymous", "named", "confidential"], [50, 35, 15])[0],
            step=until,
            summary=f"{village.name}：{trouble}" if until >= Step.SORT else "",
            nature="problem" if until >= Step.SORT else "",
            is_urgent=until >= Step.SORT and rng.random() < 0.05,
            disposal=disposal if classified else "",
            category=rng.choice(self.categories) if classified else None,
            owner_level="township" if classified else "",
            explanation="按政策规定现在办不到，原因已向您说明。" if explained else "",
        )
        self._set_due(suggestion)
        return suggestion

    def _set_due(self, suggestion):
        if suggestion.step <= Step.CLASSIFY:
            clock = Clock.SORT if suggestion.step == Step.RECEIVE else Clock.DELIVER
            suggestion.due_on = self._deadline(clock, suggestion.received_on).due
        if suggestion.step == Step.ARCHIVE and self.rng.random() < 0.05:
            suggestion.is_published = True
            suggestion.public_title = suggestion.summary[:100]
            suggestion.public_result = "已经办结。"

    def _deadline(self, clock, start):
        """Worked out once for each clock and day."""
        if (clock, start) not in self.dues:
            self.dues[clock, start] = self.policies[clock].deadline(start, self.calendar)
        return self.dues[clock, start]

    @cached_property
    def policies(self):
        return {clock: DeadlinePolicy.objects.for_clock(self.home, clock) for clock in Clock}

    @cached_property
    def calendar(self):
        return SpecialDay.objects.calendar()

    def _keep_identity(self, draft):
        suggestion = draft.suggestion
        if suggestion.identity_mode == "anonymous":
            return
        purge_on = suggestion.received_on + timedelta(days=self.home.identity_days)
        gone = purge_on <= self.today
        phone = "" if gone else f"13800476{self.rng.randrange(1000):03d}"
        draft.identity = VoterIdentity(
            name="" if gone else self.rng.choice(self.some_names),
            phone=phone,
            phone_index=vault.blind_index(phone, "phone"),
            consented_at=suggestion.received_at,
            purge_on=purge_on,
            purged_at=self.now if gone else None,
        )

    @cached_property
    def some_names(self):
        return [self.names.name() for _ in range(200)]

    def _assign(self, draft):
        suggestion, handed_on = draft.suggestion, timezone.localdate(draft.moments[Step.DELIVER])
        deadline = self._deadline(Clock.REPLY, handed_on)
        draft.assignment = Assignment(
            unit=self.rng.choice(self.units),
            mode="upward" if suggestion.disposal == Disposal.UPWARD else "own",
            handed_on=handed_on,
            due_on=deadline.due,
            legal_basis=f"{deadline.length}，{deadline.legal_basis}",
            return_by=self._deadline(Clock.RETURN, handed_on).due,
        )
        if suggestion.step <= Step.SUPERVISE:
            suggestion.due_on = deadline.due
        if suggestion.step >= Step.SUPERVISE:
            draft.assignment.acknowledged_on = timezone.localdate(draft.moments[Step.SUPERVISE])
            draft.assignment.acknowledged_by = draft.assignment.unit.contact
        if suggestion.step >= Step.FEEDBACK or (
            suggestion.step == Step.SUPERVISE and self.rng.random() < 0.25
        ):
            self._answer(draft)

    def _answer(self, draft):
        at = self._later(draft, self.rng.randrange(10, 100))
        ended = draft.suggestion.step >= Step.FEEDBACK
        state = "published" if ended else self.rng.choice(["draft", "approved", "published"])
        assignment = draft.assignment
        assignment.answered_on = timezone.localdate(at)
        assignment.on_time = assignment.answered_on <= assignment.due_on
        draft.suggestion.due_on = None
        draft.moments[Step.SUPERVISE] = min(draft.moments[Step.SUPERVISE], at)
        draft.reply = Reply(
            reply_class=self.rng.choice(self.reply_classes),
            text=f"您反映的“{draft.suggestion.summary}”，我单位已经到现场查看并办理。",
            replied_on=assignment.answered_on,
            state=state,
            entered_by=self.clerk,
            approved_by=self.chair if state != "draft" else None,
            approved_at=at if state != "draft" else None,
            published_at=at if state == "published" else None,
        )

    def _tell(self, draft):
        suggestion = draft.suggestion
        answered = draft.reply.approved_at if draft.reply else draft.moments[Step.CLASSIFY]
        days = (answered - suggestion.received_at).days
        at = draft.moments[Step.FEEDBACK] = self._later(draft, days + TOLD_AFTER)
        suggestion.due_on = None
        told_on = timezone.localdate(at)
        draft.told = VoterNotification(
            told_on=told_on, way=self.rng.choice(WAYS), by=self.clerk, by_name=str(self.clerk or "")
        )
        level = self.rng.choices(["satisfied", "basic", ""], [70, 20, 10])[0]
        if level:
            draft.verdict = Satisfaction(level=level, given_on=told_on, recorded_by=self.clerk)
        if suggestion.step == Step.ARCHIVE:
            at = self._later(draft, days + ARCHIVED_AFTER)
            draft.moments[Step.ARCHIVE] = at
            suggestion.archived_on = timezone.localdate(at)
            suggestion.retention = "permanent"
            suggestion.volume = self._volume(suggestion.archived_on.year)

    def _volume(self, year):
        if year not in self.volumes:
            self.volumes[year] = ArchiveVolume.objects.filter(
                home=self.home, year=year
            ).first() or ArchiveVolume.objects.create(
                home=self.home, year=year, number=1, title=f"{year}年代表建议和选民意见"
            )
        return self.volumes[year]
