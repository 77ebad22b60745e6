"""The part of the case page that follows from what the voter says: verdicts, requests, silence."""

from django.utils.functional import cached_property

from suggestions.models import Clock
from suggestions.models.events import EventKind
from suggestions.models.replies import ReplyState
from suggestions.pipeline import Step
from suggestions.voters import endings


class VoterFile:
    """Part of `CaseFile`. Every list is loaded once."""

    @cached_property
    def events(self):
        """Everything that happened beside the steps, oldest first."""
        return list(self.suggestion.events.order_by("pk"))

    def _event_of_round(self, kind):
        here = self.suggestion.round_no
        found = (row for row in self.events if row.kind == kind and row.round_no == here)
        return next(found, None)

    @cached_property
    def verdict(self):
        """The deciding one on the present round, or None."""
        here = (self.suggestion.round_no, self.suggestion.deciding_party)
        return next((row for row in self.verdicts if (row.round_no, row.party) == here), None)

    @property
    def is_unhappy(self):
        """Whether the deciding verdict on this round is 不满意."""
        return self.verdict is not None and self.verdict.level == "unsatisfied"

    @property
    def parties_to_judge(self):
        """Who may still judge this round; see `Suggestion.parties_to_judge`."""
        if self.suggestion.step != Step.FEEDBACK or self.suggestion.withdrawn_on:
            return ()
        here = self.suggestion.round_no
        given = {row.party for row in self.verdicts if row.round_no == here}
        return tuple(one for one in self.suggestion.judging_parties if one not in given)

    @property
    def presidium_view(self):
        """The event with what the presidium decided about this round, or None."""
        return self._event_of_round(EventKind.PRESIDIUM)

    def presidium_allows(self, decision):
        """Until the presidium has decided, both are open."""
        found = self.presidium_view
        return found is None or found.facts["decision"] == decision

    def archive_words(self):
        """(label, hint, is it the likeliest) of 存档, or None while it must be handled again."""
        here = self.suggestion
        must_redo = here.round_no == 1 or not self.presidium_allows("end")
        if self.is_unhappy and Step.DELIVER in here.next_steps and must_redo:
            return None
        likeliest = not self.is_unhappy or self.presidium_view is not None
        return "存档", "放进档案卷，这件事就办完了", likeliest

    @property
    def silence(self):
        """The event of a reminder in vain in this round, or None."""
        return self._event_of_round(EventKind.EVALUATION_REMINDED)

    @cached_property
    def silent_since(self):
        """The last day for a verdict that has not come yet, or None."""
        if self.suggestion.step != Step.FEEDBACK:
            return None
        waiting = self.suggestion.due_dates.running().filter(clock=Clock.EVALUATE)
        return waiting.values_list("due_on", flat=True).first()

    @property
    def ending(self):
        """Solved and satisfied, side by side."""
        here = self.suggestion
        replies = [
            reply
            for row in self.present_assignments
            if row.is_main
            for reply in row.answers
            if reply.state == ReplyState.PUBLISHED
        ]
        return endings.Ending(
            *endings.solved(here, replies), *endings.satisfied(here, self.verdict, self.silence)
        )
