"""What those who go leave behind, and handing all of it over at once (换届交接).

Joins the rooms: people and files end in `representatives.handover`, the matters, pairings and
items each in a method of their own model.
"""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count
from django.urls import reverse

from daihome.tools.registers import midnight
from daihome.tools.text import mask_personal_data
from inspections.models import PresidiumMember, Rectification, RectificationState
from inspections.models.rectifying import MoveRefused
from reception.models import AidPairing
from representatives.handover.closing import HandedOver, begin, close_term
from representatives.models import (
    ActivityState,
    Attendance,
    AttendanceState,
    HandedKind,
    HandedOn,
    Mandate,
    MandateState,
)
from representatives.posting import post
from suggestions.models import Suggestion
from suggestions.pipeline import StepTaken

CHANGED = "有一件刚刚被别人办结或者改交了，所以一件也没有交接。请重新打开，核对以后再交。"
WHAT_MAX = 200
OPEN = (ActivityState.PLANNED, ActivityState.ANNOUNCED)
KEPT_BACK = "（需要保密，不交）"


@dataclass
class Leaver:
    """Somebody who goes: the mandate, what is open, the proposed successor."""

    mandate: Mandate
    follower: object = None
    matters: list = field(default_factory=list)
    pairings: list = field(default_factory=list)
    items: list = field(default_factory=list)
    seats: list = field(default_factory=list)
    # On how many coming days they are still expected: nobody else can be put there for them.
    expected: int = 0

    @property
    def person(self):
        return self.mandate.representative

    @property
    def has_something(self):
        """Whether there is anything that a successor could take."""
        return bool(self.matters or self.pairings or self.items)

    def lines(self):
        """(kind, row, what it is) of all that is left, in the order of the list."""
        for row in self.matters:
            # The list is read by more people than a restricted matter.
            heading = KEPT_BACK if row.is_restricted else row.heading
            yield HandedKind.MATTER, row, f"{row.number}　{heading}"
        for row in self.pairings:
            said = f"{row.village}{row.get_beneficiary_display()}，{row.started_on}起"
            yield HandedKind.PAIRING, row, said
        for row in self.items:
            yield HandedKind.RECTIFICATION, row, f"{row}（期限{row.due_on}）"
        for row in self.seats:
            yield HandedKind.SEAT, row, f"{row.get_seat_display()}，随本届结束"


def leavers(sides):
    """One `Leaver` each, by name; who went before the end only with something still open."""
    found = {
        row.representative_id: Leaver(row, sides.follower_of(row.representative))
        for row in sides.goes
    }
    _matters(found)
    _pairings(found, sides)
    _items(found)
    for seat in seats_of(sides.ending).filter(representative__in=found):
        found[seat.representative_id].seats.append(seat)
    _expected(found, sides)
    return [one for one in found.values() if _counts(one)]


def _counts(one):
    return one.mandate.state != MandateState.ENDED or one.has_something or one.seats


def _matters(found):
    rows = Suggestion.objects.open().filter(representative__in=found).order_by("pk")
    for row in rows.select_related("home", "representative"):
        found[row.representative_id].matters.append(row)


def _pairings(found, sides):
    rows = AidPairing.objects.on(sides.day).filter(representative__in=found)
    for row in rows.filter(ended_on=None).select_related("home", "village").order_by("pk"):
        found[row.representative_id].pairings.append(row)


def _items(found):
    through = Rectification.supervisors.through.objects.filter(representative__in=found)
    pairs = through.exclude(rectification__state=RectificationState.STRUCK_OFF)
    pairs = list(
        pairs.order_by("rectification", "pk").values_list("representative", "rectification")
    )
    rows = Rectification.objects.select_related("home").in_bulk({item for _person, item in pairs})
    for person, item in pairs:
        found[person].items.append(rows[item])


def _expected(found, sides):
    rows = Attendance.objects.filter(
        representative__in=found, state=AttendanceState.EXPECTED,
        activity__state__in=OPEN, activity__starts_at__gte=midnight(sides.day),
    )  # fmt: skip
    counted = rows.order_by().values_list("representative").annotate(Count("pk"))
    for person, number in counted:
        found[person].expected = number


def seats_of(term):
    """Seats on the presidium of the ending term that last; its people all leave them."""
    rows = PresidiumMember.objects.filter(term=term, ended_on=None)
    return rows.select_related("representative").order_by("pk")


def hand_over(sides, chosen, *, by, at, today):
    """Do all of it, or nothing; returns the `TermHandover`.

    `chosen` maps the key of each leaving person to the successor or None (stays with the Home).
    Raises `HandedOver` with the sentence to show; nothing is changed then.
    """
    try:
        with transaction.atomic():
            handover = begin(sides, by=by, at=at, today=today)
            rows = leavers(sides)
            _hold_matters(rows)
            passed = [_pass(handover, one, chosen, by, at, sides.day) for one in rows]
            HandedOn.objects.bulk_create([line for lines in passed for line in lines])
            for seat in seats_of(sides.ending):
                seat.ended_on = max(sides.day, seat.started_on)
                seat.save()
            close_term(sides, by=by, today=today)
            _tell_takers(handover, at)
    except (StepTaken, MoveRefused):
        raise HandedOver(CHANGED) from None
    return handover


hand_over.alters_data = True


def _hold_matters(rows):
    """Lock them in the order in which everybody locks several."""
    keys = [matter.pk for one in rows for matter in one.matters]
    list(Suggestion.objects.select_for_update().filter(pk__in=keys).order_by("pk").values("pk"))


def _pass(handover, leaver, chosen, by, at, day):
    """Hand everything of one person on; the lines for the list."""
    if leaver.has_something and leaver.person.pk not in chosen:
        raise HandedOver(CHANGED)
    taker, lines = chosen.get(leaver.person.pk), []
    for kind, row, what in leaver.lines():
        got = _hand_one(kind, row, leaver.person, taker, by, at, day)
        lines.append(
            HandedOn(
                handover=handover,
                giver=leaver.person,
                taker=got,
                kind=kind,
                object_id=row.pk,
                what=mask_personal_data(what)[:WHAT_MAX],
            )
        )
    return lines


def _hand_one(kind, row, giver, taker, by, at, day):
    """Hand one thing on; who has it now, None where it stays."""
    if kind == HandedKind.MATTER:
        heir = row.hand_on(taker, by=by, at=at)
        return heir if heir != giver else None
    if kind == HandedKind.RECTIFICATION:
        row.hand_on(giver, taker, by=by)
        return taker
    if kind == HandedKind.PAIRING and taker is not None:
        row.hand_on(taker, day)
        return taker
    return None


def _tell_takers(handover, at):
    """Each successor with an account gets one message; no voter is named in it."""
    rows = handover.lines.exclude(taker=None).select_related("taker__user", "giver")
    given = {}
    for row in rows:
        given.setdefault(row.taker, []).append(row)
    for taker in sorted(given, key=lambda person: person.pk):
        names = "、".join(dict.fromkeys(row.giver.name for row in given[taker]))
        post(
            f"handover:{handover.pk}:{taker.pk}", home=handover.home, now=at,
            title="换届交接：有事项交给您",
            text=f"{names}任期届满，有 {len(given[taker])} 件事项交给您继续跟进，请看一看办到了哪一步。",
            link=reverse("my:matters"), users=[taker.user] if taker.user else [],
        )  # fmt: skip
