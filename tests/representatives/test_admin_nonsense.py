"""What lists cost, markup in names, and addresses and values that make no sense."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from representatives.models import (
    GroupMembership,
    Home,
    RepGroup,
    Representative,
    Role,
    User,
    Venue,
    Village,
)
from tests import factories
from tests.representatives.admin_rows import (
    MAKERS,
    add_page,
    list_of,
    page_of,
)

MARKUP = "<script>alert(1)</script>"


@pytest.mark.parametrize("make", [*MAKERS, factories.make_term])
def test_list_takes_the_same_queries_for_3_and_30_rows(home, administrator, sign_in, make):
    client = sign_in(administrator)
    rows = [make(home) for _ in range(3)]
    address = list_of(type(rows[0]))
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(27):
        if make is factories.make_term:
            make(home, number=number + 30)
        else:
            make(home)

    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few)


def test_page_of_a_group_takes_the_same_queries_for_3_and_30_members(home, clerk, sign_in):
    group = factories.make_group(home)
    client = sign_in(clerk)

    def join(number):
        for _ in range(number):
            person = factories.make_representative(home)
            GroupMembership.objects.create(
                group=group, representative=person, started_on=date(2022, 1, 1)
            )

    join(3)
    client.get(page_of(group))
    with CaptureQueriesContext(connection) as few:
        client.get(page_of(group))
    join(27)
    with CaptureQueriesContext(connection) as many:
        client.get(page_of(group))

    assert len(many) == len(few)


@pytest.mark.parametrize("make", MAKERS)
def test_markup_in_names_is_shown_as_text(home, administrator, sign_in, make):
    row = make(home, name=MARKUP)
    client = sign_in(administrator)

    pages = [list_of(type(row)), page_of(row), page_of(row).replace("/change/", "/history/")]
    pages.append(page_of(row).replace("/change/", "/delete/"))
    for page in pages:
        text = client.get(page).content.decode()
        assert MARKUP not in text
        assert " style=" not in text


NONSENSE = [
    "id__exact=abc",
    "id__exact=99999999999999999999",
    "id__in=1,abc",
    "village__id__exact=99999999999999999999",
    "village__id__exact=abc",
    "kind__id__exact=99999999999999999999",
    "home__id__exact=99999999999999999999",
    "is_public__exact=zzz",
    "is_active__exact=zzz",
    "group=99999999999999999999",
    "user__password__startswith=p",
    "founded_on__gte=0001-01-01",
    "founded_on__year=99999",
    "q=%ED%A0%80",
    "q=%25",
    "q=" + "a" * 900,
    "p=-1",
    "p=99999999999999999999",
    "o=abc.99",
    "_to_field=password",
    "_popup=1",
    "all=",
    "office=zzz&account=zzz&level=zzz",
    "e=1",
]


@pytest.mark.parametrize("query", NONSENSE)
@pytest.mark.parametrize("model", [Representative, Venue, Village, RepGroup, User])
def test_nonsense_in_a_lists_address_is_never_a_fault_of_ours(
    home, administrator, sign_in, query, model
):
    answer = sign_in(administrator).get(f"{list_of(model)}?{query}", follow=True)

    assert answer.status_code in (200, 400)


@pytest.mark.parametrize(
    "query", ["village=abc", "village=99999999999999999999", "founded_on=0001"]
)
@pytest.mark.parametrize("model", [Representative, Venue, Home, RepGroup])
def test_nonsense_as_first_values_of_a_form(home, sign_in, query, model):
    everybody = factories.make_user(role=Role.ADMINISTRATOR, home=None)

    assert sign_in(everybody).get(f"{add_page(model)}?{query}").status_code == 200


def test_nul_in_an_address_is_refused(home, clerk, sign_in):
    assert sign_in(clerk).get(f"{add_page(Village)}?name=%00").status_code == 400


@pytest.mark.parametrize("key", ["abc", "9" * 20, "９", "0"])
def test_key_that_is_none_is_not_found(home, clerk, sign_in, key):
    address = f"{list_of(Village)}{key}/change/"

    assert sign_in(clerk).get(address).status_code == 404


def test_million_of_inline_rows_is_refused(home, clerk, sign_in):
    group = factories.make_group(home)
    data = {
        "name": "第一组", "order": "10",
        "memberships-TOTAL_FORMS": "99999999", "memberships-INITIAL_FORMS": "1",
    }  # fmt: skip

    assert sign_in(clerk).post(page_of(group), data).status_code == 400


@pytest.mark.parametrize("key", ["abc", "9" * 20])
def test_action_on_keys_that_are_none_changes_nothing(home, clerk, sign_in, key):
    data = {"action": "print_slips", "_selected_action": key, "index": "0"}

    answer = sign_in(clerk).post(list_of(Representative), data, follow=True)

    assert "所选的记录不对，请重新选择。" in answer.content.decode()
    assert not User.objects.filter(role=Role.REPRESENTATIVE).exists()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2024-02-30", "昨天"])
def test_impossible_day_is_a_sentence(home, clerk, sign_in, day):
    data = {"name": "第一组", "order": "10", "founded_on": day,
            "memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}  # fmt: skip

    answer = sign_in(clerk).post(add_page(RepGroup), data)

    assert answer.status_code == 200
    assert not RepGroup.objects.exists()


def test_bulk_delete_is_not_offered(home, administrator, sign_in):
    factories.make_village(home)

    assert "delete_selected" not in sign_in(administrator).get(list_of(Village)).content.decode()


def test_key_that_no_column_can_hold_is_no_village_of_a_group(home, clerk, sign_in):
    group = factories.make_group(home)

    response = sign_in(clerk).post(page_of(group), {"name": group.name, "villages": ["9" * 24]})

    assert response.status_code == 200
    assert "villages" in response.context["adminform"].form.errors
    assert list(group.villages.all()) == []
