"""Addresses, posted values and rows that the tests of the staff's pages share."""

import re
from datetime import date

from django.urls import reverse

from representatives.models import (
    Convener,
    ElectoralDistrict,
    GridCell,
    GroupMembership,
    VenueKind,
)
from tests import factories


def list_of(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def add_page(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


def page_of(row):
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])


def seen_mark(client, row):
    return re.search(r'name="seen" value="(\d+)"', client.get(page_of(row)).content.decode())[1]


def village_data(**fields):
    return {"name": "北山咀村", "kind": "village", "is_active": "on"} | fields


def make_convener(home, **fields):
    given = {"name": "李明", "started_on": date(2022, 1, 1)} | fields
    return Convener.objects.create(home=home, **given)


def make_cell(home, **fields):
    village = factories.make_village(home)
    return GridCell.objects.create(home=home, village=village, **{"code": "01"} | fields)


def make_district(home, number=1, **fields):
    term = factories.make_term(home)
    number += ElectoralDistrict.objects.filter(term=term).count()
    given = {"number": number, "name": f"第{number}选区"} | fields
    return ElectoralDistrict.objects.create(home=home, term=term, **given)


def make_member(home, **fields):
    person = factories.make_representative(home, with_account=True, **fields)
    group = factories.make_group(home)
    GroupMembership.objects.create(group=group, representative=person, started_on=date(2022, 1, 1))
    return person


def make_kind(home, **fields):
    name = fields.pop("name", f"类型{VenueKind.objects.count()}")
    return VenueKind.objects.create(home=home, name=name)


def make_account(home, **fields):
    return factories.make_user(home=home, **fields)


MAKERS = [
    make_member,
    factories.make_venue,
    make_kind,
    factories.make_village,
    make_cell,
    make_district,
    factories.make_group,
    make_convener,
    make_account,
]
