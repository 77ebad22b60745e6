"""Opinions handed to a unit and its answer: the same of an inspection and of a special report."""

from django.db import transaction

from inspections.models.pressing import MoveRefused

CHANGED = "意见的转交和反馈刚刚变了，请刷新页面再看。"


class HandedOpinions:
    """For a model with unit, sent_on, answer_due_on, answered_on and answer."""

    @transaction.atomic
    def send_opinions(self, unit, sent_on, due_on):
        """Hand the opinions to `unit`, to be answered by `due_on` (dates). Raises `MoveRefused`.

        Sent again before the answer, unit and days are put right.
        """
        self._replace({"answered_on": None}, unit=unit, sent_on=sent_on, answer_due_on=due_on)

    send_opinions.alters_data = True

    @transaction.atomic
    def take_answer(self, answered_on, answer, **more):
        """What the unit answered (and `more` of it). Raises `MoveRefused`."""
        if self.sent_on is None:
            raise MoveRefused("意见还没有转交，不能登记反馈。请先转交。")
        self._replace({"sent_on": self.sent_on}, answered_on=answered_on, answer=answer, **more)

    take_answer.alters_data = True

    def _replace(self, expected, **fields):
        """Write `fields` where the row is still as `expected`."""
        rows = type(self)._base_manager.filter(pk=self.pk, **expected)
        if not rows.update(**fields):
            raise MoveRefused(CHANGED)
        self.refresh_from_db()
        self.save()  # for its history

    def is_overdue(self, today):
        """Whether the unit has not answered although its day is over."""
        due = self.answer_due_on
        return self.answered_on is None and due is not None and due < today
