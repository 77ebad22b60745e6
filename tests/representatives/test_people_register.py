"""R1: everybody with a mandate, present groups, no telephone without consent."""

from datetime import date

from daihome.tools.registers import Period
from representatives.people_register import REPRESENTATIVES
from tests import factories


def _lines(home, user, end=date(2026, 12, 31), **chosen):
    rows = REPRESENTATIVES.of(home, Period(date(2026, 1, 1), end, ""), user, chosen)
    return [REPRESENTATIVES.cells(row, place) for place, row in enumerate(rows, start=1)]


def test_one_line_for_each_mandate(home, clerk):
    group = factories.make_group(home, name="第一代表小组")
    person = factories.make_representative(
        home, name="郑德顺", sex="m", born_on=date(1970, 3, 1), phone="13800138000", post="教师"
    )
    person.memberships.create(group=group, started_on=date(2024, 1, 1))
    later = factories.make_representative(home)
    later.mandates.update(started_on=date(2027, 1, 1))

    (line,) = _lines(home, clerk)

    said = dict(zip(REPRESENTATIVES.labels, line, strict=True))
    assert (said["姓名"], said["出生年月"], said["代表小组"]) == (
        "郑德顺",
        "1970-03",
        "第一代表小组",
    )
    assert said["联系电话"] == "138****8000"
    assert said["任期起止"].endswith("起")
    person.phone_is_public = True
    person.save()
    home.shows_phone = True
    home.save()
    assert "13800138000" in _lines(home, clerk)[0]


def test_of_a_group_its_present_members_only(home, clerk):
    group = factories.make_group(home)
    there, gone = (factories.make_representative(home) for _ in range(2))
    # Since after the election, as most are.
    there.memberships.create(group=group, started_on=date(2024, 1, 1))
    gone.memberships.create(group=group, started_on=date(2022, 1, 1), ended_on=date(2023, 1, 1))

    assert [line[1] for line in _lines(home, clerk, group=group)] == [there.name]


def test_another_home_is_not_in_it(home, other_clerk):
    factories.make_representative(home)

    assert _lines(home, other_clerk) == []
