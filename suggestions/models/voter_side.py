"""What the voter may still say of a matter and ask for, and what follows from it."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from suggestions import moves
from suggestions.clocks.policies import Clock
from suggestions.models.choices import IdentityMode, Kind
from suggestions.models.events import EventKind
from suggestions.models.feedback import Party
from suggestions.models.identity import ASKED, VoterIdentity
from suggestions.models.papers import Attachment
from suggestions.pipeline import Disposal, Step, StepRefused, StepTaken

DECISIONS = {"again": "再办一轮", "end": "到此为止"}


# What the voter does; everything else answers somebody who asked for news.
BY_VOTER = (
    EventKind.CHASED, EventKind.WITHDRAWAL_ASKED, EventKind.ANONYMISED, EventKind.EVALUATED,
    EventKind.RESUMED,
)  # fmt: skip
VOTER = "反映人"


class VoterSide:
    """The part of `Suggestion` that follows from what the voter says."""

    @property
    def deciding_party(self):
        """Whose verdict decides about a new round: that of whoever raised the matter."""
        return Party.REPRESENTATIVE if self.kind == Kind.PROPOSAL else Party.VOTER

    @property
    def judging_parties(self):
        """Who may judge, the deciding one first; of a 代表建议 its lead as well (征询意见表)."""
        if self.kind == Kind.PROPOSAL:
            return (Party.REPRESENTATIVE,)
        if self.disposal == Disposal.PROPOSAL:
            return (Party.VOTER, Party.REPRESENTATIVE)
        return (Party.VOTER,)

    @property
    def parties_to_judge(self):
        """Those who may still judge the present round; nobody before the feedback or after filing."""
        if self.step != Step.FEEDBACK or self.withdrawn_on:
            return ()
        given = self.satisfactions.filter(round_no=self.round_no).values_list("party", flat=True)
        given = set(given)
        return tuple(party for party in self.judging_parties if party not in given)

    def current_satisfaction(self):
        """The deciding verdict on the present round, or None."""
        rows = self.satisfactions.filter(round_no=self.round_no, party=self.deciding_party)
        return rows.first()

    def judge(self, *, by, level, given_on, reason="", **fields):
        """Record a verdict that came after the feedback; returns the `Satisfaction`.

        `by` is None for somebody who judges without an account; `fields` are party, source and
        attitude (the deciding party when left out). Raises `StepTaken` when the matter moved on,
        `StepRefused` when that party judged already.
        """
        with transaction.atomic():
            self.claim(step=Step.FEEDBACK, round_no=self.round_no)
            verdict = moves.judge(self, by, given_on, level, reason, **fields)
            self.settle_due()
            return verdict

    judge.alters_data = True

    def note_silence(self, *, by, on, way, note=""):
        """已提醒，仍未评价: ends the wait for a verdict, which then counts in no rate.

        `on` is the day of the reminder, `way` how it was given. Raises `StepRefused` while the
        days for the verdict still run, `StepTaken` when one came or this was noted already.
        """
        with transaction.atomic():
            self.claim(step=Step.FEEDBACK, round_no=self.round_no)
            waiting = self.due_dates.running().filter(clock=Clock.EVALUATE).first()
            if waiting is None:
                raise StepTaken("已经有了评价，或者已经登记过提醒。请看最新情况。")
            if timezone.localdate() <= waiting.due_on:
                raise StepRefused(f"评价期限是{waiting.due_on}，还没有到，请再等一等。")
            self.due_dates.filter(clock=Clock.EVALUATE).stop(timezone.localdate())
            self.tell(
                EventKind.EVALUATION_REMINDED, by=by, facts={"on": str(on), "way": way},
                text="，".join(filter(None, [f"{on}提醒（{way}），仍未评价", note])),
                public_text="已经提醒您评价，还没有收到。没有评价的，不计入满意率。",
            )  # fmt: skip

    note_silence.alters_data = True

    @property
    def presidium_view(self):
        """The `CaseEvent` with what the presidium decided about this round, or None."""
        return self.events.filter(kind=EventKind.PRESIDIUM, round_no=self.round_no).first()

    def record_presidium(self, *, by, text, decision):
        """主席团研究: twice unsatisfied, one more round or the end (DOMAIN.md 4.3).

        `decision` is a key of DECISIONS. The text serves as the note of the step that follows.
        Raises `StepTaken` when it is not, or no longer, the presidium's to decide.
        """
        with transaction.atomic():
            self.claim(step=Step.FEEDBACK, round_no=self.round_no)
            verdict = self.current_satisfaction()
            unhappy = verdict is not None and verdict.level == "unsatisfied"
            if self.round_no < 2 or not unhappy or self.presidium_view:
                raise StepTaken(
                    "这件意见现在不用主席团研究，或者已经登记过研究意见。请看最新情况。"
                )
            self.tell(
                EventKind.PRESIDIUM, by=by, text=text, facts={"decision": decision},
                public_text=f"您两次表示不满意，镇人大主席团研究决定：{DECISIONS[decision]}。",
            )  # fmt: skip
            if decision == "end":
                self.due_dates.filter(clock=Clock.REDELIVER).stop(timezone.localdate())
                self.settle_due()

    record_presidium.alters_data = True

    def quiet_chase(self, kind=None):
        """Something happened: whoever asked for news has got some."""
        if self.chased_on and kind not in BY_VOTER:
            self.chased_on = None
            self.save(update_fields=["chased_on"])

    quiet_chase.alters_data = True

    def chase_again_on(self):
        """The day from which the voter may ask for news again, or None when never asked."""
        last = self.events.filter(kind=EventKind.CHASED).last()
        return last and timezone.localdate(last.at) + timedelta(days=self.home.chase_days)

    def chase(self, at=None):
        """催一催: the voter asks for news. Raises `StepRefused` too early, `StepTaken` at the end."""
        at = at or timezone.now()
        today = timezone.localdate(at)
        with transaction.atomic():
            self.claim(step__lt=Step.ARCHIVE, withdrawn_on=None)
            again = self.chase_again_on()
            if again and today < again:
                raise StepRefused(f"您已经催过了，工作人员看得到。{again}起可以再催一次。")
            self.tell(
                EventKind.CHASED, by=None, by_name=VOTER, at=at, text="反映人催问办到哪了。",
                public_text="您催问了一次，工作人员会看到。",
            )  # fmt: skip
            self.chased_on = today
            self.save(update_fields=["chased_on"])

    chase.alters_data = True

    def answer_chase(self, *, by, text):
        """Tell the voter who asked for news how it stands; `text` is for them to read."""
        with transaction.atomic():
            self.claim(chased_on__isnull=False)
            self.tell(EventKind.CONTACTED, by=by, text=text, public_text=f"工作人员回复：{text}")

    answer_chase.alters_data = True

    def ask_withdrawal(self, reason=""):
        """The voter asks to take the matter back; staff answer. Raises `StepTaken` when too late."""
        with transaction.atomic():
            self.claim(step__lt=Step.FEEDBACK, withdrawal_asked_on=None, withdrawn_on=None)
            self.withdrawal_asked_on = timezone.localdate()
            self.save(update_fields=["withdrawal_asked_on"])
            self.tell(
                EventKind.WITHDRAWAL_ASKED, by=None, by_name=VOTER,
                text=f"反映人申请撤回：{reason or '没有写理由'}",
                public_text="您申请撤回这件意见，等工作人员确认。",
            )  # fmt: skip

    ask_withdrawal.alters_data = True

    def confirm_withdrawal(self, *, by, note=""):
        """撤回: stop the matter; it is told to the voter and can only be archived then.

        Not 不予受理 and not a return by the unit: neither would be true, and both are counted.
        The mark `withdrawn_on` opens the road to 反馈 from every step, so that `advance` stays the
        one door and the record says who stopped it and when; nothing is deleted. Raises
        `StepTaken` when nobody asks any more.
        """
        with transaction.atomic():
            self.claim(step__lt=Step.ARCHIVE, withdrawal_asked_on__isnull=False)
            self.withdrawal_asked_on, self.withdrawn_on = None, timezone.localdate()
            self.save(update_fields=["withdrawal_asked_on", "withdrawn_on"])
            self.settle_duty()
            self.tell(
                EventKind.WITHDRAWN, by=by, text=note or "按反映人的申请撤回。",
                public_text="已经按您的申请撤回，停止办理。",
            )  # fmt: skip
            if self.step < Step.FEEDBACK:
                told = {"told_on": self.withdrawn_on, "way": "online"}
                self.advance(Step.FEEDBACK, by=by, note=note, **told)

    confirm_withdrawal.alters_data = True

    def refuse_withdrawal(self, *, by, reason):
        """Go on although the voter asked to stop, as where others are concerned; says why."""
        with transaction.atomic():
            self.claim(withdrawal_asked_on__isnull=False)
            self.withdrawal_asked_on = None
            self.save(update_fields=["withdrawal_asked_on"])
            self.tell(
                EventKind.WITHDRAWAL_REFUSED, by=by, text=reason,
                public_text=f"这件意见继续办理，没有撤回：{reason}",
            )  # fmt: skip

    refuse_withdrawal.alters_data = True

    @property
    def letter_parts(self):
        """This matter and all that were split from the same letter: one voter, one code."""
        root = self.split_from_id or self.pk
        return type(self).objects.filter(Q(pk=root) | Q(split_from=root)).order_by("pk")

    @property
    def letter_files(self):
        """What came with the letter and is still there."""
        return Attachment.objects.kept().filter(suggestion__in=self.letter_parts, reply=None)

    def anonymise(self, *, by=None, files=(), at=None):
        """改为匿名, at once and for good: the identity goes and with it the files that show it.

        All parts of one letter go together. `files` are keys of attachments that go as well, `by`
        is None for the voter. Raises `StepTaken` when it is anonymous already.
        """
        at = at or timezone.now()
        with transaction.atomic():
            parts = list(self.letter_parts.select_for_update())
            self.refresh_from_db(fields=["identity_mode"])
            if self.identity_mode == IdentityMode.ANONYMOUS:
                raise StepTaken("这件意见已经是匿名的，没有姓名和电话可以清除。")
            self.identity_mode = IdentityMode.ANONYMOUS
            self.letter_parts.update(identity_mode=self.identity_mode)
            going = self.letter_files.filter(Q(shows_identity=True) | Q(pk__in=files))
            going.remove(timezone.localdate(at), ASKED)
            VoterIdentity.objects.filter(suggestion__in=parts).purge(at, ASKED)
            for part in parts:
                part._tell_anonymous(by, at)

    anonymise.alters_data = True

    def _tell_anonymous(self, by, at):
        self.tell(
            EventKind.ANONYMISED, by=by, by_name="" if by else VOTER, at=at,
            text="应本人要求改为匿名，姓名、电话、住址已经清除。",
            public_text="已经改为匿名，姓名、电话、住址已经清除。",
        )  # fmt: skip
