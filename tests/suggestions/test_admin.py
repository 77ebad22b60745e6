"""The staff's list, case page and entry form: who may open them, what they show, what they refuse."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from suggestions.models import (
    Attachment,
    Cosigner,
    StepRecord,
    Suggestion,
    Supplement,
    UnmaskRecord,
    VoterIdentity,
)
from suggestions.pipeline import Disposal, Step
from tests.factories import (
    make_category,
    make_representative,
    make_suggestion,
    make_unit,
    make_user,
    make_village,
    moment,
    publish_reply,
)

LIST = "/admin/suggestions/suggestion/"
IDENTITY = {"name": "张秀兰", "phone": "13800138000", "address": "三组"}


def numbers(response):
    return [row.number for row in response.context["page"]]


# --- who may open what ----------------------------------------------------------------------
@pytest.mark.parametrize("path", ["", "add/", "{pk}/change/", "{pk}/history/"])
def test_pages_are_for_staff(client, sign_in, home, representative, unit_user, path):
    path = LIST + path.format(pk=make_suggestion(home).pk)

    assert client.get(path).status_code == 302
    assert sign_in(representative.user).get(path).status_code == 403
    assert sign_in(unit_user).get(path).status_code == 403


@pytest.mark.parametrize("path", ["{pk}/change/", "{pk}/history/"])
def test_matter_of_another_home_is_not_there(sign_in, home, other_clerk, path):
    path = LIST + path.format(pk=make_suggestion(home).pk)

    assert sign_in(other_clerk).get(path).status_code == 404


def test_nobody_deletes_or_edits_raw(sign_in, home, administrator):
    suggestion = make_suggestion(home)
    client = sign_in(administrator)

    assert client.post(f"{LIST}{suggestion.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(f"{LIST}{suggestion.pk}/change/", {"step": 7, "content": "改了"})
    client.post(LIST, {"action": "delete_selected", "_selected_action": [suggestion.pk]})

    fresh = Suggestion.objects.get()
    assert (fresh.step, fresh.content) == (Step.RECEIVE, suggestion.content)


@pytest.mark.parametrize("pk", ["abc", "0", "9" * 30, "%F0%9F%98%80"])
def test_nonsense_address_is_not_there(sign_in, home, clerk, pk):
    client = sign_in(clerk)

    assert client.get(f"{LIST}{pk}/change/").status_code == 404
    assert client.get(f"{LIST}{pk}/history/").status_code == 404


# --- the list -------------------------------------------------------------------------------
def test_list_is_newest_first_and_pages_by_key(sign_in, home, other_home, clerk):
    village = make_village(home)
    made = [make_suggestion(home, village=village) for _row in range(52)]
    make_suggestion(other_home)
    client = sign_in(clerk)

    first = client.get(LIST)
    second = client.get(LIST + first.context["next_link"])

    expected = [row.number for row in reversed(made)]
    assert numbers(first) + numbers(second) == expected
    assert len(numbers(second)) == 2
    assert second.context["next_link"] == ""


def test_filters_stay_in_the_address_of_the_next_page(sign_in, home, clerk):
    village = make_village(home)
    for _row in range(51):
        make_suggestion(home, village=village)

    page = sign_in(clerk).get(LIST, {"village": village.pk, "q": "路灯"})

    assert f"village={village.pk}" in page.context["next_link"]
    assert "%E8%B7%AF%E7%81%AF" in page.context["next_link"]


@pytest.fixture
def wanted(home, chair):
    """One matter that every filter below finds, and one that none finds."""
    person, unit = make_representative(home), make_unit(home)
    category = make_category(home, name="水利")
    village = make_village(home, name="北山咀村")
    found = make_suggestion(
        home,
        step=Step.SORT,
        by=chair,
        content="水管裂了",
        village=village,
        representative=person,
        kind="proposal",
        channel="letter",
        at=moment(2025, 11, 3),
    )
    found.advance(
        Step.CLASSIFY,
        by=chair,
        at=moment(2025, 11, 4),
        disposal=Disposal.UNIT,
        category=category,
        owner_level="township",
    )
    found.advance(Step.DELIVER, by=chair, at=moment(2025, 11, 4), main_unit=unit)
    make_suggestion(home, content="路灯坏了", at=timezone.now())
    return {
        "q": found.number[-4:] and "水管",
        "village": village.pk,
        "representative": person.pk,
        "unit": unit.pk,
        "category": category.pk,
        "step": 4,
        "kind": "proposal",
        "channel": "letter",
        "work": "acknowledge",
        "overdue": "on",
        "until": "2025-12",
        "number": found.number,
    }


@pytest.mark.parametrize(
    "name",
    [
        "q", "village", "representative", "unit", "category", "step", "kind", "channel", "work",
        "overdue", "until",
    ],
)  # fmt: skip
def test_each_filter_finds_its_matter(sign_in, clerk, wanted, name):
    page = sign_in(clerk).get(LIST, {name: wanted[name]})

    assert numbers(page) == [wanted["number"]]


@pytest.mark.parametrize(
    ("since", "until", "count"),
    [
        ("2025-11", "2025-11", 1),
        ("2025", "2025", 1),
        ("2025年12月", "", 1),
        ("２０２５．１０", "", 2),
        ("", "2025-10", 0),
    ],
)
def test_months_are_read_as_people_write_them(sign_in, clerk, wanted, since, until, count):
    page = sign_in(clerk).get(LIST, {"since": since, "until": until})

    assert len(numbers(page)) == count


def test_number_is_found_however_it_is_typed(sign_in, clerk, wanted):
    typed = wanted["number"].replace("-", "").lower()

    assert numbers(sign_in(clerk).get(LIST, {"q": typed})) == [wanted["number"]]


@pytest.mark.parametrize(
    "query",
    [
        {"village": "abc"},
        {"village": "9" * 30},
        {"step": "99"},
        {"work": "nonsense"},
        {"since": "2025-13"},
        {"since": "9999-01"},
        {"until": "去年"},
        {"since": "2026-02", "until": "2026-01"},
        {"q": "长" * 41},
        {"before": "abc"},
        {"before": "9" * 30},
        {"q": "%_\\'\""},
    ],
)
def test_bad_filter_is_a_sentence(sign_in, home, clerk, query):
    make_suggestion(home)

    page = sign_in(clerk).get(LIST, query)

    assert page.status_code == 200
    known = set(query) & {"village", "step", "work", "since", "until"}
    if known or len(query.get("q", "")) > 40:
        assert "没看懂" in page.text


def test_filter_offers_only_rows_of_this_home(sign_in, home, other_home, clerk):
    foreign = make_village(other_home, name="别镇村")

    page = sign_in(clerk).get(LIST, {"village": foreign.pk})

    assert "别镇村" not in page.text
    assert "没有这个村" in page.text


def test_empty_list_says_what_to_do(sign_in, home, clerk):
    client = sign_in(clerk)
    assert "还没有意见" in client.get(LIST).text

    make_suggestion(home)
    assert "没有找到" in client.get(LIST, {"q": "不存在的话"}).text


# --- the case page --------------------------------------------------------------------------
def case(pk):
    return f"{LIST}{pk}/change/"


def test_case_shows_words_timeline_and_only_allowed_steps(sign_in, home, clerk):
    suggestion = make_suggestion(home)

    page = sign_in(clerk).get(case(suggestion.pk))

    assert suggestion.content in page.text
    assert [action.label for action in page.context["file"].actions] == ["梳理", "补充内容"]
    assert "/step/2/" in page.text
    assert "/step/3/" not in page.text


def test_notes_for_staff_and_words_for_the_voter_are_told_apart(sign_in, home, clerk):
    suggestion = make_suggestion(home)
    suggestion.advance(Step.SORT, by=clerk, summary="路灯", note="先问电工")

    page = sign_in(clerk).get(case(suggestion.pk))

    assert "内部说明，选民看不到" in page.text
    assert page.text.index("选民看不到") < page.text.index("先问电工")


def test_reader_sees_the_case_without_buttons_or_identity(sign_in, home, auditor):
    suggestion = make_suggestion(home, identity=IDENTITY, identity_mode="named")

    page = sign_in(auditor).get(case(suggestion.pk))

    assert page.status_code == 200
    assert "只能查看" in page.text
    assert "张*" not in page.text
    assert "/identity/" not in page.text


def test_identity_is_masked(sign_in, home, clerk):
    suggestion = make_suggestion(home, identity=IDENTITY, identity_mode="confidential")

    page = sign_in(clerk).get(case(suggestion.pk))

    assert "张*" in page.text
    assert "138****8000" in page.text
    assert "张秀兰" not in page.text
    assert "13800138000" not in page.text
    assert "要求保密" in page.text


def test_personal_numbers_in_the_words_are_warned_of(sign_in, home, clerk):
    noisy = make_suggestion(home, content="请打 13800138000 找我，水管漏了")
    quiet = make_suggestion(home)
    client = sign_in(clerk)

    assert "原话里好像有手机号码" in client.get(case(noisy.pk)).text
    assert "原话里好像有" not in client.get(case(quiet.pk)).text


def test_what_people_wrote_is_escaped(sign_in, home, clerk):
    suggestion = make_suggestion(home, content="<script>alert(1)</script>", title="<b>粗</b>")

    page = sign_in(clerk).get(case(suggestion.pk))

    assert "<script>alert" not in page.text
    assert "<b>粗" not in page.text


def test_clerk_is_told_whom_the_case_waits_for(sign_in, home, chair, clerk):
    suggestion = make_suggestion(home, step=Step.SUPERVISE, by=chair)
    client = sign_in(clerk)
    assert "等承办单位答复" in client.get(case(suggestion.pk)).text

    from tests.suggestions.test_worklist import draft_reply

    draft_reply(suggestion, clerk)

    assert "登记人以外" in client.get(case(suggestion.pk)).text
    assert "/approve/" not in client.get(case(suggestion.pk)).text
    assert "/approve/" in sign_in(chair).get(case(suggestion.pk)).text


def long_story(suggestion, chair):
    """Many rows of everything that a case page lists."""
    publish_reply(suggestion, chair, moment(2026, 3, 9))
    for number in range(8):
        Supplement.objects.create(suggestion=suggestion, text="又漏了", key=f"s{number}")
        Attachment.objects.create(
            suggestion=suggestion, name="a.jpg", file="x.jpg", kind="picture", size=1
        )
        Cosigner.objects.create(
            suggestion=suggestion, representative=make_representative(suggestion.home)
        )
        suggestion.assignments.create(
            unit=make_unit(suggestion.home),
            role="assist",
            handed_on=moment(2026, 3, 2),
            due_on=moment(2026, 6, 2),
            return_by=moment(2026, 3, 11),
        )
        UnmaskRecord.objects.create(
            identity=suggestion.identity, by=make_user(home=suggestion.home), reason="核实"
        )
        StepRecord.objects.create(
            suggestion=suggestion, from_step=5, to_step=5, by_name="某", at=timezone.now()
        )


def test_case_page_has_constant_queries(sign_in, home, chair, django_assert_max_num_queries):
    suggestion = make_suggestion(
        home, step=Step.SUPERVISE, by=chair, identity=IDENTITY, identity_mode="named"
    )
    client = sign_in(chair)
    client.get(case(suggestion.pk))
    with django_assert_max_num_queries(40) as short:
        client.get(case(suggestion.pk))
    long_story(suggestion, chair)

    # One more: the scans of the replies that are there now.
    with django_assert_max_num_queries(len(short.captured_queries) + 1):
        page = client.get(case(suggestion.pk))

    assert page.text.count("又漏了") == 8


# --- entry for somebody else ----------------------------------------------------------------
def typed(home, **changes):
    return {
        "key": "k1",
        "channel": "phone",
        "received_on": timezone.localdate().isoformat(),
        "content": "水管裂了，三组没有水",
        "village": make_village(home).pk,
        "identity_mode": "anonymous",
    } | changes


def test_entry_makes_a_matter_and_shows_number_and_code(sign_in, home, clerk):
    client = sign_in(clerk)
    assert client.get(LIST + "add/").status_code == 200

    page = client.post(LIST + "add/", typed(home), follow=True)

    suggestion = Suggestion.objects.get()
    assert suggestion.number in page.text
    assert suggestion.printed_code in page.text
    assert f"{suggestion.pk}/paper/receipt.pdf" in page.text
    assert (suggestion.channel, suggestion.records.get().by) == ("phone", clerk)


def test_entry_sent_twice_is_one(sign_in, home, clerk):
    client, data = sign_in(clerk), typed(home)

    first, second = client.post(LIST + "add/", data), client.post(LIST + "add/", data)

    assert first.url == second.url
    assert Suggestion.objects.count() == 1


def test_letter_of_last_week_counts_from_its_day(sign_in, home, clerk):
    sign_in(clerk).post(LIST + "add/", typed(home, channel="letter", received_on="2026-3-2"))

    suggestion = Suggestion.objects.get()
    assert suggestion.received_on == moment(2026, 3, 2).date()
    assert suggestion.number.startswith("XZ2026-")
    assert str(suggestion.due_on) == "2026-03-09"


def test_identity_of_somebody_anonymous_is_not_kept(sign_in, home, clerk):
    sign_in(clerk).post(LIST + "add/", typed(home, **IDENTITY, consent="on"))

    assert Suggestion.objects.count() == 1
    assert not VoterIdentity.objects.exists()


def test_identity_is_kept_with_consent_only(sign_in, home, clerk):
    client = sign_in(clerk)
    data = typed(home, identity_mode="named", **IDENTITY)

    refused = client.post(LIST + "add/", data)
    assert "consent" in refused.context["form"].errors
    assert "张秀兰" in refused.text
    client.post(LIST + "add/", data | {"consent": "on"})

    assert VoterIdentity.objects.get().address == "三组"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"content": " "}, "content"),
        ({"channel": "web"}, "channel"),
        ({"village": "0"}, "village"),
        ({"received_on": "2099-01-01"}, "received_on"),
        ({"received_on": "昨天"}, "received_on"),
        ({"identity_mode": "named", "phone": "123", "consent": "on"}, "phone"),
        ({"key": ""}, "key"),
        ({"content": "长" * 5001}, "content"),
    ],
)
def test_bad_entry_changes_nothing_and_keeps_the_text(sign_in, home, clerk, changes, field):
    page = sign_in(clerk).post(LIST + "add/", typed(home, title="水管漏水") | changes)

    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert "水管漏水" in page.text
    assert not Suggestion.objects.exists()


def test_files_survive_an_error(sign_in, home, clerk):
    client = sign_in(clerk)
    scan = SimpleUploadedFile("来信.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")
    page = client.post(LIST + "add/", typed(home, content="", attachments=scan))
    token = page.context["form"].parked[0].token

    client.post(LIST + "add/", typed(home, parked=[token]))

    assert Attachment.objects.get().name == "来信.pdf"
    assert Attachment.objects.get().source == "staff"


def test_village_of_another_home_cannot_be_chosen(sign_in, home, other_home, clerk):
    page = sign_in(clerk).post(LIST + "add/", typed(other_home))

    assert "village" in page.context["form"].errors


def test_reader_may_not_enter(sign_in, home, auditor, convener):
    for user in (auditor, convener):
        client = sign_in(user)
        assert client.get(LIST + "add/").status_code == 403
        assert client.post(LIST + "add/", typed(home)).status_code == 403
    assert not Suggestion.objects.exists()
