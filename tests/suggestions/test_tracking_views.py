"""Looking a matter up, adding to it, and everything that must not be seen there."""

import re
from datetime import date

import pytest
from django.utils import timezone

from suggestions.models import ReplyState, Supplement
from suggestions.pipeline import Disposal, Step
from suggestions.voters import progress
from tests import factories
from tests.racing import race, real_database

TRACK, SUPPLEMENT, RECEIPT = (
    "/suggestions/track/",
    "/suggestions/supplement/",
    "/suggestions/receipt/",
)
TOKEN = re.compile(r'csrfmiddlewaretoken" value="[^"]+"')


def body(response):
    """The page without its CSRF token, which differs each time."""
    return TOKEN.sub("", response.content.decode())


def pair(suggestion):
    return {"number": suggestion.number, "code": suggestion.printed_code}


def key_on(response):
    return re.search(r'name="key" value="([^"]+)"', response.content.decode())[1]


@pytest.fixture
def matter(home):
    identity = {"name": "王秀英", "phone": "13800138000", "address": "北山咀村3组"}
    return factories.make_suggestion(home, identity=identity, identity_mode="named")


def test_right_pair_opens_the_matter(client, matter):
    html = client.post(TRACK, pair(matter)).content.decode()

    assert matter.number in html
    assert matter.content in html
    assert html.count("step-title") == len(Step)


@pytest.mark.parametrize("spelling", [str.lower, lambda code: code.replace("-", " "), str.strip])
def test_pair_may_be_typed_carelessly(client, matter, spelling):
    typed = {"number": matter.number.replace("-", ""), "code": spelling(matter.printed_code)}

    assert client.post(TRACK, typed).status_code == 200


def test_every_wrong_pair_gets_the_same_answer(client, home, matter):
    other = factories.make_suggestion(home)
    right = pair(matter)
    wrong = [
        {},
        {"number": "", "code": ""},
        right | {"code": "AAAA-AAAA-AAAA-AAAA"},
        right | {"number": "XZ2026-9999"},
        right | {"code": other.printed_code},
        right | {"code": "字" * 10_000},
        {"number": "X" * 10_000, "code": "Y" * 10_000},
        right | {"number": "' OR 1=1 --"},
        right | {"number": "\x00"},
    ]

    answers = [client.post(TRACK, one) for one in wrong]

    assert {one.status_code for one in answers} == {422}
    assert len({body(one) for one in answers}) == 1
    assert matter.content not in body(answers[0])


def test_opening_the_address_shows_the_form_and_nothing_else(client, matter):
    html = client.get(TRACK, pair(matter)).content.decode()

    assert f'name="number" id="id_number" value="{matter.number}"' in html
    assert matter.content not in html


def test_ten_wrong_codes_close_the_door_for_the_hour(client, matter, settings):
    settings.THROTTLE = True
    wrong = pair(matter) | {"code": "AAAA"}

    answers = [client.post(TRACK, wrong).status_code for _ in range(11)]
    right = client.post(TRACK, pair(matter))

    assert answers == [422] * 10 + [429]
    assert right.status_code == 429
    assert matter.content not in body(right)


def test_right_codes_are_never_counted(client, matter, settings):
    settings.THROTTLE = True

    assert {client.post(TRACK, pair(matter)).status_code for _ in range(12)} == {200}


def test_matter_page_shows_neither_person_nor_staff_notes(client, home, matter):
    chair = factories.make_user(role="chair", home=home, name="审定人甲")
    matter.advance(Step.SORT, by=chair, note="内部备注", summary="内部摘要王秀英")

    html = client.post(TRACK, pair(matter)).content.decode()

    for secret in ("王秀英", "13800138000", "8000", "3组", "内部备注", "内部摘要", "审定人甲"):
        assert secret not in html


@pytest.mark.parametrize("state", [ReplyState.DRAFT, ReplyState.APPROVED])
def test_reply_is_hidden_until_it_is_published(client, home, state):
    matter = factories.make_suggestion(home, step=Step.SUPERVISE)
    clerk = factories.make_user(home=home)
    reply = matter.main_assignment().answer(
        by=clerk,
        replied_on=timezone.localdate(),
        reply_class=factories.make_reply_class(home),
        text="还没有公布的答复。",
    )
    if state == ReplyState.APPROVED:
        reply.approve(factories.make_user(role="chair", home=home), timezone.now())

    assert "还没有公布的答复" not in client.post(TRACK, pair(matter)).content.decode()


def test_published_reply_is_shown_with_unit_class_and_verdict(client, home):
    matter = factories.make_suggestion(home, step=Step.ARCHIVE)

    html = client.post(TRACK, pair(matter)).content.decode()

    reply = matter.replies.get()
    for shown in (reply.text, str(reply.assignment.unit), reply.reply_class.label, "满意"):
        assert shown in html
    assert "已完成" in html
    assert "正在办" not in html


def test_explanation_is_shown_and_the_road_says_what_is_not_needed(client, home):
    matter = factories.make_suggestion(home, step=Step.CLASSIFY, disposal=Disposal.EXPLAINED)

    html = client.post(TRACK, pair(matter)).content.decode()

    assert "按政策规定暂时办不到。" in html
    assert html.count("这件事不需要这一步。") == 2


def test_explanation_waiting_for_the_chair_is_hidden(client, home, clerk):
    matter = factories.make_suggestion(home, step=Step.SORT)
    matter.propose_classification(
        by=clerk,
        disposal=Disposal.EXPLAINED,
        category=factories.make_category(home),
        owner_level="township",
        explanation="还没有审定的答复。",
    )

    assert "还没有审定的答复" not in client.post(TRACK, pair(matter)).content.decode()


def test_lateness_is_said_with_its_reason(client, home):
    matter = factories.make_suggestion(home, at=factories.moment(2026, 3, 2))

    html = client.post(TRACK, pair(matter)).content.decode()

    assert "已经超过规定时间" in html
    assert "2026年3月9日前" in html
    assert "本代表之家工作制度" in html


@pytest.mark.parametrize(
    ("step", "states"),
    [
        (Step.RECEIVE, "done now next next next next next"),
        (Step.SORT, "done done now next next next next"),
        (Step.DELIVER, "done done done done now next next"),
        (Step.SUPERVISE, "done done done done now next next"),
        (Step.FEEDBACK, "done done done done done done now"),
        (Step.ARCHIVE, "done done done done done done done"),
    ],
)
def test_seven_steps_say_where_it_is(home, step, states):
    matter = factories.make_suggestion(home, step=step)

    shown = progress.progress_of(matter, date(2026, 3, 3)).stages

    assert [stage.state for stage in shown] == states.split()


def test_returned_matter_says_so_plainly(client, home, chair):
    matter = factories.make_suggestion(home, step=Step.DELIVER)
    matter.advance(
        Step.CLASSIFY,
        by=chair,
        at=factories.moment(2026, 3, 4),
        disposal=Disposal.UNIT,
        category=factories.make_category(home),
        owner_level="township",
        return_reason="不归我办，内部理由",
        returned_on=date(2026, 3, 4),
    )

    html = client.post(TRACK, pair(matter)).content.decode()

    assert "2026年3月4日：承办单位认为不归它办" in html
    assert "内部理由" not in html


def test_matter_page_asks_as_often_for_many_rows_as_for_few(
    client, home, django_assert_num_queries
):
    matter = factories.make_suggestion(home, step=Step.ARCHIVE)
    Supplement.objects.create(suggestion=matter, text="第一次", key="first")
    client.post(TRACK, pair(matter))
    with django_assert_num_queries(14):
        client.post(TRACK, pair(matter))

    for n in range(10):
        Supplement.objects.create(suggestion=matter, text=f"第{n}次", key=f"many-{n}")

    with django_assert_num_queries(14):
        client.post(TRACK, pair(matter))


def test_supplement_is_added_once_however_often_it_is_sent(client, matter):
    page = pair(matter) | {"key": key_on(client.post(TRACK, pair(matter))), "text": "又坏了一盏。"}

    first, second = client.post(SUPPLEMENT, page), client.post(SUPPLEMENT, page)

    assert [first.status_code, second.status_code] == [200, 200]
    assert "又坏了一盏。" in second.content.decode()
    assert [one.text for one in matter.supplements.all()] == ["又坏了一盏。"]


@pytest.mark.django_db(transaction=True)
def test_supplement_sent_ten_times_at_once_is_one(client, tmp_path_factory):
    matter = factories.make_suggestion(factories.make_home())
    page = pair(matter) | {"key": key_on(client.post(TRACK, pair(matter))), "text": "又坏了。"}

    with real_database(tmp_path_factory.mktemp("race")):
        answers = race(10, lambda _n: type(client)().post(SUPPLEMENT, page).status_code)
        [kept] = race(1, lambda _n: Supplement.objects.count())

    assert answers == [200] * 10
    assert kept == 1


@pytest.mark.parametrize("text", ["", "\u3000", "字" * 2001])
def test_bad_supplement_is_kept_on_the_page(client, matter, text):
    page = pair(matter) | {"key": key_on(client.post(TRACK, pair(matter))), "text": text}

    response = client.post(SUPPLEMENT, page)

    assert response.status_code == 422
    assert text in response.content.decode()
    assert not matter.supplements.exists()


def test_supplement_needs_the_code(client, matter):
    page = pair(matter) | {"key": key_on(client.post(TRACK, pair(matter))), "text": "冒充"}

    assert client.post(SUPPLEMENT, page | {"code": "AAAA"}).status_code == 422
    assert not matter.supplements.exists()


def test_archived_matter_takes_no_supplement(client, home):
    matter = factories.make_suggestion(home, step=Step.ARCHIVE)
    key = key_on(client.post(TRACK, pair(factories.make_suggestion(home))))

    response = client.post(SUPPLEMENT, pair(matter) | {"key": key, "text": "还有"})

    assert response.status_code == 409
    assert "另提一件" in response.content.decode()
    assert not matter.supplements.exists()


@pytest.mark.parametrize("address", [SUPPLEMENT, RECEIPT])
def test_opening_an_address_that_acts_is_refused(client, home, address):
    assert client.get(address).status_code == 405


def test_receipt_is_a_pdf_named_after_the_number(client, matter):
    response = client.post(RECEIPT, pair(matter))

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert matter.number in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]


def test_receipt_that_cannot_be_printed_says_why(client, home):
    village = factories.make_village(home, name="\ue000村")
    matter = factories.make_suggestion(home, village=village)

    response = client.post(RECEIPT, pair(matter))

    assert response.status_code == 422
    assert 'role="status"' in body(response)
    assert matter.number in body(response)


def test_receipt_needs_the_code(client, matter):
    response = client.post(RECEIPT, pair(matter) | {"code": "AAAA"})

    assert response.status_code == 422
    assert matter.number not in body(response)


def test_matter_page_is_not_stored_by_browsers(client, matter):
    assert "no-store" in client.post(TRACK, pair(matter))["Cache-Control"]


def test_markup_of_the_voter_is_text(client, home):
    matter = factories.make_suggestion(
        home, content="<img src=x onerror=alert(1)>", title='"><script>alert(1)</script>'
    )

    html = client.post(TRACK, pair(matter)).content.decode()

    assert "<img src=x" not in html
    assert "<script>alert" not in html
