"""Matters are found by their words: everything that was said of them, only in this Home."""

import contextlib
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from suggestions.models import SearchEntry, Suggestion, Supplement
from suggestions.pipeline import Step
from suggestions.sorting import search
from tests.factories import make_suggestion, make_village, moment, publish_reply

LIST = "/admin/suggestions/suggestion/"


def numbers(response):
    return [row.number for row in response.context["page"]]


def found(home, text, **options):
    return list(search.Found(Suggestion.objects.of(home), text, [home.pk], **options))


def test_words_that_came_in_are_found(home):
    matter = make_suggestion(home, title="关于便桥的建议", content="二龙村的便桥没有护栏")
    make_suggestion(home)

    for text in ("便桥", "护栏", "建议", "桥", matter.number, matter.number[-4:], "二龙村 护栏"):
        assert found(home, text) == [matter]


def test_words_that_were_added_are_found(home, chair):
    matter = make_suggestion(home, Step.SUPERVISE, by=chair)
    Supplement.objects.add(matter, "k1", "又塌了一块")
    publish_reply(matter, chair, moment(2026, 3, 20))
    matter.advance(Step.FEEDBACK, by=chair, told_on=moment(2026, 3, 21).date(), way="phone")
    matter.publish_result("汛期前修好涵洞", "已经修好。")

    assert matter.summary == "路灯损坏，希望尽快修复"
    reply = matter.replies.get().text
    for text in ("损坏", "塌了", "涵洞", reply[:4]):
        assert found(home, text) == [matter]


def test_words_of_a_draft_are_found_only_when_it_is_approved(home, chair, clerk):
    from tests.factories import make_reply_class

    matter = make_suggestion(home, Step.SUPERVISE, by=chair)
    reply = matter.main_assignment().answer(
        by=clerk,
        replied_on=moment(2026, 3, 9).date(),
        text="已更换獬豸石像",
        reply_class=make_reply_class(home),
    )
    assert found(home, "石像") == []

    reply.approve(chair, moment(2026, 3, 10))

    assert found(home, "石像") == [matter]


def test_words_that_were_corrected_are_found_no_more(home, chair):
    matter = make_suggestion(home)
    Suggestion.objects.filter(pk=matter.pk).update(summary="井盖丢了")
    search.index(matter.pk)
    Suggestion.objects.filter(pk=matter.pk).update(summary="电杆歪了")
    search.index(matter.pk)

    assert found(home, "井盖") == []
    assert found(home, "电杆") == [matter]


def test_newest_come_first_page_by_page(home):
    village = make_village(home)
    made = [make_suggestion(home, village=village) for _row in range(5)]
    rows = Suggestion.objects.of(home)

    first = search.Found(rows, "路灯", [home.pk], size=3)
    second = search.Found(rows, "路灯", [home.pk], str(first.next_before), size=3)

    assert first.rows + second.rows == made[::-1]
    assert (first.count, second.count, second.next_before) == ("5", "5", None)


def test_page_is_bounded_and_the_next_one_goes_on(home, monkeypatch):
    monkeypatch.setattr(search, "LOOKS", (1, 2))
    village = make_village(home)
    wanted = make_suggestion(home, village=village, kind="proposal")
    for _row in range(4):
        make_suggestion(home, village=village)
    rows = Suggestion.objects.filter(kind="proposal")

    first = search.Found(rows, "路灯", [home.pk])
    second = search.Found(rows, "路灯", [home.pk], str(first.next_before))

    assert (first.rows, first.gave_up) == ([], True)
    assert (second.rows, second.gave_up) == ([wanted], False)


def test_blocks_of_keys_hide_nothing(home, monkeypatch):
    from suggestions.sorting import search_index

    monkeypatch.setattr(search_index, "BLOCK", 2)
    monkeypatch.setattr(search_index, "LEXEMES_MAX", 4)
    village = make_village(home)
    made = [make_suggestion(home, village=village) for _row in range(9)]

    assert found(home, "路灯") == made[::-1]
    assert found(home, "路灯", size=4) == made[:4:-1]
    assert found(home, "路灯", before=str(made[4].pk)) == made[3::-1]


def test_other_homes_words_are_not_looked_at(home, other_home):
    make_suggestion(other_home, content="二龙村的便桥没有护栏")

    assert search.search_index.newest([home.pk], ["便桥"], None, 10) == []


# --- the staff's list -----------------------------------------------------------------------
def test_list_finds_only_what_the_person_sees(
    sign_in, home, other_home, clerk, other_clerk, auditor, administrator, representative
):
    own, foreign = make_suggestion(home), make_suggestion(other_home)

    for user, expected in (
        (clerk, own),
        (auditor, own),
        (administrator, own),
        (other_clerk, foreign),
    ):
        assert numbers(sign_in(user).get(LIST, {"q": "路灯"})) == [expected.number]


def test_superuser_finds_in_all_homes(sign_in, home, other_home, django_user_model):
    boss = django_user_model.objects.create_superuser("boss", password="long enough 1")
    made = [make_suggestion(home), make_suggestion(other_home)]

    page = sign_in(boss).get(LIST, {"q": "路灯"})

    assert numbers(page) == [row.number for row in made[::-1]]


def test_words_are_combined_with_the_other_filters(sign_in, home, clerk):
    village = make_village(home)
    wanted = make_suggestion(home, village=village)
    make_suggestion(home)
    make_suggestion(home, village=village, content="水管裂了")

    page = sign_in(clerk).get(LIST, {"q": "路灯 老人", "village": village.pk})

    assert numbers(page) == [wanted.number]
    assert page.context["count"] == "1"


def test_list_takes_as_many_queries_with_three_as_with_one(
    sign_in, home, clerk, django_assert_num_queries
):
    client, village = sign_in(clerk), make_village(home)
    make_suggestion(home, village=village)
    client.get(LIST, {"q": "路灯"})
    with CaptureQueriesContext(connection) as once:
        client.get(LIST, {"q": "路灯"})
    for _row in range(2):
        make_suggestion(home, village=village)

    with django_assert_num_queries(len(once)):
        assert len(numbers(client.get(LIST, {"q": "路灯"}))) == 3


@pytest.mark.parametrize(
    "query",
    [
        '"', "'", "路灯\"", "NOT 路灯", "路灯 OR", "NEAR(路灯)", "路*", "^路", "grams:路", "(", ")", "-路",
        "\\", "'路' & '灯'", "!路", "路:*", "<->", "\0", "路\0灯", "%", "_", "；DROP TABLE x", "路" * 2000,
        "😀", "👨‍👩‍👧", "𠮷𠮷", "\U000323af", "ｗｉｆｉ", "﷽", "\u202e路灯", "a" * 40, "1" * 40, "�", " ",
    ],
)  # fmt: skip
def test_no_input_is_an_error(sign_in, home, clerk, query):
    make_suggestion(home)

    # Addresses with a NUL or far too long end before any page, with a sentence.
    assert sign_in(clerk).get(LIST, {"q": query}).status_code in (200, 400)
    assert isinstance(found(home, query), list)


# --- keeping it whole -----------------------------------------------------------------------
def checked():
    out = io.StringIO()
    with contextlib.suppress(CommandError):
        call_command("check_data", stdout=out)
    return out.getvalue()


def test_check_data_tells_what_is_missing_and_rebuild_mends_it(home):
    lost, kept = make_suggestion(home), make_suggestion(home)
    SearchEntry.objects.filter(pk=lost.pk).delete()
    assert f"{lost.number}：没有编入查找索引" in checked()
    assert kept.number not in checked()

    call_command("rebuild_search", stdout=io.StringIO())

    assert "查找索引：正常" in checked()
    assert found(home, "路灯") == [kept, lost]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps both in one row")
def test_check_data_tells_of_words_that_sqlite_lost(home):
    matter = make_suggestion(home)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO suggestions_searchgrams(suggestions_searchgrams) VALUES('delete-all')"
        )

    assert f"（序号 {matter.pk}）的查找索引不完整" in checked()


def test_rebuild_knows_everything_that_was_added(home, chair):
    matter = make_suggestion(home, Step.FEEDBACK, by=chair)
    Supplement.objects.add(matter, "k1", "又塌了一块")
    reply = matter.replies.get().text

    search.rebuild()

    for text in ("路灯", "塌了", reply[:4], "损坏"):
        assert found(home, text) == [matter]
