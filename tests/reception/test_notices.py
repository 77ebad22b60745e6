"""What the notice on the wall and the table of the year say."""

import subprocess
from datetime import date

import pytest
from django.urls import reverse

from reception.models import ReceptionDay
from reception.papers import notices
from reception.staff import rosters
from tests import factories

TODAY = date(2026, 6, 1)


@pytest.fixture
def day(home):
    home.phone = "0476-4810001"
    home.save()
    people = [factories.make_representative(home, name=name) for name in ("包那顺", "郑德顺")]
    venue = factories.make_venue(home, name="汐子镇人大代表之家", address="镇政府院内一楼")
    pattern = factories.make_pattern(home, venue=venue)
    return factories.make_reception_day(
        home, date(2026, 6, 16), people, venue=venue, pattern=pattern,
        moved_why="6月15日是端午节放假，顺延到6月16日", theme="农田水利", liaison="魏秋菊",
    )  # fmt: skip


def roster_day():
    (each,) = rosters.roster_days(ReceptionDay.objects.all(), TODAY)
    return each


def text_of(content, tmp_path):
    place = tmp_path / "paper.pdf"
    place.write_bytes(content)
    run = subprocess.run(["pdftotext", "-layout", place, "-"], capture_output=True, check=True)
    sheets = run.stdout.decode().split("\f")[:-1]
    return len(sheets), "".join("".join(sheets).split())


def test_notice_says_all_that_a_voter_wants_to_know_on_one_sheet(day, tmp_path):
    day.announce(factories.moment(2026, 6, 10))

    sheets, said = text_of(notices.notice(roster_day(), TODAY).pdf(), tmp_path)

    assert sheets == 1
    for words in (
        "汐子镇人民代表大会主席团",
        "（2026）第1号",
        "2026年6月16日（星期二）9:00—11:00（6月15日是端午节放假，顺延到6月16日）",
        "汐子镇人大代表之家（镇政府院内一楼）",
        "包那顺、郑德顺",
        "农田水利",
        "人大一般不办理具体案件",
        "转交有关单位办理并督办",
        "联络员：魏秋菊；联系电话：0476-4810001",
        "2026年6月10日",
    ):
        assert words in said


def test_notice_before_it_is_announced_leaves_the_number_to_be_written(day):
    assert notices.notice(roster_day(), TODAY).facts["notice"].number == ""


def test_year_table_is_one_sheet_of_a3_with_every_day(day, home, clerk, sign_in, tmp_path):
    for month in (2, 4, 8, 10, 12):
        factories.make_reception_day(home, date(2026, month, 15))
    ReceptionDay.objects.last().cancel("防汛值守")

    response = sign_in(clerk).get(reverse("admin:reception_year_paper", args=[2026]))

    sheets, said = text_of(response.content, tmp_path)
    assert (sheets, response["Content-Type"]) == (1, "application/pdf")
    for words in (
        "汐子镇2026年人大代表接待选民日安排表",
        "6月16日二9:00—11:00",
        "2月15日日",
        "停止接待：防汛值守",
        "共6次",
    ):
        assert words in said
