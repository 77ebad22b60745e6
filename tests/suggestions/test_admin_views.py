"""The small form of each step: works, guarded, previewed, too late."""

import pytest

from suggestions.pipeline import Step
from tests.factories import (
    make_representative,
    make_suggestion,
    moment,
    publish_reply,
)
from tests.suggestions.clicks import body, facts, fresh, url

STEPS = [step for step in Step if step != Step.RECEIVE]


@pytest.fixture(params=STEPS, ids=lambda step: step.name)
def ready(request, home, chair):
    """A matter that waits for the step, and the step."""
    to = request.param
    suggestion = make_suggestion(home, step=Step(to - 1), by=chair)
    if to == Step.FEEDBACK:
        publish_reply(suggestion, chair, moment(2026, 3, 9))
        suggestion.refresh_from_db()
    return suggestion, to


def test_step_is_taken_by_its_form(sign_in, home, clerk, ready):
    suggestion, to = ready
    client, path = sign_in(clerk), url(suggestion, f"step/{to}/")
    page = client.get(path)
    assert page.status_code == 200
    assert fresh(suggestion).step == to - 1

    response = client.post(path, body(suggestion, note="已核对", **facts(to, home)))

    assert response.url == url(suggestion, "change/")
    assert fresh(suggestion).step == to
    record = suggestion.records.last()
    assert (record.to_step, record.by, record.note) == (to, clerk, "已核对")


def test_step_is_not_for_strangers_and_readers(
    client, sign_in, home, ready, other_clerk, auditor, representative
):
    suggestion, to = ready
    path, data = url(suggestion, f"step/{to}/"), body(suggestion, **facts(to, home))

    assert client.post(path, data).status_code == 302
    for user, status in [(other_clerk, 404), (auditor, 403), (representative.user, 403)]:
        assert sign_in(user).post(path, data).status_code == status
        assert sign_in(user).get(path).status_code == status
    assert fresh(suggestion).step == to - 1


def test_late_click_shows_the_present_state(sign_in, home, clerk, ready):
    suggestion, to = ready
    client, path = sign_in(clerk), url(suggestion, f"step/{to}/")
    data = body(suggestion, **facts(to, home))
    client.post(path, data)
    seen = suggestion.records.count()

    page = client.post(path, data)

    assert page.status_code == 409
    assert to.label in page.text
    assert clerk.name in page.text
    assert suggestion.records.count() == seen


def test_page_of_an_earlier_step_is_noticed(sign_in, home, clerk, ready):
    suggestion, to = ready
    stale = body(suggestion, **facts(to, home)) | {"from_step": to - 2}

    assert sign_in(clerk).post(url(suggestion, f"step/{to}/"), stale).status_code == 409
    assert fresh(suggestion).step == to - 1


def test_preview_writes_nothing_and_shows_the_voters_sentence(sign_in, home, clerk, ready):
    suggestion, to = ready
    typed = facts(to, home)
    data = body(suggestion, note="留着", preview="1", **typed)

    page = sign_in(clerk).post(url(suggestion, f"step/{to}/"), data)

    assert page.status_code == 200
    assert "选民将看到" in page.text
    assert "留着" in page.text
    assert fresh(suggestion).step == to - 1
    assert suggestion.records.count() == to - 1
    sign_in(clerk).post(url(suggestion, f"step/{to}/"), body(suggestion, **typed))
    assert suggestion.records.last().public_text in page.text


def test_incomplete_form_keeps_what_was_typed(sign_in, home, clerk, ready):
    suggestion, to = ready
    names = {
        Step.SORT: "summary", Step.CLASSIFY: "disposal", Step.DELIVER: "main_unit",
        Step.SUPERVISE: "acknowledged_on", Step.FEEDBACK: "way", Step.ARCHIVE: "volume",
    }  # fmt: skip
    data = body(suggestion, **facts(to, home)) | {names[to]: "", "note": "写了一半"}

    page = sign_in(clerk).post(url(suggestion, f"step/{to}/"), data)

    assert names[to] in page.context["form"].errors
    assert "写了一半" in page.text
    assert fresh(suggestion).step == to - 1


@pytest.mark.parametrize("to", [0, 1, 8, 99])
def test_no_such_step(sign_in, home, clerk, to):
    suggestion = make_suggestion(home)

    assert sign_in(clerk).get(url(suggestion, f"step/{to}/")).status_code == 404


def test_step_that_is_not_next_says_where_the_matter_stands(sign_in, home, clerk):
    suggestion = make_suggestion(home)

    page = sign_in(clerk).get(url(suggestion, "step/7/"))

    assert page.status_code == 409
    assert "接待" in page.text


def test_nonsense_in_hidden_fields_is_no_fault(sign_in, home, clerk):
    suggestion = make_suggestion(home)

    for value in ("abc", "", "9" * 30, "２"):
        page = sign_in(clerk).post(
            url(suggestion, "step/2/"), {"from_step": value, "summary": "路灯"}
        )
        assert page.status_code == 409


@pytest.fixture
def strict_home(home):
    home.confirms_classification = True
    home.save()
    return home


def test_clerk_proposes_and_the_chair_finds_it_filled_in(sign_in, strict_home, clerk, chair):
    suggestion = make_suggestion(strict_home, step=Step.SORT, by=chair)
    typed = body(suggestion, **facts(Step.CLASSIFY, strict_home))
    path = url(suggestion, "step/3/")

    assert "提交主席审定" in sign_in(clerk).get(path).text
    sign_in(clerk).post(path, typed)
    assert fresh(suggestion).step == Step.SORT
    assert fresh(suggestion).classification_by == clerk
    assert "等主席审定" in sign_in(clerk).get(url(suggestion, "change/")).text

    page = sign_in(chair).get(path)
    assert page.context["form"].initial["disposal"] == "unit"
    assert clerk.name in page.text
    sign_in(chair).post(path, typed)
    assert fresh(suggestion).step == Step.CLASSIFY


def test_proposal_can_be_previewed(sign_in, strict_home, clerk, chair):
    suggestion = make_suggestion(strict_home, step=Step.SORT, by=chair)
    typed = body(suggestion, preview="1", **facts(Step.CLASSIFY, strict_home))

    page = sign_in(clerk).post(url(suggestion, "step/3/"), typed)

    assert "已经决定交有关部门办理" in page.text
    assert fresh(suggestion).classification_by is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"disposal": "explained"}, "explanation"),
        ({"disposal": "proposal"}, "representative"),
        ({"disposal": "nonsense"}, "disposal"),
        ({"category": "999999"}, "category"),
    ],
)
def test_classification_errors_stand_beside_their_field(
    sign_in, home, chair, clerk, changes, field
):
    suggestion = make_suggestion(home, step=Step.SORT, by=chair)
    typed = body(suggestion, **facts(Step.CLASSIFY, home)) | changes

    page = sign_in(clerk).post(url(suggestion, "step/3/"), typed)

    assert list(page.context["form"].errors) == [field]


def test_rows_of_another_home_cannot_be_chosen(sign_in, home, other_home, chair, clerk):
    suggestion = make_suggestion(home, step=Step.SORT, by=chair)
    typed = body(suggestion, **facts(Step.CLASSIFY, other_home))
    typed["representative"] = make_representative(other_home).pk

    page = sign_in(clerk).post(url(suggestion, "step/3/"), typed)

    assert set(page.context["form"].errors) == {"category", "representative"}


def test_unit_sends_it_back(sign_in, home, chair, clerk):
    suggestion = make_suggestion(home, step=Step.DELIVER, by=chair)
    typed = body(suggestion, **facts(Step.CLASSIFY, home))
    typed |= {"returned_on": "2026-3-4", "return_reason": "不归我单位管"}

    page = sign_in(clerk).post(url(suggestion, "step/3/"), typed | {"return_reason": ""})
    assert "return_reason" in page.context["form"].errors
    sign_in(clerk).post(url(suggestion, "step/3/"), typed)

    assert fresh(suggestion).step == Step.CLASSIFY
    assert fresh(suggestion).assignments.get().return_reason == "不归我单位管"


def test_late_return_is_explained(sign_in, home, chair, clerk):
    suggestion = make_suggestion(home, step=Step.DELIVER, by=chair)
    typed = body(suggestion, **facts(Step.CLASSIFY, home))
    typed |= {"returned_on": "2026-3-20", "return_reason": "不归我单位管"}

    page = sign_in(clerk).post(url(suggestion, "step/3/"), typed)

    assert "只能由主席决定" in page.text
    assert "不归我单位管" in page.text


def test_delivery_preview_explains_the_day(sign_in, home, chair, clerk):
    suggestion = make_suggestion(home, step=Step.CLASSIFY, by=chair, at=moment(2025, 11, 20))
    typed = body(suggestion, preview="1", **facts(Step.DELIVER, home))
    typed["handed_on"] = "2025-11-30"

    page = sign_in(clerk).post(url(suggestion, "step/4/"), typed)

    assert "2026年2月28日" in page.text
    assert "代表法" in page.text
    assert "调休" in page.text
