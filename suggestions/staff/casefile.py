"""Everything that the case page shows, gathered with a fixed number of queries, and what to press."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.functional import cached_property

from daihome.tools.text import find_personal_data
from suggestions.clocks import clock_actions
from suggestions.clocks.clock_file import ClockFile
from suggestions.models import Assignment, Reply, ReplyState
from suggestions.pipeline import DELIVERED, HANDLED, Disposal, Step
from suggestions.sorting import sorting_actions
from suggestions.sorting.sorting_file import SortingFile
from suggestions.staff import reply_actions
from suggestions.staff.actions import Action
from suggestions.staff.paper_links import groups
from suggestions.units.unit_part import UnitPart
from suggestions.voters import voter_actions
from suggestions.voters.voter_file import VoterFile

SIGNED_FOR = ("登记签收", "单位收到交办单并签了字", True)


class CaseFile(UnitPart, VoterFile, SortingFile, ClockFile):
    """One matter as `user` may see it. Every list is loaded once."""

    def __init__(self, suggestion, user, today):
        self.suggestion, self.user, self.today = suggestion, user, today

    def may(self, codename):
        """Whether the user has a permission of this app."""
        return self.user.has_perm(f"suggestions.{codename}")

    @cached_property
    def records(self):
        return list(self.suggestion.records.order_by("seq"))

    @cached_property
    def timeline(self):
        """Steps and events together, the oldest first."""
        rows = [*self.records, *self.suggestion.events.all()]
        return sorted(rows, key=lambda row: row.at)

    @cached_property
    def assignments(self):
        replies = Reply.objects.select_related(
            "reply_class", "entered_by", "approved_by", "commitment__notification"
        )
        rows = Assignment.objects.filter(suggestion=self.suggestion).select_related("unit")
        rows = rows.prefetch_related(
            Prefetch("replies", replies.prefetch_related("attachments"), to_attr="answers")
        )
        return list(rows.order_by("round_no", "-role", "pk"))

    @cached_property
    def present_assignments(self):
        """Those of the present round that were not returned."""
        here = self.suggestion
        return [
            row
            for row in self.assignments
            if row.round_no == here.round_no and row.returned_on is None
        ]

    @cached_property
    def supplements(self):
        return list(self.suggestion.supplements.all())

    @cached_property
    def cosigners(self):
        return list(self.suggestion.cosigners.select_related("representative"))

    @cached_property
    def told(self):
        return list(self.suggestion.notifications.all())

    @cached_property
    def verdicts(self):
        return list(self.suggestion.satisfactions.all())

    @cached_property
    def identity(self):
        """The voter's identity when the user may see its mask, else None."""
        if not self.may("view_voteridentity"):
            return None
        return getattr(self.suggestion, "identity", None)

    @cached_property
    def looks(self):
        """Who looked at the identity, newest first."""
        if self.identity is None or not self.may("view_unmaskrecord"):
            return []
        return list(self.identity.unmaskings.select_related("by"))

    @cached_property
    def personal_data(self):
        """Kinds of personal numbers in the words of the voter."""
        said = [self.suggestion.title, self.suggestion.content]
        said += [row.text for row in self.supplements]
        return find_personal_data("\n".join(said))

    @property
    def has_published_answer(self):
        """Whether there is something to tell the voter."""
        if self.suggestion.disposal not in DELIVERED:
            return True
        return any(
            reply.state == ReplyState.PUBLISHED
            for row in self.present_assignments
            if row.role == Assignment.Role.MAIN
            for reply in row.answers
        )

    @cached_property
    def papers(self):
        """(for whom, `PaperLinks`) of what can be printed now."""
        return groups(self)

    @property
    def proposes_only(self):
        """Whether the user's classification must be settled by the chair."""
        strict = self.suggestion.home.confirms_classification
        return strict and not self.may("confirm_classification")

    @cached_property
    def actions(self):
        """What the user may press now, the likeliest first."""
        if not self.may("change_suggestion"):
            return []
        return [
            *clock_actions.first(self), *reply_actions.actions(self), *voter_actions.first(self),
            *self._step_actions(), *clock_actions.later(self),
            *sorting_actions.actions(self), *self._side_actions(),
        ]  # fmt: skip

    @property
    def waiting_for(self):
        """A sentence when the next act is somebody else's, else empty."""
        here = self.suggestion
        if here.step == Step.ARCHIVE:
            return "这件事已经办完存档，不用再做什么。"
        if here.step == Step.SORT and here.classification_by_id and self.proposes_only:
            return "分类已经提出，等主席审定。需要的话可以再改。"
        waiting = {reply.state for row in self.present_assignments for reply in row.answers}
        if here.step != Step.SUPERVISE or self.has_published_answer:
            return ""
        if ReplyState.DRAFT in waiting and not self._may_settle_any():
            return "答复已经登记，等登记人以外有审定权的人（一般是主席）审定。"
        if ReplyState.APPROVED in waiting and not self.may("approve_reply"):
            return "答复已经审定，等主席公布。"
        if ReplyState.SENT_BACK in waiting:
            return "答复已经退回，等单位修改。"
        if not waiting and not self.is_returned:
            return "正在等承办单位答复。单位答复了，就在下面登记。"
        return ""

    def _may_settle_any(self):
        return any(
            reply_actions.may_settle(self, reply)
            for row in self.present_assignments
            for reply in row.answers
        )

    def link(self, name, *args):
        """The address of one of the staff's pages of this matter."""
        return reverse(f"admin:suggestions_{name}", args=[self.suggestion.pk, *args])

    def _step_actions(self):
        for to in self.suggestion.next_steps:
            words = self._step_words(to)
            if words:
                label, hint, is_main = words
                yield Action(label, hint, self.link("step", int(to)), is_main)

    def _step_words(self, to):
        """(label, hint, is it the likeliest) of one step, or None when it cannot be taken yet."""
        here = self.suggestion
        if to == Step.CLASSIFY:
            return self._classify_words()
        if to == Step.FEEDBACK:
            told = ("登记告知选民", "告诉选民结果，问问满意不满意", True)
            return told if self.has_published_answer else None
        if to == Step.DELIVER and here.step == Step.FEEDBACK:
            redo = ("重新交办", "选民不满意，再办一次，重新计时", True)
            return redo if self.is_unhappy and self.presidium_allows("again") else None
        if to == Step.ARCHIVE:
            return self.archive_words()
        return {
            Step.SORT: ("梳理", "写一句话摘要", True),
            Step.DELIVER: ("交办", "选主办单位，系统算出限办日期", True),
            Step.SUPERVISE: None if self.is_returned else SIGNED_FOR,
        }[to]

    @property
    def is_returned(self):
        """Whether the unit has sent it back, so that it waits to be classified again."""
        mains = [row for row in self.present_assignments if row.role == Assignment.Role.MAIN]
        return self.suggestion.step in HANDLED and not mains

    def _return_words(self):
        """Classifying again: the unit sent it back, or staff say that it did; late by the chair."""
        if self.is_returned:
            return "重新分类", "单位已经退回，重新定由谁来办", True
        main = next(row for row in self.present_assignments if row.role == Assignment.Role.MAIN)
        if main.answered_on:
            return None
        if self.today <= main.return_by:
            return "登记单位退回", f"单位在 {main.return_by:%Y-%m-%d} 前可以退回", False
        taking = ("收回改交", "退回期限已过，只能由主席决定收回", False)
        return taking if self.may("supervise_suggestion") else None

    def _classify_words(self):
        here = self.suggestion
        if here.step in HANDLED:
            return self._return_words()
        if self.proposes_only:
            return "提出分类", "提出后由主席审定", not here.classification_by_id
        if here.classification_by_id:
            return "审定分类", f"{here.classification_by}提出的，核对后确定", True
        return "分类", "定处理方式：自己答复，还是交给单位办", True

    def _side_actions(self):
        here = self.suggestion
        if here.step < Step.ARCHIVE:
            hint = "反映人后来又说的话；原来的话不会改动"
            yield Action("补充内容", hint, self.link("supplement"))
        yield from voter_actions.later(self)
        if here.step >= Step.FEEDBACK and self.may("publish_suggestion"):
            label = "修改或撤下公开的结果" if here.is_published else "公开办理结果"
            yield Action(label, "显示在公众首页的“办理结果”里", self.link("result"))

    @property
    def is_refused(self):
        """Whether the explanation is a referral or a refusal."""
        return self.suggestion.disposal in (Disposal.REDIRECTED, Disposal.REFUSED)
