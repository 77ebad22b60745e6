"""My duties, my file, my card and my calendar."""

from datetime import date

import pytest
from django.utils import timezone

from representatives.models import DutyCategory, DutyRecord
from tests.factories import make_activity, make_representative, make_suggestion, make_visit


@pytest.fixture
def me(sign_in, representative):
    return sign_in(representative.user)


@pytest.fixture
def category(home):
    return DutyCategory.objects.create(home=home, name="化解矛盾纠纷", days="0.5")


def entry(category, **changes):
    return {
        "key": "d1", "category": category.pk, "on": "2026-03-02",
        "content": "调解前街两户的地界纠纷。",
    } | changes  # fmt: skip


def test_duty_entered_twice_is_one_and_waits(me, representative, category):
    for _press in range(2):
        me.post("/my/duties/new/", entry(category))

    record = DutyRecord.objects.get()
    assert (record.representative, record.state, record.days) == (representative, "waiting", 0.5)


def test_other_words_under_a_used_key_are_refused(me, category):
    me.post("/my/duties/new/", entry(category))

    assert me.post("/my/duties/new/", entry(category, content="另一件")).status_code == 409


def test_poor_duty_is_refused_and_stays_on_the_page(me, category):
    page = me.post("/my/duties/new/", entry(category, on="2126-01-01"))

    assert page.status_code == 422
    assert "前街两户" in page.text
    assert not DutyRecord.objects.exists()


def test_duty_that_was_sent_back_is_corrected_and_waits_again(me, representative, category):
    me.post("/my/duties/new/", entry(category))
    DutyRecord.objects.update(state="sent_back", remark="请写哪个村")
    record = DutyRecord.objects.get()
    assert "请写哪个村" in me.get("/my/").text

    me.post(f"/my/duties/{record.pk}/", entry(category, content="调解北山咀村的纠纷。"))

    record.refresh_from_db()
    assert (record.state, record.content) == ("waiting", "调解北山咀村的纠纷。")


def test_confirmed_duty_is_not_changed_any_more(me, category):
    me.post("/my/duties/new/", entry(category))
    DutyRecord.objects.update(state="confirmed")
    record = DutyRecord.objects.get()

    response = me.post(f"/my/duties/{record.pk}/", entry(category, content="改"))

    assert response.status_code == 409
    assert DutyRecord.objects.get().content == "调解前街两户的地界纠纷。"


def test_duties_of_others_are_not_there(me, home, category):
    other = DutyRecord.objects.create(
        home=home, representative=make_representative(home), category=category,
        on=date(2026, 3, 2), content="别人的履职",
    )  # fmt: skip

    assert me.get(f"/my/duties/{other.pk}/").status_code == 404
    assert "别人的履职" not in me.get("/my/duties/?year=2026").text


def test_file_counts_what_was_written_once_elsewhere(me, home, representative):
    make_visit(home, [representative], on=date(2026, 4, 20))
    make_visit(home, [make_representative(home)], on=date(2026, 4, 20))
    held = make_activity(home, "study", [representative], state="held")
    held.attendances.get().sign_in(timezone.now(), "list")
    make_suggestion(home, representative=representative)

    lines = {line.label: line.words for line in me.get("/my/file/?year=2026").context["lines"]}

    assert lines["联系选民"] == "1 次，1 人"
    assert lines["学习"] == "1 次"
    assert lines["选民反映的意见"] == "1 件"
    assert lines["履职登记"] == "1 天"
    before = {line.label: line.words for line in me.get("/my/file/?year=2025").context["lines"]}
    assert before["联系选民"] == "0 次，0 人"


@pytest.mark.parametrize("year", ["abcd", "0000", "99999", "２０２６"])
def test_year_that_is_none_means_this_year(me, year):
    assert me.get(f"/my/file/?year={year}").context["year"] == timezone.localdate().year


def test_card_leads_to_my_public_page(me, representative):
    assert f"/r/{representative.code}/" in me.get("/my/card/").text


def test_file_of_an_unknown_kind_is_not_there(me):
    assert me.get("/my/files/secret/1/").status_code == 404
