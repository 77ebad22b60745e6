"""Performance files: drawn from the rooms, with words of their own, closed at the end."""

from datetime import date
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from daihome.orders import Unmakeable
from daihome.orders.performance_files import performance_files
from daihome.performance.chapters import CHAPTERS
from daihome.performance.file import File, mandates_of, stored_year
from daihome.performance.papers import file_pdf
from representatives.models import Convener, PerformanceYear
from tests import factories
from tests.daihome.tools.papers import text_of

TODAY = date(2026, 12, 31)
HOSTILE = "<b>粗</b><script>alert(1)</script>"


@pytest.fixture
def person(home):
    return factories.make_representative(home, name="郑德顺")


@pytest.fixture
def mandate(person):
    return person.mandates.get()


def _rows(mandate, year=2026):
    found = File(mandate, TODAY).of(year).told
    return {told.chapter.slug: told.rows for told in found}


def test_a_year_holds_what_the_rooms_hold(home, person, mandate, clerk):
    study = factories.make_activity(
        home, base="study", people=[person], state="held", title="学代表法"
    )
    meeting = factories.make_activity(home, base="meeting", people=[person], state="held")
    study.attendances.update(state="present")
    meeting.attendances.update(state="leave", leave_reason="住院")
    factories.make_activity(home, base="study", people=[person], title="还没有开")
    study.settle()
    day = factories.make_reception_day(home, people=[person])
    day.close(
        [row.pk for row in day.roster()], by=clerk, now=factories.moment(2026, 4, 15), said=""
    )
    factories.make_record(day, receivers=[person])
    factories.make_visit(home, [person], content="张大爷电话13800138000，说路灯坏了。")
    factories.make_visit(home, [person], on=date(2025, 12, 31))
    factories.make_suggestion(home, kind="proposal", representative=person, title="修路灯")

    rows = _rows(mandate)

    assert [row[2] for row in rows["studies"]] == ["学代表法"]
    assert [row[4] for row in rows["meetings"]] == ["请假（住院）"]
    assert [row[2:] for row in rows["receptions"]] == [["实到", "1"]]
    assert len(rows["visits"]) == 1
    assert "13800138000" not in str(rows)
    assert [row[2:4] for row in rows["suggestions"]] == [["修路灯", "领衔"]]
    assert rows["sums"][-1][0] == "合计"


def test_only_the_days_of_the_mandate_count(home, person, mandate):
    mandate.started_on = date(2026, 5, 1)
    mandate.save()
    factories.make_visit(home, [person], on=date(2026, 4, 30))
    factories.make_visit(home, [person], on=date(2026, 5, 1))

    assert File(mandate, TODAY).years == [2026]
    assert [row[0] for row in _rows(mandate)["visits"]] == ["2026-05-01"]


def test_columns_fill_the_page():
    assert {sum(chapter.widths) for chapter in CHAPTERS} == {170}
    assert all(len(chapter.widths) == len(chapter.columns) for chapter in CHAPTERS)


def test_the_paper_says_what_the_screen_says(home, person, mandate):
    factories.make_visit(home, [person], content=HOSTILE)
    row = stored_year(mandate, 2026)
    row.summary, row.group_comment = f"今年走访了一次。{HOSTILE}", "同意"
    row.save()

    text = text_of(file_pdf(File(mandate, TODAY), [2026]))

    for words in ("人大代表实绩档案", "郑德顺", "今年走访了一次。", "本年度没有登记。", "<script>"):
        assert words in text


def test_a_representative_writes_the_own_summary(client, home):
    person = factories.make_representative(home, with_account=True)
    client.force_login(person.user)
    year = timezone.localdate().year

    empty = client.post(f"/my/performance/?year={year}", {"summary": " "})
    assert (empty.status_code, PerformanceYear.objects.count()) == (422, 0)
    sent = client.post(f"/my/performance/?year={year}", {"summary": "做了三件事。"})

    assert sent.status_code == 302
    row = PerformanceYear.objects.get(file__mandate=person.mandates.get())
    assert (row.year, row.summary) == (year, "做了三件事。")
    row.file.closed_on = TODAY
    row.file.save()
    assert client.post(f"/my/performance/?year={year}", {"summary": "改"}).status_code == 409
    row.refresh_from_db()
    assert row.summary == "做了三件事。"


def test_staff_enter_comments_and_close(client, clerk, chair, mandate):
    client.force_login(clerk)
    edit = reverse("performance_edit", args=[mandate.pk, 2026])
    words = {
        "summary": "小结",
        "group_comment": "同意",
        "group_signer": "李明",
        "signed_on": "2026-12-31",
    }

    assert client.post(edit, words | {"signed_on": "2026-13-01"}).status_code == 422
    assert PerformanceYear.objects.count() == 0
    assert client.post(edit, words).status_code == 302
    row = PerformanceYear.objects.get()
    assert (row.group_signer, row.signed_on) == ("李明", date(2026, 12, 31))

    close = reverse("performance_close", args=[mandate.pk])
    assert client.post(close, {"closing_note": "届满"}).status_code == 403
    client.force_login(chair)
    assert client.post(close, {"closing_note": ""}).status_code == 422
    assert client.post(close, {"closing_note": "届满"}).status_code == 302
    assert client.post(edit, words).status_code == 409
    # Pressed twice, it does not open again.
    assert client.post(close, {"closing_note": "届满"}).status_code == 409
    row.file.refresh_from_db()
    assert (row.file.is_closed, row.file.closing_note) == (True, "届满")
    assert client.post(close, {"open": "1"}).status_code == 302
    assert client.post(close, {"open": "1"}).status_code == 409
    assert client.get(edit).status_code == 200


def test_staff_do_not_write_over_a_summary_that_came_meanwhile(client, home, clerk):
    person = factories.make_representative(home, with_account=True)
    year = timezone.localdate().year
    edit = reverse("performance_edit", args=[person.mandates.get().pk, year])
    words = {"summary": "", "group_comment": "同意", "seen": ""}
    client.force_login(person.user)
    assert client.post(f"/my/performance/?year={year}", {"summary": "三件事。"}).status_code == 302
    client.force_login(clerk)

    late = client.post(edit, words)

    row = PerformanceYear.objects.get()
    assert (late.status_code, row.summary) == (422, "三件事。")
    assert "这一年的小结和意见刚刚有别人改过" in late.text
    assert "同意</textarea>" in late.text
    seen = {"seen": late.context["form"].data["seen"], "summary": "三件事。"}
    assert client.post(edit, words | seen).status_code == 302
    row.refresh_from_db()
    assert (row.summary, row.group_comment) == ("三件事。", "同意")


def test_mandate_that_has_not_begun_has_an_empty_file(client, home, clerk):
    person = factories.make_representative(home, with_account=True)
    person.mandates.update(started_on=date(2030, 1, 1))
    mandate = person.mandates.get()
    client.force_login(clerk)

    for name in ("performance_file", "performance_pdf"):
        assert client.get(reverse(name, args=[mandate.pk])).status_code == 200
    client.force_login(person.user)
    assert client.get("/my/performance/").status_code == 200


def test_a_convener_reads_the_members_of_the_own_group_only(home, person, mandate, convener):
    other = factories.make_representative(home)
    group = factories.make_group(home)
    group.memberships.create(representative=person, started_on=date(2021, 10, 20))
    Convener.objects.all().delete()
    leader = factories.make_representative(home, user=convener)
    Convener.objects.create(
        home=home, group=group, representative=leader, started_on=date(2021, 10, 20)
    )

    found = set(mandates_of(convener))

    assert mandate in found
    assert other.mandates.get() not in found


def test_another_home_is_not_there(client, mandate, other_clerk):
    client.force_login(other_clerk)

    assert client.get(reverse("performance_file", args=[mandate.pk])).status_code == 404
    assert client.get(reverse("performance_pdf", args=[mandate.pk])).status_code == 404


def test_a_year_outside_the_mandate_is_not_there(client, clerk, mandate):
    client.force_login(clerk)

    assert client.get(reverse("performance_year", args=[mandate.pk, 1999])).status_code == 404
    assert (
        client.get(reverse("performance_pdf", args=[mandate.pk]), {"year": "1999"}).status_code
        == 404
    )
    assert client.get(reverse("performance"), {"term": "x"}).status_code == 200


def _order(home, user, term, year):
    return type("Order", (), {"home": home, "user": user, "title": "档案", "parameters": {"term": term.pk, "year": year}})()  # fmt: skip


def test_all_files_of_a_term_in_one(home, clerk, other_clerk, mandate):
    factories.make_representative(home)
    told, file = [], BytesIO()

    performance_files(
        _order(home, clerk, mandate.term, 2026), file, lambda *pair: told.append(pair)
    )

    assert told == [(1, 2), (2, 2)]
    with pikepdf.open(file) as bound, bound.open_outline() as outline:
        assert "郑德顺" in [one.title for one in outline.root]
    with pytest.raises(Unmakeable):
        performance_files(_order(home, other_clerk, mandate.term, 2026), BytesIO(), print)


def test_queries_of_a_year_are_few(home, person, mandate, django_assert_max_num_queries):
    for _ in range(4):
        factories.make_visit(home, [person])
        factories.make_activity(home, base="study", people=[person], state="held")

    with django_assert_max_num_queries(16):
        File(mandate, TODAY).of(2026)


def test_a_restricted_proposal_is_not_told(home, person, mandate):
    factories.make_suggestion(
        home, kind="proposal", representative=person, title="涉密的事", is_restricted=True
    )

    assert [row[2] for row in _rows(mandate)["suggestions"]] == ["（需要保密的建议）"]
