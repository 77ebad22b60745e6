"""What a handling unit may read of a matter: an allow-list, nothing of who said it."""

from dataclasses import dataclass
from functools import cached_property

from daihome.tools.text import mask_personal_data
from suggestions.models import (
    Assignment,
    Attachment,
    Commitment,
    ExtensionRequest,
    Reply,
    ReplyState,
    VoterIdentity,
)
from suggestions.models.clocks import REPLYING
from suggestions.outcome import long_day
from suggestions.pipeline import Disposal, Step

OWN_WORD_MIN = 2  # a name of one character would hide half of a text


def own_words(identity):
    """What the voter left of themselves, to be hidden where it stands in a text."""
    words = [identity.name, identity.phone, identity.address] if identity else []
    return [word for word in words if len(word) >= OWN_WORD_MIN]


def hide(text, words):
    """`text` without those words and without numbers of persons."""
    for word in words:
        text = text.replace(word, "（个人信息已隐去）")
    return mask_personal_data(text)


@dataclass(frozen=True)
class Opinion:
    """What an assisting unit says, and how far it is."""

    unit: str
    state: str
    text: str


class UnitFile:
    """One assignment as its unit sees it, each list loaded once; `door` says who looks."""

    def __init__(self, door, today):
        self.door, self.today = door, today
        self.assignment, self.unit = door.assignment, door.assignment.unit
        self._matter = door.assignment.suggestion
        self.home = self._matter.home
        self.number, self.village = self._matter.number, self._matter.village.name

    # --- what was said
    @cached_property
    def _own_words(self):
        return own_words(VoterIdentity.objects.filter(suggestion=self._matter).first())

    def masked(self, text):
        """Somebody's words without the voter's name, telephone, address and such numbers."""
        return hide(text, self._own_words)

    @property
    def title(self):
        return self.masked(self._matter.title or self._matter.summary)

    @property
    def summary(self):
        return self.masked(self._matter.summary) if self._matter.title else ""

    @property
    def content(self):
        return self.masked(self._matter.content)

    @cached_property
    def added(self):
        """(time, words) of what the voter added."""
        return [(row.at, self.masked(row.text)) for row in self._matter.supplements.all()]

    @cached_property
    def _files(self):
        return list(self._matter.attachments.kept().filter(reply=None, shows_identity=False))

    @cached_property
    def pictures(self):
        """The voter's own pictures. A scanned letter or a PDF has a name under it: not shown."""
        voter = Attachment.Source.VOTER
        return self._linked(
            row for row in self._files if row.source == voter and row.kind == "picture"
        )

    def _linked(self, files):
        """`files` with the address under which this unit may open each."""
        files = list(files)
        for row in files:
            row.link = self.door.file_link(row.pk)
        return files

    @property
    def held_back(self):
        """How many files are not shown."""
        return len(self._files) - len(self.pictures)

    @property
    def representative(self):
        """(what they are called, name) of whom the unit speaks with, or None."""
        person = self._matter.representative
        proposed = self._matter.kind == "proposal" or self._matter.disposal == Disposal.PROPOSAL
        return ("领衔代表" if proposed else "联系代表", person.name) if person else None

    @cached_property
    def unhappy_because(self):
        """Why the voter was not satisfied with the round before, or ""."""
        if self.assignment.round_no == 1:
            return ""
        party, before = self._matter.deciding_party, self.assignment.round_no - 1
        verdict = self._matter.satisfactions.filter(round_no=before, party=party).first()
        return self.masked(verdict.reason) if verdict else ""

    # --- who does it, until when
    @cached_property
    def _round(self):
        rows = self._matter.assignments.filter(round_no=self.assignment.round_no, returned_on=None)
        return list(rows.select_related("unit"))

    @property
    def others(self):
        """The other units of this round, as “协办：镇水利站”."""
        return [str(row) for row in self._round if row.pk != self.assignment.pk]

    @cached_property
    def opinions(self):
        """What the assisting units answered, for the main unit."""
        if not self.assignment.is_main:
            return []
        rows = Reply.objects.filter(
            suggestion=self._matter,
            assignment__role=Assignment.Role.ASSIST,
            assignment__round_no=self.assignment.round_no,
        ).exclude(state=ReplyState.SENT_BACK)
        rows = rows.select_related("assignment__unit")
        return [
            Opinion(row.assignment.unit.name, row.get_state_display(), self.masked(row.text))
            for row in rows
        ]

    @cached_property
    def clock(self):
        """The clock of the answer, running or stopped, or None."""
        return self.assignment.due_dates.filter(clock__in=REPLYING).order_by("pk").last()

    @cached_property
    def days(self):
        """Why the last day is that day; of a long clock the days that tell something."""
        notes = self.clock.explanation() if self.clock else []
        if len(notes) <= 40:
            return notes
        return [notes[0], *(note for note in notes[1:-1] if not note.counted), notes[-1]]

    @property
    def days_left(self):
        """Days to the last day of the answer, negative when late."""
        return (self.assignment.due_on - self.today).days

    # --- what can be done
    @cached_property
    def replies(self):
        """This unit's own, oldest first."""
        rows = self.assignment.replies.select_related("reply_class").order_by("seq")
        found = list(rows.prefetch_related("attachments"))
        for row in found:
            row.assignment = self.assignment  # already here with its unit
            row.scans = self._linked(row.attachments.all())
        return found

    @property
    def last_reply(self):
        return self.replies[-1] if self.replies else None

    @property
    def is_open(self):
        return self.assignment.is_open

    @property
    def sent_back(self):
        """The reply that has to be written anew, or None."""
        last = self.last_reply
        waits = last is not None and last.state == ReplyState.SENT_BACK
        return last if waits and self._matter.step < Step.ARCHIVE else None

    @cached_property
    def promise(self):
        """The open promise that may be answered again now, or None."""
        last = self.last_reply
        if last is None or last.state != ReplyState.PUBLISHED or self._matter.step == Step.ARCHIVE:
            return None
        rows = Commitment.objects.open().filter(reply__assignment=self.assignment)
        return rows.select_related("reply").order_by("promised_on").first()

    @property
    def may_answer(self):
        """Whether the form of the answer is open: the first, a corrected or a second one."""
        return bool(self.is_open or self.sent_back or self.promise)

    @property
    def may_return(self):
        return self.assignment.may_return(self.today)

    @property
    def may_acknowledge(self):
        return self.is_open and self.assignment.acknowledged_on is None

    @property
    def may_tell_contact(self):
        return self.is_open and self.assignment.contacted_on is None

    @cached_property
    def extension(self):
        """The newest 延期申请, or None."""
        return self.assignment.extensions.order_by("pk").last()

    @cached_property
    def longest(self):
        """The last day that an extension may reach by law, or None."""
        running = self.is_open and self.clock and self.clock.stopped_on is None
        return self.clock.longest() if running else None

    @property
    def may_extend(self):
        again = self.extension and self.extension.state != ExtensionRequest.State.REFUSED
        return bool(self.longest and self.longest > self.assignment.due_on and not again)

    @property
    def standing(self):
        """Where it stands, in one sentence, when nothing can be done here any more; else ""."""
        row, last = self.assignment, self.last_reply
        if row.returned_on:
            why = f"：{row.return_reason}" if row.return_reason else ""
            return f"这件事已于{long_day(row.returned_on)}退回{why}。"
        if self.may_answer:
            return ""
        if last is None:
            return "这一轮办理已经结束，你们不用再办。"
        return _AFTER.get(last.state, "").format(day=long_day(last.replied_on)) + self._ending

    @property
    def _ending(self):
        if self._matter.step == Step.ARCHIVE:
            return "这件事已经办完存档。"
        return "反映人已经得到告知。" if self._matter.step == Step.FEEDBACK else ""


_AFTER = {
    ReplyState.DRAFT: "已经收到你们{day}的答复，正在等主席审定。",
    ReplyState.SENT_BACK: "你们{day}的答复曾被退回修改。",
    ReplyState.APPROVED: "你们{day}的答复已经审定，等待公布。",
    ReplyState.PUBLISHED: "你们{day}的答复已经审定公布，反映人能看到。",
}
