"""The lines of the first page that are not about matters."""

from datetime import date

from daihome.tools.chores import Chore, waiting
from representatives.models import Village
from tests import factories

TODAY = date(2026, 4, 15)


def chore(permission="representatives.view_village"):
    def rows(user, today):
        return Village.objects.visible_to(user)

    return Chore("村", "看一看", rows, "admin:index", permission, "a=1")


def test_only_what_waits_for_the_person_is_shown(home, other_home, clerk, other_clerk):
    factories.make_village(home)
    line = chore()

    assert waiting([line], clerk, TODAY) == [(line, "1")]
    assert waiting([line], other_clerk, TODAY) == []
    assert waiting([chore("representatives.delete_user")], clerk, TODAY) == []
    assert line.link == "/admin/?a=1"
