"""A matter passes to another representative at the end of a term (换届交接)."""

from django.db import transaction

from suggestions.models.choices import Kind
from suggestions.models.events import EventKind
from suggestions.pipeline import Step

BY_SOMEBODY = "原来联系您的代表任期届满，这件意见现在由新一届代表{name}继续跟进，办理不会中断。"
BY_HOME = "原来联系您的代表任期届满，这件意见由代表之家工作人员继续跟进，办理不会中断。"


class Handing:
    """The part of `Suggestion` about who follows it after an election."""

    def may_pass_to(self, taker):
        """Whom it goes to when its representative leaves it to `taker` (or None: to the Home).

        A restricted matter is shown to nobody new. A proposal that nobody takes stays with its
        lead, to whom the answer is owed.
        """
        if taker is not None and not self.is_restricted:
            return taker
        return self.representative if self.kind == Kind.PROPOSAL else None

    @transaction.atomic
    def hand_on(self, taker, *, by, at=None):
        """Let `taker` follow it from now on (None: the staff of the Home); returns who does.

        Raises `StepTaken` when it was archived or went to somebody else since it was loaded.
        """
        giver = self.representative
        self.claim(step__lt=Step.ARCHIVE, representative=giver)
        heir = self.may_pass_to(taker)
        if heir != giver:
            self.representative = heir
            self.save(update_fields=["representative"])
            self._tell_handed_on(giver, heir, by, at)
        return heir

    hand_on.alters_data = True

    def _tell_handed_on(self, giver, heir, by, at):
        name = heir.name if heir and heir.is_public else ""
        to = f"交给{heir.name}继续跟进" if heir else "由代表之家工作人员继续跟进"
        self.tell(
            EventKind.HANDED_ON, by=by, at=at, text=f"{giver.name}任期届满，{to}。",
            public_text=BY_SOMEBODY.format(name=name) if heir else BY_HOME,
            facts={"from": giver.pk, "to": heir and heir.pk},
        )  # fmt: skip
