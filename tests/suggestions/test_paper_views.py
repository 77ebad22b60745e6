"""Who may open which paper, and what happens when one cannot be drawn."""

from urllib.parse import quote

import pytest
from django.urls import reverse

from suggestions.models import Reply
from suggestions.pipeline import Step
from tests import factories
from tests.daihome.tools.papers import words_of
from tests.suggestions.cases import hand_over, make_case, make_reply

pytestmark = pytest.mark.django_db


def address(suggestion, name, **query):
    path = reverse("admin:suggestions_paper", args=[suggestion.pk, name])
    return path + "".join(f"?{key}={value}" for key, value in query.items())


@pytest.fixture
def answered(home, clerk):
    """A matter with an assignment and a draft reply."""
    suggestion = make_case(home, Step.RECEIVE)
    hand_over(suggestion, clerk, factories.make_unit(home))
    make_reply(suggestion, clerk)
    return suggestion


@pytest.mark.parametrize(
    ("name", "file_name"),
    [
        ("receipt", "回执{}.pdf"),
        ("assignment", "交办单{}-2026-03-06.pdf"),
        ("reply", "答复函{}-2026-03-23.pdf"),
    ],
)
def test_paper_is_shown_and_named_by_number_and_date(sign_in, clerk, answered, name, file_name):
    response = sign_in(clerk).get(address(answered, name))

    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    named = quote(file_name.format(answered.number))
    assert response["Content-Disposition"] == f"inline; filename*=utf-8''{named}"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("role", ["clerk", "chair", "auditor", "administrator"])
def test_staff_who_see_the_matter_may_print(request, sign_in, answered, role):
    user = request.getfixturevalue(role)

    assert sign_in(user).get(address(answered, "assignment")).status_code == 200


@pytest.mark.parametrize("role", ["auditor", "convener"])
def test_receipt_with_its_code_is_not_for_those_who_only_read(
    request, sign_in, convener, answered, role
):
    member = factories.make_representative(answered.home)
    member.user = convener
    member.save()
    type(answered).objects.filter(pk=answered.pk).update(representative=member)
    user = request.getfixturevalue(role)

    assert sign_in(user).get(address(answered, "assignment")).status_code == 200
    assert sign_in(user).get(address(answered, "receipt")).status_code == 403


@pytest.mark.parametrize("role", ["other_clerk", "other_chair", "other_administrator"])
def test_staff_of_another_home_find_nothing(request, sign_in, answered, role):
    user = request.getfixturevalue(role)

    for name in ("receipt", "assignment", "reply"):
        assert sign_in(user).get(address(answered, name)).status_code == 404


def test_convener_of_another_group_finds_nothing(sign_in, convener, answered):
    assert sign_in(convener).get(address(answered, "receipt")).status_code == 404


def test_representatives_and_units_may_not(sign_in, representative, unit_user, answered):
    for user in (representative.user, unit_user):
        assert sign_in(user).get(address(answered, "receipt")).status_code == 403


def test_stranger_is_asked_to_sign_in(client, answered):
    response = client.get(address(answered, "receipt"))

    assert response.status_code == 302
    assert response["Location"].startswith(f"{reverse('admin:login')}?next=")


def test_paper_that_is_not_there_is_not_found(sign_in, clerk, home):
    suggestion = make_case(home, Step.RECEIVE)

    for name in ("assignment", "reply", "unknown"):
        assert sign_in(clerk).get(address(suggestion, name)).status_code == 404
    assert sign_in(clerk).get(address(suggestion, "receipt")).status_code == 200


def test_one_of_several_assignments_is_chosen(sign_in, clerk, home):
    suggestion = make_case(home, Step.RECEIVE)
    main, other = factories.make_unit(home, name="主办站"), factories.make_unit(home, name="协办站")
    hand_over(suggestion, clerk, main, [other])
    second = suggestion.assignments.get(unit=other)

    chosen = sign_in(clerk).get(address(suggestion, "assignment", of=second.pk))
    first = sign_in(clerk).get(address(suggestion, "assignment"))

    assert "送：协办站（协办）" in words_of(chosen.content)
    assert "送：主办站（主办）" in words_of(first.content)


def test_rows_of_another_matter_are_not_printed_under_this_one(sign_in, clerk, answered, home):
    other = make_case(home, village=home.villages.first())
    foreign = other.assignments.get().pk

    client = sign_in(clerk)
    assert client.get(address(answered, "assignment", of=foreign)).status_code == 404
    assert client.get(address(other, "reply", of=Reply.objects.get().pk)).status_code == 404


@pytest.mark.parametrize("asked", ["", "x", "-1", "9" * 30, "１", "1 or 1=1"])
def test_nonsense_choice_is_not_found(sign_in, clerk, answered, asked):
    assert sign_in(clerk).get(address(answered, "assignment", of=asked)).status_code == 404


def test_paper_changes_nothing_and_is_not_posted(sign_in, clerk, answered):
    assert sign_in(clerk).post(address(answered, "receipt")).status_code == 405


def test_character_without_a_font_gives_a_page_that_names_it(sign_in, clerk, home):
    suggestion = make_case(home, content="我叫\ue123，路坏了。")

    response = sign_in(clerk).get(address(suggestion, "assignment"))

    assert response.status_code == 422
    text = response.content.decode()
    assert "U+E123" in text
    assert "请管理员把含有这些字的字体文件放进数据文件夹的 fonts 里" in text


def test_voter_whose_village_has_such_a_character_gets_a_page_too(client, home):
    village = factories.make_village(home, name="\ue123家村")
    suggestion = make_case(home, Step.RECEIVE, village=village)
    asked = {"number": suggestion.number, "code": suggestion.query_code}

    response = client.post(reverse("suggestions:receipt"), asked)

    assert response.status_code == 422
    assert "U+E123" in response.content.decode()


def test_voter_gets_the_receipt_with_the_address_they_came_by(client, home):
    suggestion = make_case(home, Step.RECEIVE)
    asked = {"number": suggestion.number, "code": suggestion.query_code}

    response = client.post(reverse("suggestions:receipt"), asked)

    assert "http://testserver/suggestions/track/" in words_of(response.content)
