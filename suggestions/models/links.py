"""A unit's link to one matter, printed as QR on the assignment sheet; no account is needed."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from daihome.tools import vault
from daihome.tools.scope import scoped_through

TOKEN_BYTES = 24  # 192 bits
TOKEN_MAX = 64


class UnitLinkQuerySet(scoped_through("assignment__suggestion__home")):
    def issue(self, assignment, by=None):
        """A new link for `assignment`; every older one is dead from now on."""
        self.filter(assignment=assignment, is_current=True).update(is_current=False)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        return self.create(
            assignment=assignment, token=token, digest=vault.blind_index(token, "unit-link"), by=by
        )

    def of(self, assignment):
        """The present link of `assignment`, or None."""
        return self.filter(assignment=assignment, is_current=True).first()

    def find(self, token):
        """The link with this token, also a dead one, with its matter; or None."""
        if not 0 < len(token) <= TOKEN_MAX:
            return None
        matter = "assignment__suggestion"
        rows = self.select_related(
            "assignment__unit", f"{matter}__home", f"{matter}__village", f"{matter}__representative"
        )
        return rows.filter(digest=vault.blind_index(token, "unit-link")).first()


class UnitLink(models.Model):
    """One link; the token is kept encrypted so that the sheet can be printed again."""

    assignment = models.ForeignKey(
        "suggestions.Assignment", on_delete=models.PROTECT, related_name="links"
    )
    token = vault.EncryptedTextField(editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    is_current = models.BooleanField("有效", default=True)
    made_at = models.DateTimeField("生成时间", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = UnitLinkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位答复链接"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(is_current=True), name="one_link_per_assignment"
            )
        ]

    def __str__(self):
        return f"{self.assignment}（{self.made_at:%Y-%m-%d}）"

    @property
    def ends_on(self):
        """The last day on which it opens: some days after the last thing that the unit owes."""
        promises = self.assignment.suggestion.commitments.open()
        last = promises.filter(reply__assignment=self.assignment).order_by("-promised_on").first()
        return self.last_day(last and last.promised_on)

    def last_day(self, promised_on=None):
        """`ends_on` where the last open promise is known already; asks nothing of the database.

        A new link for a unit that is late already must not have ended before it was made.
        """
        days = self.assignment.suggestion.home.unit_link_days
        made_on = timezone.localdate(self.made_at)
        owed = max(filter(None, [self.assignment.due_on, made_on, promised_on]))
        return owed + timedelta(days=days)


class SentFormQuerySet(models.QuerySet):
    def is_first(self, key, assignment):
        """Whether this form was not sent before; keeps its key. Call inside `atomic()`.

        Of the same form sent twice at once the second waits here for the first.
        """
        try:
            with transaction.atomic():
                self.create(key=key, assignment=assignment)
        except IntegrityError:
            return False
        return True


class SentForm(models.Model):
    """The one-time key of a form that a unit sent: sent twice it acts once."""

    key = models.CharField(max_length=64, unique=True, editable=False)
    assignment = models.ForeignKey(
        "suggestions.Assignment", on_delete=models.PROTECT, related_name="sent_forms"
    )
    at = models.DateTimeField(auto_now_add=True)

    objects = SentFormQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位提交的表单"
        ordering = ("pk",)

    def __str__(self):
        return f"{self.assignment}（{self.at:%Y-%m-%d %H:%M}）"
