"""Statements that are built once and asked again."""

from daihome.tools import prepared
from representatives.models import Village
from tests import factories


def test_fetch_gives_the_rows_of_now(home):
    names = prepared.statement(Village.objects.order_by("pk").values_list("name", "is_active"))
    assert prepared.fetch(names) == ()
    factories.make_village(home, name="后山村")

    assert prepared.fetch(names) == (("后山村", True),)


def test_fetch_puts_the_key_in_its_place(home, other_home):
    rows = Village.objects.filter(home=prepared.KEY, name="后山村").values_list("home_id")
    names = prepared.statement(rows)
    for one in (home, other_home):
        factories.make_village(one, name="后山村")

    assert prepared.fetch(names, home.pk) == ((home.pk,),)
    assert prepared.fetch(names, other_home.pk) == ((other_home.pk,),)
    assert prepared.fetch(names, 0) == ()
