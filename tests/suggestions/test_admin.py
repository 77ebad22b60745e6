"""The case page and who may open what on the staff’s pages of matters."""

import pytest
from django.utils import timezone

from suggestions.models import (
    Attachment,
    Cosigner,
    StepRecord,
    Suggestion,
    Supplement,
    UnmaskRecord,
)
from suggestions.pipeline import Step
from tests.factories import (
    make_representative,
    make_suggestion,
    make_unit,
    make_user,
    moment,
    publish_reply,
)

LIST = "/admin/suggestions/suggestion/"
IDENTITY = {"name": "张秀兰", "phone": "13800138000", "address": "三组"}


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


def case(pk):
    return f"{LIST}{pk}/change/"


def test_case_shows_words_timeline_and_only_allowed_steps(sign_in, home, clerk):
    suggestion = make_suggestion(home)

    page = sign_in(clerk).get(case(suggestion.pk))

    assert suggestion.content in page.text
    assert [action.label for action in page.context["file"].actions] == [
        "梳理", "与另一件并案", "拆成几件", "公开范围和保密", "补充内容",
    ]  # fmt: skip
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
