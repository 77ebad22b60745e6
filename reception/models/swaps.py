"""Turns that change hands: replaces the slip of paper and the telephone call of 换班.

Whoever cannot come is excused with the reason, and whoever comes instead has a turn of their own
that says in whose place: the roster of before can always be read back.
"""

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from daihome.tools.registers import midnight
from daihome.tools.scope import ScopedQuerySet
from reception.models.days import ONE_DAY, DayClosed
from representatives.models import (
    ActivityState,
    Attendance,
    AttendanceState,
    Leave,
    Mandate,
    Part,
    Role,
)
from representatives.posting import post

OPEN = (ActivityState.PLANNED, ActivityState.ANNOUNCED)
WAITING = "这一班已经在等别人答复。要改请别人，请先撤回。"


def take_over(turn, person, reason):
    """Let `person` receive instead of whose `turn` (an Attendance) it was; returns the new turn."""
    turn.ask_leave(reason)
    given = {
        "part": Part.DUTY,
        "state": AttendanceState.EXPECTED,
        "leave_reason": "",
        "instead_of": turn,
        "is_by_hand": True,
    }
    row, _created = Attendance.objects.update_or_create(
        activity=turn.activity, representative=person, defaults=given
    )
    return row


def why_not(turn, person, today, given_back=None):
    """Why `person` cannot take over a `turn`, as a Chinese sentence; "" where they can.

    `given_back` is a turn of theirs that somebody else takes in exchange.
    """
    on = turn.activity.on
    if turn.activity.state not in OPEN or on < today or turn.state != AttendanceState.EXPECTED:
        return f"{on:%Y-%m-%d}的这一班已经变了，不能再换。请看最新的安排。"
    if not Mandate.objects.in_office(on).filter(representative=person).exists():
        return f"{person}在{on:%Y-%m-%d}不在任，请换一个人。"
    if Leave.objects.on(on).filter(representative=person).exists():
        return f"{person}在{on:%Y-%m-%d}请了假，请换一个人或者换一天。"
    if turns_on(on, person).exclude(pk=given_back.pk if given_back else None).exists():
        return f"{person}在{on:%Y-%m-%d}已经有一班，请换一个人或者换一天。"
    return ""


def turns_on(day, person):
    """Turns of `person` on a date, at whatever place."""
    rows = Attendance.objects.on_duty().filter(representative=person)
    rows = rows.filter(activity__reception_day__isnull=False)
    return rows.exclude(activity__state=ActivityState.CANCELLED).filter(
        activity__starts_at__gte=midnight(day), activity__starts_at__lt=midnight(day + ONE_DAY)
    )


class SwapState(models.TextChoices):
    ASKED = "asked", "等对方同意"
    AGREED = "agreed", "已换"
    REFUSED = "refused", "对方不同意"
    WITHDRAWN = "withdrawn", "已撤回"


class RosterSwapQuerySet(ScopedQuerySet):
    home_path = "attendance__activity__home"

    def visible_to(self, user):
        """Staff of the Home all; a representative those that they ask or are asked."""
        rows = super().visible_to(user)
        if user.is_authenticated and user.role == Role.UNIT:
            return rows.none()
        if user.is_authenticated and user.role == Role.REPRESENTATIVE:
            return rows.of_person(user.represents)
        return rows

    def of_person(self, person):
        if person is None:
            return self.none()
        return self.filter(Q(attendance__representative=person) | Q(to=person))

    def waiting(self):
        return self.filter(state=SwapState.ASKED)

    def with_turns(self):
        return self.select_related(
            "attendance__activity__venue", "attendance__representative", "to",
            "in_return__activity__venue",
        )  # fmt: skip

    @transaction.atomic
    def ask(self, turn, to, *, reason, by, now, in_return=None):
        """Ask `to` to take over `turn`, or with `in_return` to change turns; they are told.

        Raises `DayClosed` with a sentence where it cannot be done.
        """
        swap = self.model(
            attendance=turn, to=to, in_return=in_return, reason=reason, by=by, asked_at=now
        )
        swap.ensure_possible(timezone.localdate(now))
        if self.waiting().filter(attendance=turn).exists():
            raise DayClosed(WAITING)
        try:
            with transaction.atomic():
                swap.save()
        except IntegrityError as asked_meanwhile:
            raise DayClosed(WAITING) from asked_meanwhile
        swap.tell("asked", [to], f"{turn.representative}想请您{swap.what}", now)
        return swap

    @transaction.atomic
    def record(self, turn, to, *, reason, by, now, in_return=None):
        """A swap that was agreed by word of mouth, entered by staff; both are told."""
        swap = self.model(
            attendance=turn, to=to, in_return=in_return, reason=reason, by=by, asked_at=now,
            state=SwapState.AGREED, answered_at=now,
        )  # fmt: skip
        swap.ensure_possible(timezone.localdate(now))
        self.waiting().filter(attendance=turn).update(state=SwapState.WITHDRAWN, answered_at=now)
        swap.save()
        swap.change_hands()
        swap.tell("agreed", [turn.representative, to], f"接待班次已经调整：{swap.result}", now)
        return swap


class RosterSwap(models.Model):
    """Somebody asks another to take their turn, or to change turns (换班): with consent, on record."""

    # The turn that is given away.
    attendance = models.ForeignKey(
        Attendance, on_delete=models.CASCADE, related_name="swaps", verbose_name="班次"
    )
    to = models.ForeignKey(
        "representatives.Representative",
        on_delete=models.PROTECT,
        related_name="asked_swaps",
        verbose_name="请谁替",
    )
    # The turn of `to` that is taken in exchange; none when it is only taken over.
    in_return = models.ForeignKey(
        Attendance,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="swaps_for_it",
        verbose_name="换哪一天",
    )
    reason = models.CharField("原因", max_length=200)
    state = models.CharField("状态", max_length=10, choices=SwapState, default=SwapState.ASKED)
    # By whom it was entered: the representative, or a clerk who does it on record.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人"
    )
    asked_at = models.DateTimeField("提出时间")
    answered_at = models.DateTimeField("答复时间", null=True)

    objects = RosterSwapQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "换班"
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["attendance"],
                condition=models.Q(state="asked"),
                name="one_open_swap_per_turn",
                violation_error_message="这一班已经在等别人答复，请先撤回。",
            )
        ]

    def __str__(self):
        return f"{self.attendance.representative} → {self.to}"

    @property
    def what(self):
        """What `to` is asked for, as part of a sentence."""
        if self.in_return is None:
            return f"替{self.attendance.activity.on:%Y-%m-%d}的接待"
        return (
            f"换班：{self.attendance.activity.on:%Y-%m-%d}换{self.in_return.activity.on:%Y-%m-%d}"
        )

    @property
    def result(self):
        """Who comes when, after it was agreed."""
        said = f"{self.attendance.activity.on:%Y-%m-%d}由{self.to}接待"
        if self.in_return is None:
            return said
        return (
            f"{said}，{self.in_return.activity.on:%Y-%m-%d}由{self.attendance.representative}接待"
        )

    @transaction.atomic
    def agree(self, now):
        """`to` agrees: the turns change hands, the asker is told. Raises `DayClosed`."""
        self._answer(SwapState.AGREED, now)
        self.ensure_possible(timezone.localdate(now))
        self.change_hands()
        asker = self.attendance.representative
        self.tell("agreed", [asker], f"{self.to}同意了：{self.result}", now)

    @transaction.atomic
    def refuse(self, now):
        """`to` does not agree: nothing changes, the asker is told."""
        self._answer(SwapState.REFUSED, now)
        asker = self.attendance.representative
        self.tell("refused", [asker], f"{self.to}不能{self.what}，请再请别人", now)

    @transaction.atomic
    def withdraw(self, now):
        """The asker does not need it any more; `to` is told."""
        self._answer(SwapState.WITHDRAWN, now)
        asker = self.attendance.representative
        self.tell("withdrawn", [self.to], f"{asker}不用您{self.what}了", now)

    agree.alters_data = refuse.alters_data = withdraw.alters_data = True

    def ensure_possible(self, today):
        """Raises `DayClosed` where one of the two cannot come on the day."""
        turn, back = self.attendance, self.in_return
        said = why_not(turn, self.to, today, given_back=back)
        if back is not None and not said:
            said = why_not(back, turn.representative, today, given_back=turn)
        if self.to_id == turn.representative_id or (back and back.representative_id != self.to_id):
            said = "换班要选另一位代表和他自己的班次，请重新选择。"
        if said:
            raise DayClosed(said)

    def change_hands(self):
        """Let each come in the other's place."""
        asker, reason = self.attendance.representative, f"换班：{self.reason}"[:REASON_MAX]
        take_over(self.attendance, self.to, reason)
        if self.in_return is not None:
            take_over(self.in_return, asker, reason)

    change_hands.alters_data = True

    def tell(self, event, people, title, now):
        """A message to the accounts of some of the people; once for each event."""
        users = [person.user for person in people if person.user_id]
        activity = self.attendance.activity
        text = f"{title}。{activity.on:%Y-%m-%d} {activity.where}。原因：{self.reason}"
        key = f"swap:{self.pk}:{event}"
        post(
            key,
            home=activity.home,
            title=title,
            text=text,
            link="/my/receptions/",
            users=users,
            now=now,
        )

    def _answer(self, state, now):
        """From waiting to an answer; of two at once exactly one wins."""
        waiting = RosterSwap.objects.waiting().filter(pk=self.pk)
        if waiting.update(state=state, answered_at=now) != 1:
            raise DayClosed("这次换班已经有了结果，请看最新的安排。")
        self.refresh_from_db()


REASON_MAX = Attendance._meta.get_field("leave_reason").max_length
