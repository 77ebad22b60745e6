"""Asking another to take one's turn on the roster, or to change turns."""

from django import forms

from daihome.tools.fields import LineField
from daihome.tools.pages import primary_key
from reception.models import ReceptionDay
from representatives.models import Activity, Attendance, AttendanceState, Part, Representative

PERSON, TURN = "person", "turn"


class SwapForm(forms.Form):
    """Whom to ask, and for which of their turns in exchange; one choice, so that it needs no script."""

    with_whom = forms.ChoiceField(
        label="请谁",
        help_text="换班：对方来您这一天，您去对方那一天。替班：对方来您这一天，您不用还",
        error_messages={
            "required": "请选一位代表。",
            "invalid_choice": "这位代表现在不能选，请重新选择。",
        },
    )
    reason = LineField(
        label="原因",
        max_length=200,
        help_text="例：那天要送孩子去县城上学",
        error_messages={"required": "请写明原因，对方看了好答复。"},
    )

    def __init__(self, *args, turn, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.turn, self.today = turn, today
        there = turn.activity.attendances.values("representative")
        people = Representative.objects.of(turn.activity.home).in_office(today).defer("phone")
        self.people = list(people.exclude(pk__in=there).exclude(user=None).by_pinyin())
        self.turns = list(self._turns_of_others())
        self.fields["with_whom"].choices = self._choices()

    def _turns_of_others(self):
        """Turns to come of those who are free on this day, on days when the asker is free."""
        home = self.turn.activity.home
        mine = Attendance.objects.filter(representative=self.turn.representative_id)
        days = ReceptionDay.objects.of(home).exclude(activity__in=mine.values("activity"))
        coming = Activity.objects.of(home).coming(self.today).order_by().values("pk")
        rows = Attendance.objects.filter(part=Part.DUTY, representative__in=self.people)
        rows = rows.filter(activity__in=coming).filter(activity__in=days.values("activity"))
        rows = rows.filter(state=AttendanceState.EXPECTED).select_related("activity__venue")
        return rows.order_by("activity__starts_at", "pk")

    def _choices(self):
        names = {person.pk: person.name for person in self.people}
        change = [
            (f"{TURN}:{row.pk}", f"{row.activity.on:%-m月%-d日} {names[row.representative_id]}")
            for row in self.turns
        ]
        take = [(f"{PERSON}:{person.pk}", person.name) for person in self.people]
        return [("", "请选择"), ("换班", change), ("替班", take)]

    def asked(self):
        """`(to, in_return)` of a valid form: a representative, and their turn or None."""
        kind, _, key = self.cleaned_data["with_whom"].partition(":")
        pk = primary_key(key)
        turn = next((row for row in self.turns if kind == TURN and row.pk == pk), None)
        to = turn.representative_id if turn else pk
        return next(person for person in self.people if person.pk == to), turn
