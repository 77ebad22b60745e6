"""The boards of a year: reception days, the next of them, the plan, and what was held lately."""

from datetime import date, time
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from daihome.boards import BY_SLUG
from daihome.tools.board_setting import A2, PRESETS
from daihome.tools.boards import board_pdf
from representatives.models import Activity, ActivityFile, ActivityState, WallBoard
from tests import factories
from tests.daihome.test_boards import TODAY, digest, said
from tests.daihome.tools.papers import page_count, words_of

LONG = "买买提·阿卜杜拉·伊布拉音·吾斯曼江"
NEXT_YEAR = date(2027, 1, 2)


@pytest.fixture
def room(home):
    return factories.make_venue(home, name="汐子镇代表之家", address="镇政府院内")


@pytest.fixture
def person(home):
    return factories.make_representative(home, name="王德福")


def held_with_picture(home, is_public=True, **fields):
    """An activity that was held, with one picture."""
    out = BytesIO()
    Image.new("RGB", (300, 200), "#446688").save(out, "JPEG")
    activity = factories.make_activity(home, state=ActivityState.HELD, **fields)
    file = ActivityFile(
        activity=activity, name="a.jpg", kind="picture", content_type="image/jpeg",
        size=1, sha256="0" * 64, is_public=is_public,
    )  # fmt: skip
    file.file.save("a.jpg", ContentFile(out.getvalue()))
    return activity


def facts_of(home, slug, subject="", today=TODAY):
    return BY_SLUG[slug].facts(home, today, subject)


def test_roster_says_what_the_public_page_says(home, room, person):
    hidden = factories.make_representative(home, name="赵不公开", is_public=False)
    group = factories.make_group(home, name="第一代表小组")
    day = factories.make_reception_day(
        home, date(2026, 10, 9), [person, hidden], venue=room, group=group,
        moved_why="10月1日是国庆节放假，顺延到10月9日", nominal_on=date(2026, 10, 1),
    )  # fmt: skip
    factories.make_reception_day(home, date(2027, 1, 15), [person], venue=room)

    facts = facts_of(home, "roster")

    assert facts["caption"] == "9:00—11:00　汐子镇代表之家"
    assert facts["blocks"] == [
        {
            "on": "10月9日",
            "weekday": "五",
            "hours": "9:00—11:00",
            "place": "汐子镇代表之家",
            "people": "王德福（第一代表小组）",
            "is_off": False,
            "remark": "10月1日是国庆节放假，顺延到10月9日",
        }
    ]
    day.activity.state, day.activity.cancel_reason = ActivityState.CANCELLED, "大雪封路"
    day.activity.save()
    (row,) = facts_of(home, "roster")["blocks"]
    assert (row["people"], row["is_off"]) == ("停止接待", True)
    assert row["remark"].startswith("大雪封路；")


def test_roster_of_a_place_and_of_a_year(home, room):
    other = factories.make_venue(home, name="北山咀村联络室")
    secret = factories.make_venue(home, is_public=False)
    for venue in (room, other, secret):
        factories.make_reception_day(home, venue=venue)
    factories.make_reception_day(home, date(2027, 3, 1), venue=room, starts=time(14), ends=time(16))

    names = dict(BY_SLUG["roster"].subjects(home, TODAY))

    assert names == {
        "": "本年（每年更换）",
        "2026": "2026年",
        "2027": "2027年",
        f"v{room.pk}": "汐子镇代表之家",
        f"v{other.pk}": "北山咀村联络室",
    }
    counts = [len(facts_of(home, "roster", one)["blocks"]) for one in ("", "2027", f"v{other.pk}")]
    assert counts == [3, 1, 1]
    assert facts_of(home, "roster", f"v{secret.pk}") is None


def test_table_of_a_year_that_is_over_says_nothing_any_more(home, room):
    factories.make_reception_day(home, venue=room)

    for slug in ("roster", "plan"):
        assert facts_of(home, slug, "2026") is not None
        assert facts_of(home, slug, "2026", NEXT_YEAR) is None
        assert digest(home, slug) != digest(home, slug, today=NEXT_YEAR)


def test_next_day_is_out_of_date_as_soon_as_it_is_over(home, room, person):
    factories.make_reception_day(home, date(2026, 11, 26), [person], venue=room)
    factories.make_reception_day(home, date(2026, 12, 15), venue=room)
    before = digest(home, "next-day")

    assert digest(home, "next-day", today=date(2026, 11, 26)) == before
    assert digest(home, "next-day", today=date(2026, 11, 27)) != before
    words = said(home, "next-day")
    assert "11月26日星期四9:00—11:00地点汐子镇代表之家（镇政府院内）接待代表王德福" in words
    assert "人大一般不办理具体案件" in words
    assert "https://rd.example/homes/xizi/reception/" in words
    assert "12月15日" in said(home, "next-day", today=date(2026, 11, 27))


def test_cancelled_day_is_told_before_the_one_that_follows(home, room):
    off = factories.make_reception_day(home, date(2026, 11, 30), venue=room)
    Activity.objects.filter(pk=off.activity_id).update(
        state=ActivityState.CANCELLED, cancel_reason="大雪封路"
    )
    factories.make_reception_day(home, date(2026, 12, 15), venue=room)

    facts = facts_of(home, "next-day")

    assert facts["off"] == ["11月30日（星期一）在汐子镇代表之家的接待停止：大雪封路"]
    assert [day["date"] for day in facts["days"]] == ["12月15日"]


def test_plan_goes_by_months_and_names_no_meeting(home, room):
    group = factories.make_group(home, name="第一代表小组")
    factories.make_activity(
        home, "study", title="学习代表法", starts_at=factories.moment(2026, 3, 9),
        state=ActivityState.HELD, venue=room,
    )  # fmt: skip
    factories.make_activity(
        home, "meeting", title="研究张三的信访", starts_at=factories.moment(2026, 3, 20)
    )
    factories.make_activity(home, title="视察", group=group, is_tentative=True)
    factories.make_activity(
        home, title="取消的", state=ActivityState.CANCELLED, cancel_reason="下雨"
    )
    for day in (5, 19):
        factories.make_reception_day(home, date(2026, 4, day), venue=room)

    months = facts_of(home, "plan")["blocks"]

    told = [
        (month["number"], row["when"], row["title"], row["group"], row["state"])
        for month in months
        for row in month["rows"]
    ]
    assert told == [
        (3, "9日", "学习代表法", "全体代表", "已举行"),
        (3, "20日", "会议", "全体代表", "计划"),
        (4, "5、19日", "代表接待日", "轮值代表", "计划"),
        (4, "待定", "视察", "第一代表小组", "计划"),
    ]
    of_group = facts_of(home, "plan", f"g{group.pk}")
    assert of_group["title"] == "2026年度小组活动计划"
    assert [row["title"] for month in of_group["blocks"] for row in month["rows"]] == ["视察"]


def test_recent_shows_only_pictures_that_staff_made_public(home):
    shown = held_with_picture(home, title="视察自来水", starts_at=factories.moment(2026, 5, 6))
    held_with_picture(home, is_public=False)
    planned = held_with_picture(home)
    Activity.objects.filter(pk=planned.pk).update(state=ActivityState.PLANNED)
    before = digest(home, "recent")

    facts = facts_of(home, "recent")

    assert [(card["title"], card["on"]) for card in facts["cards"]] == [
        ("视察自来水", "2026年5月6日")
    ]
    assert list(facts["pictures"]) == [f"activity-{shown.pk}"]
    ActivityFile.objects.update(is_public=False)
    assert digest(home, "recent") != before


def test_lost_picture_leaves_a_board_that_can_be_printed(home):
    held_with_picture(home, title="视察自来水🎉")
    file = ActivityFile.objects.get()
    file.file.storage.delete(file.file.name)
    board = BY_SLUG["recent"]

    pdf = board_pdf([(board.sheet(home, facts_of(home, "recent"), A2), A2)])

    assert "视察自来水〔表情〕" in words_of(pdf)


def test_foreign_and_nonsense_subjects_say_nothing(home, other_home):
    group, venue = factories.make_group(other_home), factories.make_venue(other_home)
    factories.make_reception_day(other_home, venue=venue)
    subjects = [f"v{venue.pk}", f"g{group.pk}", str(group.pk), "v0", "g", "2025", "v" + "9" * 30]

    for slug in ("roster", "next-day", "plan", "recent"):
        assert [facts_of(home, slug, subject) for subject in subjects] == [None] * len(subjects)


@pytest.mark.parametrize("size", ["A4 竖版", "A1 横版"])
def test_a_full_year_runs_on_and_loses_no_row(home, room, complaints, size):
    person = factories.make_representative(home, name=LONG)
    for month in range(1, 13):
        for day in (1, 8, 15, 22):
            factories.make_reception_day(home, date(2026, month, day), [person], venue=room)
            factories.make_activity(
                home, title="视察人居环境整治和自来水入户情况", venue=room,
                starts_at=factories.moment(2026, month, day),
            )  # fmt: skip
    board, plan = BY_SLUG["roster"], BY_SLUG["plan"]
    sheets = [(one.sheet(home, facts_of(home, one.slug), PRESETS[size]), PRESETS[size])
              for one in (board, plan)]  # fmt: skip

    pdf = board_pdf(sheets)

    words = "".join(words_of(pdf, page) for page in range(1, page_count(pdf) + 1))
    assert (words.count(LONG), words.count("视察人居环境整治和自来水入户情况")) == (48, 48)
    assert complaints == []


def test_everybody_reads_them_while_they_hang(home, room, person, client):
    factories.make_reception_day(home, date(2026, 12, 15), [person], venue=room)
    activity = held_with_picture(home, title="视察自来水")
    picture = activity.files.get().pk
    for slug in ("roster", "next-day", "plan", "recent"):
        assert client.get(f"/homes/xizi/notices/{slug}/").status_code == 404
        WallBoard.objects.create(
            home=home, venue=room, board=slug, width=420, height=594, up_on=date(2026, 1, 1)
        )

    pages = [
        client.get(f"/homes/xizi/notices/{slug}/").content.decode()
        for slug in ("roster", "next-day", "plan", "recent")
    ]

    wanted = ("王德福", "人大代表接待选民公告", "视察自来水", f"/activities/pictures/{picture}")
    assert [words in page for words, page in zip(wanted, pages, strict=True)] == [True] * 4
