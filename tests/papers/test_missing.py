"""A character that no font has is named with its place before anything is printed."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/admin/suggestions/suggestion/{pk}/paper/talk.pdf", "\ue123村"),
        ("/admin/registers/feedback/book.pdf?year=2026", "第1行“村组”栏的这些字没有字体"),
    ],
)
def test_page_says_where_it_stands(sign_in, clerk, home, chair, address, place):
    village = factories.make_village(home, name="\ue123村")
    matter = factories.make_suggestion(home, 5, by=chair, village=village)

    answer = sign_in(clerk).get(address.format(pk=matter.pk))

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "“\ue123”（U+E123）" in shown
    assert place in shown
