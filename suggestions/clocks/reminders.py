"""Who is reminded of which last day, on which days, and in what words. Run by `manage.py remind`.

A reminder belongs to one due date, one day before or after it (a threshold of the Home's policy)
and one kind of receiver; its key says so, and `posting.post` writes each key once for each person.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse

from daihome.tools.text import mask_personal_data
from daihome.tools.workdays import WEEKDAYS
from representatives.models import Role, User
from representatives.posting import post
from suggestions.models import Clock, DueDate, UnitLink
from suggestions.models.clocks import PAUSABLE, REPLYING
from suggestions.outcome import long_day

# What a unit owes, and what is heard of by whoever took the matter on.
OF_UNITS = (*REPLYING, Clock.REVISE, Clock.CONTACT, Clock.PROMISE)
OF_REPRESENTATIVES = (Clock.TELL, Clock.EVALUATE)
UNREAD = ("content", "query_code", "explanation", "public_result")


@dataclass(frozen=True)
class Receivers:
    """The staff of a Home who hear of its due dates (three roles, one query)."""

    clerks: tuple
    chairs: tuple

    @classmethod
    def of(cls, home):
        """Where a role has nobody the other one hears of it, at last the administrators."""
        found = {Role.CLERK: [], Role.CHAIR: [], Role.ADMINISTRATOR: []}
        for user in User.objects.filter(home=home, is_active=True, role__in=found):
            found[user.role].append(user)
        clerks, chairs, administrators = (tuple(people) for people in found.values())
        return cls(clerks or chairs or administrators, chairs or clerks or administrators)


@dataclass(frozen=True)
class Letter:
    """One message to one kind of receiver; `posting.post` takes the rest from the occasion."""

    key: str
    users: tuple = ()
    emails: tuple = ()
    groups: bool = False
    link: str = ""

    @property
    def has_receivers(self):
        return bool(self.users or self.emails or self.groups)


def owed_until(day):
    """Running due dates up to `day` that somebody can be late with, with all that is told of them."""
    rows = DueDate.objects.running().owed().filter(due_on__lte=day)
    rows = rows.exclude(clock__in=PAUSABLE, suggestion__paused_on__isnull=False)
    return (
        rows.select_related(
            "suggestion__home", "suggestion__village", "suggestion__representative__user",
            "assignment__unit",
        )
        .defer(*(f"suggestion__{name}" for name in UNREAD))
        .prefetch_related("assignment__unit__accounts")
        .order_by("pk")
    )  # fmt: skip


def thresholds_reached(due, thresholds, today):
    """Those whose day came while the clock ran, today included, in their order."""
    return [
        threshold
        for threshold in thresholds
        if due.start_on <= due.due_on + timedelta(days=threshold) <= today
    ]


def letters(due, threshold, staff, assignment, token):
    """What goes out at one threshold; letters without a receiver are left out.

    `assignment` is the unit's that owes it (None where staff owe it), `token` that of its link.
    """
    key = f"due:{due.pk}:{due.due_on}:{threshold}"
    found = [_to_staff(key, due, threshold, staff)]
    if assignment:
        found += _to_unit(key, assignment, token)
    if due.clock in OF_REPRESENTATIVES or (due.clock in OF_UNITS and threshold > 0):
        found.append(_to_representative(key, due.suggestion))
    return [letter for letter in found if letter.has_receivers]


def _to_staff(key, due, threshold, staff):
    users = staff.chairs if due.clock == Clock.APPROVE else staff.clerks
    if threshold > 0:
        users = (*users, *staff.chairs)
    link = reverse("admin:suggestions_suggestion_change", args=[due.suggestion_id])
    groups = not due.suggestion.is_restricted  # the whole group reads what its robot says
    return Letter(f"{key}:staff", users, groups=groups, link=link)


def _to_unit(key, assignment, token):
    """Accounts open their own page; a bare address gets the link that needs no account."""
    unit = assignment.unit
    accounts = tuple(row for row in unit.accounts.all() if row.is_active and row.role == Role.UNIT)
    yield Letter(
        f"{key}:unit", accounts, link=reverse("suggestions:unit_own", args=[assignment.pk])
    )
    known = {account.notify_email.lower() for account in accounts}
    emails = (unit.email,) if unit.email and unit.email.lower() not in known else ()
    link = reverse("suggestions:unit", args=[token]) if token else ""
    yield Letter(f"{key}:mail", emails=emails, link=link)


def tell_unit(key, assignment, *, title, text, now):
    """A message to a unit by hand: to its accounts, and to its mailbox with the link."""
    link = UnitLink.objects.of(assignment)
    for letter in _to_unit(key, assignment, link.token if link else ""):
        post(
            letter.key, home=assignment.suggestion.home, title=title, text=text, link=letter.link,
            users=letter.users, emails=letter.emails, now=now,
        )  # fmt: skip


def _to_representative(key, suggestion):
    person = suggestion.representative
    user = person and person.user
    may_know = user and user.is_active and not suggestion.is_restricted
    users = (user,) if may_know else ()
    return Letter(f"{key}:rep", users, link=reverse("my:matter", args=[suggestion.number]))


def title_of(due, today):
    """XZ2026-0012 答复（一般）：还有7天到期."""
    return f"{due.suggestion.number} {due.get_clock_display()}：{_days(due, today)}"


def text_of(due, threshold, today, unit=""):
    """What is due and when; nothing that the voter wrote, who may have named somebody."""
    suggestion = due.suggestion
    about = mask_personal_data(suggestion.summary) or f"{suggestion.village.name}反映的一件事"
    who = f"{unit}：" if unit else ""
    weekday = WEEKDAYS[due.due_on.weekday()]
    late = today - due.due_on != timedelta(days=threshold)
    again = "\n（这条提醒没有按时发出，现在补发。）" if late else ""
    return (
        f"{about}\n{who}{due.get_clock_display()}，最后一天是{long_day(due.due_on)}"
        f"（星期{weekday}），{_days(due, today)}。\n依据：{due.legal_basis}。{again}"
    )


def _days(due, today):
    left = (due.due_on - today).days
    if left < 0:
        return f"已逾期{-left}天"
    return f"还有{left}天到期" if left else "今天到期"
