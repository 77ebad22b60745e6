"""Who is elected again, who goes, and who could follow: read from the mandates of two terms."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from representatives.models import (
    Convener,
    EndReason,
    GroupMembership,
    Level,
    Mandate,
    MandateState,
    Term,
)

NO_NEXT = "还没有登记新的一届。请先在“届次”里增加新一届镇人民代表大会，填它第一次会议的日期。"
NOBODY_NEW = "新的一届还没有登记代表。请先把当选代表登记好（代表页面里的“代表资格”，届次选新的一届），再来交接。"


@dataclass
class Sides:
    """Two terms of one Home, and the people of both. `goes` are mandates, the rest people."""

    ending: Term
    following: Term
    again: list
    stays: list
    goes: list
    elected: list
    followers: dict

    @property
    def day(self) -> date:
        """The day on which the new term begins, when everything of the old one ends."""
        return self.following.starts_on

    @property
    def leaving(self):
        """Those who were in office to the end: who went before then is not counted with them."""
        over = EndReason.TERM_OVER
        ended = MandateState.ENDED
        return [
            row.representative for row in self.goes if row.state != ended or row.end_reason == over
        ]

    def follower_of(self, person):
        """The proposed successor of `person`, or None where nobody fits."""
        return self.followers.get(person.pk)


def terms_to_end(user):
    """Township terms that `user` sees and after which another one is known, the latest first."""
    rows = Term.objects.visible_to(user).filter(level=Level.TOWNSHIP)
    return rows.select_related("home").order_by("home", "-number")


def followers_of(term):
    """Later township terms of the same Home, the next one first."""
    rows = Term.objects.of(term.home).filter(level=term.level, number__gt=term.number)
    return rows.filter(starts_on__gt=term.starts_on).select_related("home").order_by("number")


def sides_of(ending, following, today):
    """The `Sides` of two terms; the number of queries does not grow with the people."""
    old = list(_mandates(ending).order_by("representative__name", "pk"))
    new = list(_mandates(following).exclude(state=MandateState.ENDED))
    elected = [row.representative for row in new]
    chosen = {person.pk for person in elected}
    elsewhere = _elsewhere(ending, following, today)
    left = [row for row in old if row.representative_id not in chosen]
    goes = [row for row in left if row.representative_id not in elsewhere]
    return Sides(
        ending=ending,
        following=following,
        again=[row.representative for row in old if row.representative_id in chosen],
        stays=[row.representative for row in left if row.representative_id in elsewhere],
        goes=goes,
        elected=sorted(elected, key=lambda person: (person.name, person.pk)),
        followers=_followers(goes, new),
    )


def _mandates(term):
    rows = Mandate.objects.filter(term=term).select_related(
        "representative__village", "representative__user", "district"
    )
    return rows.prefetch_related("district__villages")


def _elsewhere(ending, following, today):
    """Keys of those who sit in another congress as well: they stay in the house."""
    rows = Mandate.objects.of(ending.home).in_office(max(today, following.starts_on))
    return {*rows.exclude(level=ending.level).values_list("representative", flat=True)}


def _followers(goes, new):
    """The nearest of the new for each who goes; of several as near, who has got the fewest."""
    groups = _groups([row.representative_id for row in [*goes, *new]])
    near = [(row.representative_id, _near(row, new, groups)) for row in goes]
    found, load = {}, Counter()
    # Who has a successor in the own district comes first, so that others take who is left.
    for key, ranked in sorted((one for one in near if one[1]), key=lambda one: min(one[1])):
        best = min(ranked, key=lambda rank: (rank[0], load[rank[1]], rank[1]))[1]
        load[best] += 1
        found[key] = best
    people = {row.representative_id: row.representative for row in new}
    return {key: people[best] for key, best in found.items()}


def _near(row, new, groups):
    """(how near, key of the person) of the new who have anything in common with `row`."""
    ranked = [(_nearness(row, one, groups), one.representative_id) for one in new]
    return [rank for rank in ranked if rank[0] is not None]


def _groups(keys):
    rows = GroupMembership.objects.filter(representative__in=keys, ended_on=None)
    return dict(rows.values_list("representative", "group"))


def _nearness(old, new, groups):
    """0 same district's villages, 1 same village, 2 same group, None: nothing in common."""
    if _villages(old) & _villages(new):
        return 0
    lives = old.representative.village_id
    if lives and lives in _villages(new) | {new.representative.village_id}:
        return 1
    group = groups.get(old.representative_id)
    return 2 if group and group == groups.get(new.representative_id) else None


def _villages(mandate):
    """Keys of the villages where somebody was elected."""
    return {one.pk for one in mandate.district.villages.all()} if mandate.district_id else set()


def still_in_roles(sides):
    """Present memberships and roles of convener of those who go."""
    gone = [row.representative_id for row in sides.goes]
    members = GroupMembership.objects.filter(representative__in=gone, ended_on=None)
    open_ended = Q(ended_on=None) | Q(ended_on__gte=sides.day)
    roles = Convener.objects.filter(open_ended, representative__in=gone)
    return members, roles
