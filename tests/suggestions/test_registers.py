"""The two books of matters: their rows, their columns, their queries."""

from datetime import date

import openpyxl
import pytest

from daihome.tools.registers import Period, xlsx
from suggestions import registers
from suggestions.pipeline import Step
from suggestions.registers import FEEDBACK, SUGGESTIONS
from tests import factories
from tests.suggestions.cases import hand_over, make_case, make_proposal, make_reply

pytestmark = pytest.mark.django_db
YEAR = Period.of_year(2026)


def rows_of(register, home, user, period=YEAR):
    """Each row as a dict of label and shown text."""
    found = register.of(home, period, user)
    return [dict(zip(register.labels, register.cells(row), strict=True)) for row in found]


def test_columns_are_those_of_the_paper_books():
    assert SUGGESTIONS.labels == [
        "编号", "提出日期", "建议标题", "提出代表（领衔附议）", "来源", "分类", "交办日期",
        "承办单位", "应答复日期", "实际答复日期", "答复类别", "满意度", "办理轮次", "归档号",
    ]  # fmt: skip
    assert FEEDBACK.labels == [
        "编号", "接待日期", "接待代表", "反映人", "村组", "反映内容", "类别", "处理方式",
        "承办单位", "办理结果", "告知日期及方式", "反映人评价",
    ]  # fmt: skip
    assert SUGGESTIONS.signatures == ("登记人",)
    assert FEEDBACK.signatures == ("接待代表", "经办人")


def test_each_book_holds_its_own_matters(home, clerk):
    opinion = make_case(home, Step.RECEIVE)
    proposal = make_proposal(home)
    both = make_case(home, Step.RECEIVE, village=opinion.village)
    lead = factories.make_representative(home)
    unit = factories.make_unit(home)
    hand_over(both, clerk, unit, disposal="proposal", representative=lead)

    assert list(SUGGESTIONS.of(home, YEAR, clerk)) == [proposal, both]
    assert list(FEEDBACK.of(home, YEAR, clerk)) == [opinion, both]


def test_line_of_a_proposal_from_receipt_to_archive(home, clerk, chair):
    proposal = make_proposal(home, cosigners=["李建国"], unsigned=["未签字"])
    main, other = (factories.make_unit(home, name=name) for name in ("建设办", "水利站"))
    category = factories.make_category(home, name="桥", parent=factories.make_category(home))
    hand_over(proposal, clerk, main, [other], category=category)
    reply = make_reply(proposal, clerk)
    at = factories.moment(2026, 3, 25)
    reply.approve(chair, at)
    reply.publish(at)
    told = {"told_on": at.date(), "way": "meeting", "satisfaction": "satisfied"}
    proposal.advance(Step.FEEDBACK, by=clerk, at=at, **told)
    volume = factories.make_volume(home, number=3)
    proposal.advance(Step.ARCHIVE, by=clerk, at=at, volume=volume)

    assert list(rows_of(SUGGESTIONS, home, clerk)[0].values()) == [
        proposal.number, "2026-03-02", "关于给二龙村河套便桥加装护栏的建议",
        "王伟芳\n附议：李建国", "代表自提", "桥", "2026-03-06", "建设办\n协办：水利站",
        "2026-06-08", "2026-03-23", "A", "满意", "1", "2026-3",
    ]  # fmt: skip


def test_line_of_a_voter_from_receipt_to_verdict(home, clerk):
    suggestion = make_case(home, Step.FEEDBACK)

    line = rows_of(FEEDBACK, home, clerk)[0]

    assert list(line.values()) == [
        suggestion.number, "2026-03-02", "（电话反映）", "张*", "北山咀村",
        "前街从老供销社到小学这一段路灯坏了有小半年，请打（手机号码已隐去）找我。", "",
        "转有关部门办理", suggestion.main_assignment().unit.name, "A：路灯已经全部修好。",
        "2026-03-02 电话告知", "满意",
    ]  # fmt: skip


def test_fresh_matter_leaves_later_columns_empty(home, clerk):
    proposal = make_proposal(home)

    line = rows_of(SUGGESTIONS, home, clerk)[0]

    assert list(line.values())[4:] == ["代表自提", *[""] * 9]
    assert line["编号"] == proposal.number


@pytest.mark.parametrize(
    ("mode", "identity", "shown"),
    [
        ("named", {"name": "张秀英", "phone": "", "address": ""}, "张*"),
        ("named", None, "未留名"),
        ("named", {"name": "", "phone": "13904761234", "address": ""}, "未留名"),
        ("confidential", {"name": "张秀英", "phone": "", "address": ""}, "保密"),
        ("anonymous", None, "匿名"),
    ],
)
def test_voter_is_never_named(home, clerk, mode, identity, shown):
    make_case(home, Step.RECEIVE, identity_mode=mode, identity=identity)

    line = rows_of(FEEDBACK, home, clerk)[0]

    assert line["反映人"] == shown
    assert "张秀英" not in "".join(line.values())


def test_purged_identity_is_said_to_be_gone(home, clerk):
    suggestion = make_case(home, Step.RECEIVE)
    type(suggestion.identity).objects.purge(factories.moment(2026, 4, 1))

    assert rows_of(FEEDBACK, home, clerk)[0]["反映人"] == "已清除"


def test_number_of_a_person_is_masked_before_a_long_text_is_cut(home, clerk):
    content = "水" * (registers.WORDS_MAX - 5) + "13904761234" + "渠" * 900
    make_case(home, Step.RECEIVE, content=content)

    shown = rows_of(FEEDBACK, home, clerk)[0]["反映内容"]

    assert "139" not in shown
    assert shown.endswith("……（全文见案卷）")
    assert len(shown) == registers.WORDS_MAX + len("……（全文见案卷）")


def test_draft_reply_is_not_yet_a_result(home, clerk):
    suggestion = make_case(home, Step.RECEIVE)
    hand_over(suggestion, clerk, factories.make_unit(home))
    make_reply(suggestion, clerk)

    assert rows_of(FEEDBACK, home, clerk)[0]["办理结果"] == ""


def test_answer_at_once_is_the_result(home, clerk):
    make_case(home, Step.CLASSIFY, disposal="explained")

    line = rows_of(FEEDBACK, home, clerk)[0]

    assert (line["处理方式"], line["办理结果"]) == ("解释答复", "按政策规定暂时办不到。")


def test_unit_that_sent_it_back_no_longer_stands_in_the_book(home, clerk, chair):
    suggestion = make_case(home)
    suggestion.advance(
        Step.CLASSIFY,
        by=chair,
        at=factories.moment(2026, 3, 4),
        disposal="unit",
        category=suggestion.category,
        owner_level="township",
        return_reason="不归我们管",
        returned_on=date(2026, 3, 4),
    )

    assert rows_of(FEEDBACK, home, clerk)[0]["承办单位"] == ""


def test_many_signers_are_counted(home, clerk):
    make_proposal(home, cosigners=[f"代表甲{number}" for number in range(7)])

    shown = rows_of(SUGGESTIONS, home, clerk)[0]["提出代表（领衔附议）"]

    assert shown.startswith("王伟芳\n附议：代表甲0、")
    assert shown.endswith("、代表甲4等7人")


def test_period_holds_whole_local_days(home, clerk):
    village = factories.make_village(home)
    moments = [
        factories.moment(2025, 12, 31, 23),
        factories.moment(2026, 1, 1, 0),
        factories.moment(2026, 12, 31, 23),
        factories.moment(2027, 1, 1, 0),
    ]
    made = [make_case(home, Step.RECEIVE, village=village, at=at) for at in moments]

    assert list(FEEDBACK.of(home, YEAR, clerk)) == made[1:3]


def test_period_is_a_range_that_an_index_serves(home, clerk):
    sql = str(FEEDBACK.of(home, YEAR, clerk).query)

    assert "django_datetime_cast_date" not in sql
    assert "::date" not in sql


@pytest.mark.parametrize("register", [SUGGESTIONS, FEEDBACK], ids=lambda one: one.slug)
def test_queries_do_not_grow_with_the_rows(
    home, clerk, chair, register, django_assert_num_queries, django_assert_max_num_queries
):
    def fill(count):
        village = factories.make_village(home)
        lead = factories.make_representative(home)
        for _ in range(count):
            case = make_case(home, Step.RECEIVE, village=village, representative=lead)
            hand_over(case, clerk, factories.make_unit(home), disposal="proposal")
            case.cosigners.create(representative=lead, confirmed_at=factories.moment(2026, 3, 2))

    fill(3)
    with django_assert_max_num_queries(9) as few:
        assert len(rows_of(register, home, clerk)) == 3
    fill(27)

    with django_assert_num_queries(len(few.captured_queries)):
        assert len(rows_of(register, home, clerk)) == 30


def test_workbook_holds_what_the_screen_shows(home, clerk):
    make_case(home, Step.FEEDBACK, content="=1+1 路坏了")

    sheet = openpyxl.load_workbook(xlsx(FEEDBACK, home, YEAR, clerk)).active

    head, line = sheet.iter_rows(values_only=True)
    assert list(head) == FEEDBACK.labels
    assert line[0] == rows_of(FEEDBACK, home, clerk)[0]["编号"]
    assert sheet["F2"].value == "=1+1 路坏了"
    assert sheet["F2"].data_type == "s"
    assert line[1].date() == date(2026, 3, 2)


def test_other_homes_rows_are_in_no_book(home, other_home, clerk, other_clerk):
    make_case(home, Step.RECEIVE)
    make_proposal(home)

    for register in registers.REGISTERS:
        assert rows_of(register, home, other_clerk) == []
        assert rows_of(register, other_home, clerk) == []
