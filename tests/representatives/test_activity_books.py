"""The books and papers that activities fill: their columns, whose rows, what is cut."""

import pytest
from django.urls import reverse

from daihome.books import BY_SLUG
from daihome.tools.registers import Period
from representatives.activities import cells, marking, year_books
from representatives.models import Activity, ActivityFile, Attendance
from tests import factories
from tests.daihome.tools.papers import page_count, text_of, words_of

YEAR = Period.of_year(2026)


def lines(slug, home, user):
    register = BY_SLUG[slug]
    rows = register.of(home, YEAR, user)
    return [
        dict(zip(register.labels, register.cells(row, place), strict=True))
        for place, row in enumerate(rows, start=1)
    ]


def hold(activity, clerk, leaves=()):
    """Everybody was there but `leaves`; the rest of the record is written, too."""
    answers = {
        row.pk: marking.Answer("leave", "外出务工", "expected")
        for row in activity.attendances.filter(representative__name__in=leaves)
    }
    marking.enter(activity, answers, by="list", now=activity.starts_at, rest="present")
    marking.close(activity, clerk, activity.starts_at)
    return activity


@pytest.fixture
def group_activity(home, clerk):
    people = [factories.make_representative(home, name=name) for name in ("甲", "乙")]
    activity = factories.make_activity(
        home, "group", people, title="看路", group=factories.make_group(home, name="一组"),
        place="北山咀村", host="赵组长", recorder="钱秘书", organiser="一组",
        content="看了三处水毁路段，联系电话13800138000。", outcome="建议修路",
        others="孙主任", others_count=1,
    )  # fmt: skip
    return hold(activity, clerk, leaves=["乙"])


def test_sign_in_book_has_a_line_for_each_person(group_activity, home, clerk):
    found = lines("attendance", home, clerk)

    assert [(row["姓名"], row["签名"], row["备注"]) for row in found] == [
        ("甲", "名单登记", ""),
        ("乙", "", "请假：外出务工"),
    ]
    assert found[0]["签到时间"] == "09:00"


def test_group_book_and_log_say_what_was_written_once(group_activity, home, clerk):
    [row] = lines("group-activities", home, clerk)
    [log] = lines("activity-log", home, clerk)

    assert (row["小组"], row["地点"], row["主持人"]) == ("一组", "北山咀村", "赵组长")
    assert (row["参加代表"], row["缺席及原因"]) == ("甲", "乙（请假：外出务工）")
    assert row["活动内容"] == "看了三处水毁路段，联系电话（手机号码已隐去）。"
    assert (log["组织者"], log["参加人数"], log["成效"]) == ("一组", "2", "建议修路")


def test_reception_day_stands_in_sign_in_book_and_log(home, clerk):
    day = factories.make_reception_day(home, people=[factories.make_representative(home)])
    hold(day.activity, clerk)

    assert [row["活动名称"] for row in lines("attendance", home, clerk)] == [day.activity.title]
    assert [row["活动类别"] for row in lines("activity-log", home, clerk)] == ["接待"]
    assert lines("group-activities", home, clerk) == []


def test_minutes_tell_observers_votes_and_decisions(home, clerk):
    present, away = (factories.make_representative(home, name=name) for name in ("甲", "乙"))
    activity = factories.make_activity(
        home, "meeting", [present, away], title="主席团会议", votes_for=7, votes_against=0,
        decisions="同意", others="张副镇长", agenda="听取报告",
    )  # fmt: skip
    Attendance.objects.invite(
        activity, [factories.make_representative(home, name="丙")], part="observer"
    )
    hold(activity, clerk, leaves=["乙"])

    [row] = lines("meetings", home, clerk)

    assert (row["出席"], row["列席"], row["请假"]) == ("甲", "丙、张副镇长", "乙（外出务工）")
    assert (row["表决"], row["决定"]) == ("赞成7票，反对0票", "同意")


def test_long_text_is_cut_after_the_numbers_are_masked(home):
    text = "路" * 188 + "13800138000"

    assert "1380013" not in cells.cut(text, 195)
    assert len(cells.cut("路" * 300, 200)) == 200


def test_books_hold_nothing_planned_cancelled_or_of_others(home, other_home, clerk):
    factories.make_activity(home, "study", [factories.make_representative(home)])
    foreign = factories.make_activity(
        other_home, "study", [factories.make_representative(other_home)]
    )
    Activity.objects.filter(pk=foreign.pk).update(state="held")

    slugs = ("attendance", "activity-log", "studies")
    assert [lines(slug, home, clerk) for slug in slugs] == [[], [], []]
    assert lines("studies", other_home, clerk) == []


def test_papers_of_an_activity(group_activity, clerk, sign_in):
    client = sign_in(clerk)

    def paper(name):
        kept = {"pk": group_activity.pk, "name": name}
        return client.get(reverse("admin:representatives_activity_paper", kwargs=kept))

    signed, record, notice = (
        words_of(paper(name).content) for name in ("sign-in", "record", "notice")
    )

    assert "应到2人，实到1人，请假1人，缺席0人" in signed
    assert ("形成意见" in record, "13800138000" in record) == (True, False)
    assert "关于“看路”的通知" in notice
    assert "一组各位代表" in notice
    assert paper("nonsense").status_code == 404


def test_book_of_the_year_has_a_page_an_activity(group_activity, home, clerk, sign_in):
    hold(factories.make_activity(home, "group", title="第二次"), clerk)
    address = reverse("admin:representatives_activity_book_paper", kwargs={"name": "group"})
    client = sign_in(clerk)

    pdf = client.get(address, {"year": "2026"}).content

    assert page_count(pdf) == 2
    assert ("看路" in text_of(pdf), "第二次" in text_of(pdf)) == (True, True)
    assert client.get(address, {"year": "2025"}).status_code == 400


def test_long_book_is_ordered_not_waited_for(group_activity, home, clerk, sign_in, monkeypatch):
    monkeypatch.setattr(year_books, "AT_ONCE", 0)
    address = reverse("admin:representatives_activity_book_paper", kwargs={"name": "group"})

    page = sign_in(clerk).get(address, {"year": "2026"}).content.decode()

    assert "登记了 1 次活动" in page
    assert reverse("activity_book_order", args=["group"]) in page


def test_lost_picture_does_not_stop_the_record(group_activity, clerk, sign_in):
    ActivityFile.objects.create(
        activity=group_activity, file="representatives/2026/lost.jpg", name="a.jpg",
        kind="picture", content_type="image/jpeg", size=1, sha256="0",
    )  # fmt: skip
    kept = {"pk": group_activity.pk, "name": "record"}

    answer = sign_in(clerk).get(reverse("admin:representatives_activity_paper", kwargs=kept))

    assert answer.status_code == 200
