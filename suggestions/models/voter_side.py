"""What the voter may still say of a matter once it is answered, and what follows from it."""

from django.db import transaction
from django.utils import timezone

from suggestions import moves
from suggestions.models.choices import Kind
from suggestions.models.events import EventKind
from suggestions.models.feedback import Party
from suggestions.pipeline import Disposal, Step, StepRefused, StepTaken
from suggestions.policies import Clock

DECISIONS = {"again": "再办一轮", "end": "到此为止"}


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
        if self.step != Step.FEEDBACK:
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
