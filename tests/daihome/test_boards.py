"""The boards of the house: what they say, what they never say, and when they say something new."""

import re
from datetime import date
from html import unescape
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from daihome.boards import BOARDS, BY_SLUG
from daihome.presets import load_presets
from daihome.tools.board_setting import A2, PRESETS, Size
from daihome.tools.boards import board_pdf
from representatives.models import (
    Convener,
    DutyCategory,
    DutyRecord,
    DutyState,
    ElectoralDistrict,
    GroupMembership,
    HomeRule,
    Role,
)
from suggestions.models import DeadlinePolicy, ReplyClass, Suggestion
from suggestions.pipeline import Step
from tests import factories
from tests.daihome.tools.papers import page_count, words_of

TODAY = date(2026, 11, 25)
LONG = "买买提·阿卜杜拉·伊布拉音·吾斯曼江"


def picture():
    out = BytesIO()
    Image.new("RGB", (300, 400), "#446688").save(out, "JPEG")
    return ContentFile(out.getvalue())


@pytest.fixture
def full(home):
    """A Home with rules, a group of three (one with a very long name), and a village of theirs."""
    load_presets(home, date(2026, 1, 1))
    village = factories.make_village(home, name="北山咀村")
    group = factories.make_group(home, name="第一代表小组")
    group.villages.add(village)
    people = [
        factories.make_representative(home, name="王德福", post="北山咀村党支部书记"),
        factories.make_representative(home, name=LONG, phone="13800138001", phone_is_public=True),
        factories.make_representative(home, name="李秀英", phone="13800138002"),
    ]
    for person in people:
        GroupMembership.objects.create(
            group=group, representative=person, started_on=date(2026, 1, 1)
        )
    people[0].photo.save("a.jpg", picture())
    Convener.objects.create(
        home=home, group=group, representative=people[0], started_on=date(2026, 1, 1)
    )
    return home


def said(home, slug, subject="", today=TODAY):
    """What the board is to say, without white space."""
    board = BY_SLUG[slug]
    return words_in(board.html(home, board.facts(home, today, subject), "https://rd.example/"))


def words_in(html):
    """The words that paper shows of it: no head, no title of a drawing."""
    body = re.sub(r"(?s)<head>.*?</head>|<title>.*?</title>", "", html)
    return "".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def digest(home, slug, subject="", today=TODAY):
    board = BY_SLUG[slug]
    return board.digest(home, board.facts(home, today, subject))


def rule_subject(home, title):
    names = {name: key for key, name in BY_SLUG["rules"].subjects(home, TODAY)}
    return names[title]


@pytest.mark.parametrize("size", [Size(210, 297), Size(1200, 900, 3)], ids=str)
def test_every_board_of_a_full_home_stands_on_one_page(full, complaints, size):
    sheets = [
        (board.sheet(full, board.facts(full, TODAY, subject), size, "https://rd.example/"), size)
        for board in BOARDS
        for subject, _name in board.subjects(full, TODAY)[:1]
    ]

    pdf = board_pdf(sheets)
    assert page_count(pdf) == len(sheets)
    for page, (sheet, _size) in enumerate(sheets, start=1):
        assert sorted(words_of(pdf, page)) == sorted(words_in(sheet.html(1)))
    assert complaints == []


def test_every_board_of_an_empty_home_can_be_drawn(home):
    sheets = [
        (board.sheet(home, board.facts(home, TODAY, ""), A2), A2)
        for board in BOARDS
        if board.slug != "rules"
    ]

    assert page_count(board_pdf(sheets)) == len(sheets)


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.slug)
def test_same_data_gives_the_same_digest_on_another_day(full, board):
    subject = board.subjects(full, TODAY)[0][0]

    assert digest(full, board.slug, subject) == digest(
        full, board.slug, subject, date(2026, 11, 26)
    )
    assert len(digest(full, board.slug, subject)) == 64


def test_law_stands_on_the_wall_word_for_word(full):
    words = said(full, "rules", rule_subject(full, "代表的权利和义务"))

    assert "第七条代表享有下列权利：（一）出席本级人民代表大会会议，参加审议各项议案" in words
    assert "（八）法律规定的其他义务。" in words
    assert words.count("（七）") == 2


def test_longest_usual_rule_fits_on_one_page_upright_and_lying(full):
    board = BY_SLUG["rules"]
    facts = [board.facts(full, TODAY, key) for key, _name in board.subjects(full, TODAY)]
    longest = max(facts, key=lambda one: sum(one["weights"]))
    sizes = (PRESETS["A4 竖版"], A2.turned)

    pdf = board_pdf([(board.sheet(full, longest, size), size) for size in sizes])

    assert len(facts) == 12
    assert page_count(pdf) == 2


def test_revised_rule_changes_its_board_from_its_day_on(full):
    subject = rule_subject(full, "代表之家值班制度")
    before = digest(full, "rules", subject)
    rule = HomeRule.objects.get(home=full, title="代表之家值班制度")
    rule.revise(text="新的值班制度。", effective_on=date(2026, 12, 1))

    assert digest(full, "rules", subject) == before
    assert digest(full, "rules", subject, date(2026, 12, 1)) != before
    assert "新的值班制度。" in said(full, "rules", subject, date(2026, 12, 1))


def test_abolished_rule_and_foreign_subject_say_nothing(full, other_home):
    load_presets(other_home, date(2026, 1, 1))
    foreign = rule_subject(other_home, "代表之家值班制度")
    group = factories.make_group(other_home)

    assert BY_SLUG["rules"].facts(full, TODAY, foreign) is None
    assert BY_SLUG["representatives"].facts(full, TODAY, str(group.pk)) is None
    for subject in ("abc", "9" * 30, "-1", "2026-13"):
        assert BY_SLUG["rules"].facts(full, TODAY, subject) is None
        assert BY_SLUG["duty"].facts(full, TODAY, subject) is None
        assert BY_SLUG["results"].facts(full, TODAY, subject) is None


def test_portraits_show_the_telephone_with_consent_only(full):
    words = said(full, "representatives")

    assert LONG in words
    assert "王德福召集人" in words
    assert "13800138001" in words
    assert "13800138002" not in words


def test_portraits_leave_out_whom_the_public_may_not_see(full):
    hidden = factories.make_representative(full, name="赵不公开", is_public=False)
    gone = factories.make_representative(full, name="钱已离任", in_office=False)

    words = said(full, "representatives")

    assert hidden.name not in words
    assert gone.name not in words


def test_new_photo_makes_the_board_out_of_date(full):
    before = digest(full, "representatives")
    person = full.representatives.get(name="李秀英")

    person.photo.save("b.jpg", picture())

    assert digest(full, "representatives") != before


def test_villages_name_those_elected_there_before_those_of_the_group(full):
    assert f"北山咀村李秀英、{LONG}、王德福" in said(full, "villages")
    village, person = full.villages.get(), full.representatives.get(name="李秀英")
    district = ElectoralDistrict.objects.create(
        home=full, term=factories.make_term(full), number=1, name="第1选区"
    )
    district.villages.add(village)
    person.mandates.update(district=district)

    assert "北山咀村李秀英微信" in said(full, "villages")


def test_flow_prints_the_clocks_of_the_home(full):
    DeadlinePolicy.objects.filter(home=full, clock="reply").update(number=2)

    words = said(full, "flow")

    assert "交办之日起2个月内答复" in words
    assert "交办之日起6个月内答复（涉及面广、处理难度大的）" in words
    assert [words.index(step) for step in ("接待", "梳理", "分类")] == sorted(
        words.index(step) for step in ("接待", "梳理", "分类")
    )


def test_duties_count_what_is_confirmed_to_the_end_of_last_month(full):
    person = full.representatives.get(name="王德福")
    category = DutyCategory.objects.filter(home=full, source="contact").get()
    fields = {"home": full, "representative": person, "category": category, "content": "走访"}
    for day in (date(2026, 10, 31), date(2026, 3, 1)):
        DutyRecord.objects.create(**fields, on=day, state=DutyState.CONFIRMED)
    DutyRecord.objects.create(**fields, on=date(2026, 11, 1), state=DutyState.CONFIRMED)
    DutyRecord.objects.create(**fields, on=date(2026, 5, 1), state=DutyState.WAITING)

    facts = BY_SLUG["duty"].facts(full, TODAY, "")

    assert facts["labels"] == ["联系选民"]
    row = next(row for row in facts["rows"] if row["name"] == "王德福")
    assert (row["counts"], row["number"], row["days"]) == ([2], 2, "1")


def test_rare_duties_stand_together_in_one_column(full):
    person = full.representatives.get(name="王德福")
    categories = DutyCategory.objects.filter(home=full).exclude(source="study")
    for category in categories:
        DutyRecord.objects.create(
            home=full, representative=person, category=category, content="履职",
            on=date(2026, 5, 1), state=DutyState.CONFIRMED,
        )  # fmt: skip

    facts = BY_SLUG["duty"].facts(full, TODAY, "")

    row = next(row for row in facts["rows"] if row["name"] == "王德福")
    assert (len(facts["labels"]), facts["labels"].count("其他")) == (9, 1)
    number = len(categories)
    assert (row["counts"], row["number"]) == ([1] * 8 + [number - 8], number)


def test_results_of_a_month_count_solved_and_satisfied_apart(full):
    chair = factories.make_user(role=Role.CHAIR, home=full)
    replies = []
    for title, is_public in (("前街路灯", True), ("张家的事", False)):
        matter = factories.make_suggestion(full, step=Step.SUPERVISE, by=chair)
        replies.append(factories.publish_reply(matter, chair, factories.moment(2026, 10, 9)))
        if is_public:
            full.suggestions.filter(pk=matter.pk).update(
                is_published=True, public_title=title, step=Step.FEEDBACK
            )
    ReplyClass.objects.update(counts_as_resolved=False)
    ReplyClass.objects.filter(pk=replies[0].reply_class_id).update(counts_as_resolved=True)
    Suggestion.objects.update(received_at=factories.moment(2026, 10, 1))

    facts = BY_SLUG["results"].facts(full, TODAY, "2026-10")

    numbers = {label: number for label, number, _words in facts["numbers"]}
    assert facts["title"] == "2026年10月办理结果"
    assert numbers == {"收到意见": 2, "公布答复": 2, "办成": 2, "满意": 0}
    assert [row["title"] for row in facts["results"]] == ["前街路灯"]
    assert BY_SLUG["results"].facts(full, TODAY, "2026-09")["results"] == []


def test_hostile_names_are_words(full):
    person = full.representatives.get(name="王德福")
    person.name, person.post = "<b>王</b>&amp;德福", "<script>alert(1)</script>"
    person.save()

    board = BY_SLUG["representatives"]
    facts = board.facts(full, TODAY, "")
    words = words_of(board_pdf([(board.sheet(full, facts, A2), A2)]))

    assert "<b>王</b>&amp;德福" in words
    assert "<script>alert(1)</script>" in words
