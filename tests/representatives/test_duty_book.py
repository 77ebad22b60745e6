"""The book of duties (R4) repeats what was heard on visits, without numbers of persons."""

from datetime import date

import pytest

from daihome.books import BY_SLUG
from daihome.tools.registers import Period
from tests import factories


@pytest.mark.parametrize("slug", ["duty", "duties"])
def test_book_of_duties_shows_no_number_of_a_person(home, clerk, slug):
    person = factories.make_representative(home)
    factories.make_visit(
        home, [person], on=date(2026, 4, 20), content="路坏了，我的电话13800138000。",
        place="13900139000门口",
    )  # fmt: skip

    (row,) = BY_SLUG[slug].of(home, Period.of_year(2026), clerk)
    words = "".join(BY_SLUG[slug].cells(row, 1))
    assert "路坏了" in words
    assert "13800138000" not in words
    assert "13900139000" not in words
