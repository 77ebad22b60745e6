"""征询意见表 and 当面答复记录: how the answer was received."""

import datetime
from dataclasses import dataclass

from django.utils.safestring import SafeString

from daihome.tools.paper import qr_svg
from suggestions.models import Clock, Party, SatisfactionLevel
from suggestions.papers.common import (
    Head,
    Paper,
    blank_head,
    is_proposal,
    kind_of,
    matter_head,
    printed,
    unit_head,
)
from suggestions.voters.evaluating import evaluation_address

COPIES = ("第一份　交代表之家存档", "第二份　由填表人留存")


@dataclass(frozen=True)
class Survey:
    """征询意见表: two copies; a verdict that was given is ticked (DOMAIN.md 3)."""

    head: Head
    is_proposal: bool
    asks_attitude: bool
    assisting: tuple = ()
    doc_no: str = ""
    reply_class: str = ""
    answer_by: datetime.date | None = None
    level: str = ""
    attitude: str = ""
    reason: str = ""
    given_on: datetime.date | None = None
    link: str = ""
    heading: str = "办理情况征询意见表"
    copies: tuple = COPIES

    @property
    def levels(self):
        return ticked(self.level)

    @property
    def attitudes(self):
        return ticked(self.attitude)

    @property
    def qr(self) -> SafeString:
        return qr_svg(self.link, title="评价页的二维码")


def ticked(chosen):
    """(is it ticked, label) of each level."""
    return [(level == chosen, label) for level, label in SatisfactionLevel.choices]


def survey(suggestion, verdict=None, base_url="", party="", copies=COPIES) -> Paper:
    """The 征询意见表 of the present round, to be filled in; with `verdict` as it was answered.

    With `base_url` it carries the address of the page on which the same can be said.
    """
    round_no = verdict.round_no if verdict else suggestion.round_no
    party = verdict.party if verdict else party or suggestion.deciding_party
    waiting = suggestion.due_dates.running().filter(clock=Clock.EVALUATE).first()
    form = Survey(
        **_answered(suggestion, round_no),
        **_said(verdict),
        is_proposal=party == Party.REPRESENTATIVE,
        asks_attitude=suggestion.home.asks_attitude,
        answer_by=waiting.due_on if waiting and not verdict else None,
        link=evaluation_address(suggestion, party, base_url) if base_url and not verdict else "",
        heading=f"{kind_of(suggestion)}办理征询意见表",
        copies=copies,
    )
    return Paper("print/survey.html", {"form": form})


def _answered(suggestion, round_no):
    """Head, units and letter of the round that is judged."""
    rows = suggestion.assignments.filter(round_no=round_no, returned_on=None)
    rows = list(rows.select_related("unit"))
    main = next((row for row in rows if row.is_main), None)
    reply = main.replies.select_related("reply_class").order_by("seq").last() if main else None
    return {
        "head": matter_head(suggestion, unit=main.unit.name if main else "", round_no=round_no),
        "assisting": tuple(row.unit.name for row in rows if not row.is_main),
        "doc_no": reply.doc_no if reply else "",
        "reply_class": str(reply.reply_class) if reply else "",
    }


def _said(verdict):
    if verdict is None:
        return {}
    return {
        "level": verdict.level,
        "attitude": verdict.attitude,
        "reason": printed(verdict.reason),
        "given_on": verdict.given_on,
    }


def blank_survey(home) -> Paper:
    form = Survey(
        head=blank_head(home),
        is_proposal=True,
        asks_attitude=home.asks_attitude,
        heading="办理情况征询意见表",
    )
    return Paper("print/survey.html", {"form": form})


@dataclass(frozen=True)
class TalkRecord:
    """当面答复记录: written by hand while talking, signed by both (DOMAIN.md 3)."""

    head: Head
    party: str
    is_opinion: bool
    heading: str = "当面答复记录"


def talk_record(assignment) -> Paper:
    """A 当面答复记录 with the matter's head."""
    proposed = is_proposal(assignment.suggestion)
    party = "代　　表" if proposed else "反 映 人"
    form = TalkRecord(unit_head(assignment), party, not proposed)
    return Paper("print/talk.html", {"form": form})


def blank_talk(home) -> Paper:
    form = TalkRecord(blank_head(home), "代表或者反映人", True)
    return Paper("print/talk.html", {"form": form})
