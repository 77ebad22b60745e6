"""Many matters at once: who may see which, what is open, late, published or asked for by code."""

import hmac
from functools import lru_cache

from django.db.models import F, Q
from django.utils import timezone

from daihome.tools import prepared
from daihome.tools.scope import ScopedQuerySet
from representatives.models import (
    Convener,
    HandedKind,
    HandedOn,
    Home,
    RepGroup,
    Representative,
    Role,
    Village,
)
from suggestions import codes
from suggestions.models.choices import Kind
from suggestions.models.intake import receive
from suggestions.models.splitting import split
from suggestions.pipeline import Step


class SuggestionQuerySet(ScopedQuerySet):
    receive = receive
    split = split

    def visible_to(self, user):
        """Matters that `user` may read.

        Staff of the Home all, a convener those of the own groups, a representative those that
        concern them, a handling unit none. A restricted matter is for clerk, chair and
        administrator only, and for the representative who wrote it.
        """
        rows = super().visible_to(user)
        if user.is_authenticated and user.role == Role.UNIT:
            return rows.none()
        if user.is_authenticated and user.role == Role.REPRESENTATIVE:
            return rows.concerning(user.represents)
        if user.is_authenticated and user.role == Role.CONVENER:
            return rows._of_convener(user, timezone.localdate()).filter(is_restricted=False)
        if user.is_authenticated and not user.sees_all_homes and user.role == Role.AUDITOR:
            return rows.filter(is_restricted=False)
        return rows

    def concerning(self, representative):
        """Matters addressed to, led by or co-signed by `representative` (None: nothing).

        Of restricted ones only a proposal of their own: they wrote it.
        """
        if representative is None:
            return self.none()
        signed = representative.cosigned.values("suggestion")
        rows = self.filter(Q(representative=representative) | Q(pk__in=signed))
        own = Q(kind=Kind.PROPOSAL, representative=representative)
        return rows.filter(Q(is_restricted=False) | own)

    def proposed_by(self, representative):
        """Proposals that they led or signed, whoever follows them since an election.

        For the performance file, not for their pages: what was handed on is no longer theirs to
        read, and whoever took it did not propose it.
        """
        lines = HandedOn.objects.filter(kind=HandedKind.MATTER)
        given = lines.filter(giver=representative).values("object_id")
        taken = lines.filter(taker=representative).values("object_id")
        led = Q(representative=representative) & ~Q(pk__in=taken) | Q(pk__in=given)
        signed = Q(pk__in=representative.cosigned.values("suggestion"), is_restricted=False)
        return self.filter(led | signed, kind=Kind.PROPOSAL)

    def _of_convener(self, user, today):
        roles = Convener.objects.on(today).filter(representative__user=user)
        if roles.filter(group=None).exists():
            return self
        groups = RepGroup.objects.filter(conveners__in=roles)
        members = Representative.objects.filter(
            memberships__group__in=groups, memberships__ended_on=None
        )
        villages = Village.objects.filter(groups__in=groups)
        return self.filter(
            Q(village__in=villages) | Q(representative__in=members) | Q(representative__user=user)
        )

    def open(self):
        """Not yet archived."""
        return self.filter(step__lt=Step.ARCHIVE)

    def overdue(self, today):
        """Open matters whose present clock ended before `today` and does not stand still."""
        return self.open().filter(due_on__lt=today, paused_on=None)

    def published(self):
        """Matters whose result the Home publishes, newest first."""
        rows = self.filter(is_published=True, step__gte=Step.FEEDBACK, home__is_open=True)
        return rows.order_by("-pk")

    def tracked(self, number, code):
        """The matter with this typed number and query code, or None; takes the same time for both.

        With its Home, `village_name` and `representative_name`.
        """
        rows = prepared.objects(self.model, _numbered(self.model), codes.tidy_number(number))
        expected = rows[0].query_code if rows else codes.new_code()
        right = hmac.compare_digest(codes.tidy(code).encode(), expected.encode())
        if not (rows and right):
            return None
        rows[0].home = Home.objects.by_key(rows[0].home_id)
        return rows[0]


@lru_cache(maxsize=1)
def _numbered(model):
    names = {"village_name": F("village__name"), "representative_name": F("representative__name")}
    rows = model.objects.filter(number=prepared.KEY).annotate(**names)
    return prepared.statement(rows.order_by())
