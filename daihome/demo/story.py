"""How a demonstration matter is written down: what was said and what became of it.

All times are working days, so that the same story fits whatever day the demonstration is made on.
"""

from dataclasses import dataclass

from suggestions.pipeline import DELIVERED, Step


@dataclass(frozen=True)
class Round:
    """One round of handling: who answered what, how the voter was told and what they thought."""

    unit: str = ""
    assist: tuple[str, ...] = ()
    reply: str = ""
    reply_class: str = "A"
    reply_state: str = "published"  # where the reply stands when the story ends in 督办
    promise: str = ""  # what a class that promises says will be done
    promised_in: int = 60  # days from the reply to the promised day
    kept: str = ""  # the unit's second answer, that it has been done
    after: int = 24  # working days from signing for it to the reply
    told: str = "phone"
    untold: str = ""
    verdict: str = "satisfied"
    why: str = ""
    returned_by: str = ""  # a unit that had it first and sent it back
    return_reason: str = ""


@dataclass(frozen=True)
class Matter:
    """One matter; `until` is the step at which the story stands today."""

    village: str
    text: str
    age: int = 0  # working days since it was received
    reception_day: int | None = None  # instead of `age`: the nth last reception day
    due_in: int | None = None  # instead of `age`: days until the unit's reply is due
    title: str = ""
    summary: str = ""
    category: str = "其他"
    channel: str = "web"
    mode: str = "anonymous"
    nature: str = "problem"
    level: str = "township"
    disposal: str = "unit"
    explanation: str = ""
    rounds: tuple[Round, ...] = ()
    until: Step = Step.ARCHIVE
    urgent: bool = False
    complex: bool = False
    to_representative: bool = False
    at_venue: bool = False
    cosigners: int = 0
    unsigned: int = 0  # how many of the co-signers have not confirmed yet
    picture: str = ""
    supplement: str = ""
    result: tuple[str, str] = ()  # published title and result
    note: str = ""
    ending: str = ""  # what happened beside the steps, a name of `daihome.demo.endings`

    @property
    def is_delivered(self):
        """Whether a unit handles it."""
        return self.disposal in DELIVERED
