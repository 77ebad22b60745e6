"""The books on screen, as PDF, as blank form and as xlsx."""

import re
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from representatives.models import GroupMembership, Village
from suggestions.pipeline import Step
from tests import factories
from tests.daihome.tools.papers import fonts_of, page_count, page_mm, words_of
from tests.suggestions.cases import HOSTILE, make_case, make_proposal

pytestmark = pytest.mark.django_db
YEAR = "?year=2026"


def address(slug, form=""):
    return f"/admin/registers/{slug}/{form}"


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def numbers(text):
    return sorted(set(re.findall(r"XZ2026-\d{4}", text)))


@pytest.fixture
def village(home):
    return factories.make_village(home, name="北山咀村")


@pytest.mark.parametrize("count", [0, 1, 13])
def test_screen_book_and_workbook_hold_the_same_rows(sign_in, clerk, home, village, count):
    made = [make_case(home, Step.RECEIVE, village=village).number for _ in range(count)]
    client = sign_in(clerk)

    screen = client.get(address("feedback") + YEAR).content.decode()
    book = client.get(address("feedback", "book.pdf") + YEAR).content
    workbook = body(client.get(address("feedback", "register.xlsx") + YEAR))

    sheet = openpyxl.load_workbook(BytesIO(workbook)).active
    pages = "".join(words_of(book, page) for page in range(2, page_count(book) + 1))
    assert numbers(screen) == made
    assert numbers(pages) == made
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == made
    assert ("这段时间还没有登记" in screen) is (count == 0)


def test_book_runs_on_to_a_second_page(sign_in, clerk, home, village):
    # Content of one line: a page holds twelve rows of 12 mm.
    for _ in range(13):
        make_case(home, Step.RECEIVE, village=village, content="路坏了")

    book = sign_in(clerk).get(address("feedback", "book.pdf") + YEAR).content

    assert page_count(book) == 3
    assert page_mm(book, 2) == (297, 210)
    assert numbers(words_of(book, 3)) == ["XZ2026-0013"]
    assert set(fonts_of(book).values()) == {("yes", "yes")}
    assert len(book) < 700_000


def test_book_names_register_signatures_and_retention(sign_in, clerk, home):
    make_proposal(home)

    book = sign_in(clerk).get(address("suggestions", "book.pdf") + YEAR)

    assert "代表意见建议登记本" in words_of(book.content, 1)
    assert "保管期限永久" in words_of(book.content, 1)
    assert "登记人：" in words_of(book.content, 2)
    assert book["Content-Disposition"].startswith("inline; filename*=utf-8''")


def test_endless_and_hostile_words_stay_words(sign_in, clerk, home, village, complaints):
    make_case(home, Step.RECEIVE, village=village, content=(HOSTILE * 90)[:5000])
    client = sign_in(clerk)

    book = client.get(address("feedback", "book.pdf") + YEAR).content
    screen = client.get(address("feedback") + YEAR).content.decode()

    assert "<imgsrc='file:///etc/passwd'>" in words_of(book)
    assert "（全文见案卷）" in words_of(book)
    assert "<script>alert" not in screen
    assert complaints == []


@pytest.mark.parametrize("slug", ["suggestions", "feedback"])
def test_blank_form_has_a_full_page_of_rows(sign_in, clerk, home, slug):
    make_case(home, Step.RECEIVE)

    blank = sign_in(clerk).get(address(slug, "blank.pdf")).content

    assert "".join(map(str, range(1, 13))) in words_of(blank, 1)
    assert numbers(words_of(blank)) == []
    assert page_mm(blank) == (297, 210)


@pytest.mark.parametrize("form", ["", "book.pdf", "blank.pdf", "register.xlsx"])
def test_who_opens_the_books(
    sign_in, client, home, clerk, auditor, representative, unit_user, form
):
    assert client.get(address("feedback", form)).status_code == 302
    for user, status in (
        (clerk, 200),
        (auditor, 200),
        (representative.user, 403),
        (unit_user, 403),
    ):
        assert sign_in(user).get(address("feedback", form)).status_code == status


def test_staff_never_see_another_homes_book(sign_in, home, other_clerk):
    number = make_case(home, Step.RECEIVE).number
    client = sign_in(other_clerk)

    for form in ("", "book.pdf", "register.xlsx"):
        asked = client.get(address("feedback", form) + f"{YEAR}&home={home.slug}")
        assert asked.status_code in (200, 400)
        assert number.encode() not in body(asked)
    own = client.get(address("feedback", "book.pdf") + YEAR)
    assert numbers(words_of(own.content)) == []


@pytest.mark.parametrize("path", ["unknown/", "feedback/secret.pdf", "feedback/book.pdf?volume=9"])
def test_what_is_not_there_is_not_found(sign_in, clerk, path):
    assert sign_in(clerk).get(f"/admin/registers/{path}").status_code == 404


def test_bad_period_is_refused_with_a_sentence(sign_in, clerk):
    asked = sign_in(clerk).get(address("feedback", "book.pdf") + "?start=2026-05-01&end=2026-04-01")

    assert asked.status_code == 400
    assert "请返回上一页改正" in asked.content.decode()


def test_character_without_a_font_gives_a_page_that_names_it(sign_in, clerk, home, village):
    # A village's name is corrected by staff; a voter's words are spelt out instead.
    Village.objects.filter(pk=village.pk).update(name="\ue123村")
    make_case(home, Step.RECEIVE, village=village)

    asked = sign_in(clerk).get(address("feedback", "book.pdf") + YEAR)

    assert asked.status_code == 422
    assert "U+E123" in asked.content.decode()


def test_words_of_a_voter_never_stop_a_book(sign_in, clerk, home, village):
    make_case(home, Step.RECEIVE, village=village, content="我叫\ue123，路灯👍坏了。")

    assert sign_in(clerk).get(address("feedback", "book.pdf") + YEAR).status_code == 200


def test_screen_takes_the_same_queries_for_30_rows(
    sign_in, clerk, home, village, django_assert_num_queries, django_assert_max_num_queries
):
    client = sign_in(clerk)
    for _ in range(3):
        make_case(home, village=village)
    client.get(address("feedback") + YEAR)  # what is read once per process
    with django_assert_max_num_queries(20) as few:
        client.get(address("feedback") + YEAR)
    for _ in range(27):
        make_case(home, village=village)

    with django_assert_num_queries(len(few.captured_queries)):
        client.get(address("feedback") + YEAR)


@pytest.fixture
def narrowed(home):
    """(group, number of a matter while its representative was a member, number of another)."""
    person, group = factories.make_representative(home), factories.make_group(home)
    village = factories.make_village(home)
    GroupMembership.objects.create(
        group=group, representative=person, started_on=date(2026, 1, 1), ended_on=date(2026, 3, 31)
    )
    during, after = (
        make_case(home, village=village, representative=person, at=factories.moment(2026, month, 1))
        for month in (3, 4)
    )
    make_case(home, village=village)
    return group, during, after


def test_book_of_a_group_holds_what_its_members_did_as_members(sign_in, clerk, narrowed):
    group, during, _after = narrowed
    asked = f"{YEAR}&group={group.pk}"
    client = sign_in(clerk)

    screen = client.get(address("feedback") + asked).content.decode()
    book = client.get(address("feedback", "book.pdf") + asked)
    workbook = client.get(address("feedback", "register.xlsx") + asked)

    assert numbers(screen) == [during.number]
    assert f"{group.name}　2026年度，共 1 件" in screen
    assert group.name in words_of(book.content, 1)
    assert words_of(book.content, 2).count(group.name) == 1
    assert numbers(words_of(book.content)) == [during.number]
    sheet = openpyxl.load_workbook(BytesIO(body(workbook))).active
    assert sheet.title == f"选民意见反馈簿 {group.name}"
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [during.number]


def test_book_of_a_person_and_a_village(sign_in, clerk, narrowed):
    _group, during, after = narrowed
    client = sign_in(clerk)

    person = client.get(
        address("feedback") + f"{YEAR}&representative={during.representative_id}"
    ).content.decode()
    village = client.get(
        address("feedback") + f"{YEAR}&village={during.village_id}"
    ).content.decode()

    assert numbers(person) == [during.number, after.number]
    assert f"{during.representative}代表　2026年度，共 2 件" in person
    assert len(numbers(village)) == 3


@pytest.mark.parametrize("asked", ["group=9999999999999999999999", "village=x", "group={other}"])
def test_choice_that_is_none_of_the_home_is_an_error(sign_in, clerk, narrowed, other_home, asked):
    other = factories.make_group(other_home, name="别处小组")
    asked = f"{YEAR}&{asked}".replace("{other}", str(other.pk))
    client = sign_in(clerk)

    screen = client.get(address("feedback") + asked).content.decode()

    assert "选择一个有效的选项" in screen
    assert numbers(screen) == []
    assert "别处小组" not in screen
    assert client.get(address("feedback", "book.pdf") + asked).status_code == 400
