"""What the parts of the demonstration hand to one another."""

import random
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from daihome.demo.names import NameBook
from representatives.models import Representative


@dataclass
class Township:
    """The rows made so far, by the names under which the texts know them."""

    rng: random.Random
    today: date
    names: NameBook
    home: object = None
    villages: dict = field(default_factory=dict)
    terms: dict = field(default_factory=dict)
    districts: dict = field(default_factory=dict)  # level -> list
    groups: list = field(default_factory=list)
    venues: dict = field(default_factory=dict)  # village name -> venue
    people: list = field(default_factory=list)
    units: dict = field(default_factory=dict)
    users: dict = field(default_factory=dict)  # role -> account

    @classmethod
    def new(cls, rng, today):
        """An empty township; the same `rng` gives the same people."""
        return cls(rng, today, NameBook(rng))

    def person_of(self, village):
        """A sitting representative who lives in `village`, else in its group's villages."""
        near = [person for person in self.sitting if person.village_id == village.pk]
        if near:
            return near[0]
        members = village.groups.get().memberships.values_list("representative", flat=True)
        return next(person for person in self.sitting if person.pk in set(members))

    @cached_property
    def sitting(self):
        """Those whose mandate is active today."""
        rows = Representative.objects.of(self.home).in_office(self.today)
        return list(rows.order_by("pk"))
