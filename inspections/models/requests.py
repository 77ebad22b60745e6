"""Requests of representatives to the presidium: replace 代表请求登记簿 (DOMAIN.md 1.7).

A request moves only by its own methods, each of which says whether it still could.
"""

from django.db import models, transaction
from django.db.models import Q
from simple_history.models import HistoricalRecords

from daihome.tools.scope import ScopedQuerySet
from inspections.models.presidium import PresidiumMeeting
from representatives.models import ActivityState, Home, RepGroup, Representative, Role


class RequestState(models.TextChoices):
    RECEIVED = "received", "已收到"
    ON_AGENDA = "on_agenda", "列入议题"
    DECIDED = "decided", "已作决定"
    ANSWERED = "answered", "已答复，不列入"
    WITHDRAWN = "withdrawn", "已撤回"


OPEN_STATES = (RequestState.RECEIVED, RequestState.ON_AGENDA)


class PresidiumRequestQuerySet(ScopedQuerySet):
    def visible_to(self, user):
        """Staff of the Home all; a representative those that they sign."""
        rows = super().visible_to(user)
        if user.is_authenticated and user.role == Role.UNIT:
            return rows.none()
        if user.is_authenticated and user.role == Role.REPRESENTATIVE:
            mine = Q(requesters=user.represents)
            return rows.filter(mine).distinct() if user.represents else rows.none()
        return rows

    def waiting(self):
        """Neither decided, answered nor withdrawn."""
        return self.filter(state__in=OPEN_STATES)

    def to_place(self):
        """Those that somebody has to put before a meeting or answer: also where the meeting was
        cancelled, or was held and did not decide."""
        over = [ActivityState.CANCELLED, ActivityState.HELD]
        left = Q(state=RequestState.ON_AGENDA, meeting__activity__state__in=over)
        return self.filter(Q(state=RequestState.RECEIVED) | left)

    @transaction.atomic
    def hand_in(self, form_key, requesters, **fields):
        """The request of a form and whether it is new: the same form sent twice is one.

        `requesters` are representatives, the first of whom hands it in.
        """
        row, created = self.get_or_create(form_key=form_key, defaults=fields)
        if created:
            row.requesters.set(requesters)
        return row, created


class PresidiumRequest(models.Model):
    """What representatives ask of the presidium: who, through which group, what and why."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="presidium_requests", verbose_name="代表之家"
    )
    subject = models.CharField("请求事项", max_length=100)
    reasons = models.TextField("理由", max_length=5000)
    requesters = models.ManyToManyField(
        Representative, related_name="presidium_requests", verbose_name="提出代表"
    )
    group = models.ForeignKey(
        RepGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="presidium_requests",
        verbose_name="通过哪个代表小组",
    )
    received_on = models.DateField("收到日期")
    state = models.CharField(
        "状态", max_length=10, choices=RequestState, default=RequestState.RECEIVED
    )
    meeting = models.ForeignKey(
        PresidiumMeeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name="列入哪次会议",
    )
    answer = models.TextField("答复", max_length=3000, blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    # The one-time key of the form: sent twice, it is one.
    form_key = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001

    history = HistoricalRecords()
    objects = PresidiumRequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "向主席团的请求"
        ordering = ("-received_on", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["on_agenda", "decided"]) | Q(meeting__isnull=False),
                name="request_on_agenda_has_meeting",
                violation_error_message="列入议题的，要选是哪一次会议。",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(answer=""),
                name="answered_request_has_answer",
                violation_error_message="不列入议题的，要写明答复。",
            ),
        ]

    def __str__(self):
        return self.subject

    @property
    def is_open(self):
        """Whether it waits for an answer or a decision."""
        return self.state in OPEN_STATES

    @property
    def agenda_line(self):
        """The line of a meeting's agenda that stands for it."""
        return f"研究代表请求：{self.subject}"

    @transaction.atomic
    def put_on_agenda(self, meeting):
        """Let `meeting` deal with it; False when it does not wait any more."""
        return self._move(RequestState.ON_AGENDA, OPEN_STATES, meeting=meeting)

    def take_off(self):
        """Let it wait for another meeting; False when it is on no agenda."""
        return self._move(RequestState.RECEIVED, [RequestState.ON_AGENDA], meeting=None)

    def answer_why_not(self, answer, day):
        """Say why it does not come before a meeting; False when it does not wait any more."""
        given = {"answer": answer, "answered_on": day, "meeting": None}
        return self._move(RequestState.ANSWERED, OPEN_STATES, **given)

    def withdraw(self):
        """The representatives take it back; False when it does not wait any more."""
        return self._move(RequestState.WITHDRAWN, OPEN_STATES, meeting=None)

    def decide(self, meeting):
        """The meeting voted on it, for or against; False when it was not on its agenda."""
        return self._move(RequestState.DECIDED, [RequestState.ON_AGENDA], meeting=meeting)

    @transaction.atomic
    def _move(self, state, allowed, **fields):
        """Of two who move it at once one wins; its line is on the agenda of its meeting only."""
        before = self.meeting
        rows = PresidiumRequest.objects.filter(pk=self.pk, state__in=allowed)
        if not rows.update(state=state, **fields):
            return False
        for name, value in {"state": state, **fields}.items():
            setattr(self, name, value)
        self.save(update_fields=["state", *fields])
        if before and before != self.meeting:
            before.drop_topic(self.agenda_line)
        if self.meeting and state == RequestState.ON_AGENDA:
            self.meeting.add_topic(self.agenda_line)
        return True

    put_on_agenda.alters_data = take_off.alters_data = answer_why_not.alters_data = True
    withdraw.alters_data = decide.alters_data = True
