"""The papers of a matter, looked at as text, fonts, pages and pictures."""

from datetime import date

import pytest
import zxingcpp

from daihome.tools.paper import MissingGlyphs
from suggestions import papers
from suggestions.clocks import clock_words
from suggestions.models import SpecialDay
from suggestions.pipeline import Disposal, Step
from tests import factories
from tests.daihome.tools.papers import (
    fonts_of,
    page_count,
    page_mm,
    picture_of,
    text_of,
    words_of,
)
from tests.suggestions.cases import (
    HOSTILE,
    IDENTITY,
    hand_over,
    make_case,
    make_proposal,
    make_reply,
)

pytestmark = pytest.mark.django_db
BASE = "https://dbzj.example.gov.cn/"
TRACK = f"{BASE}suggestions/track/"
PRIVATE = [*IDENTITY.values(), IDENTITY["name"][0] + "*", "1390476", "前街12号"]


def qr_of(pdf, page=1):
    return zxingcpp.read_barcode(picture_of(pdf, page, dpi=150)).text


def assert_sound(pdf, complaints):
    """Own fonts only, all embedded and cut down; nothing that WeasyPrint complained of."""
    assert set(fonts_of(pdf).values()) == {("yes", "yes")}
    assert len(pdf) < 700_000
    assert complaints == []


def test_receipt_is_one_a6_page_with_number_code_and_days(home, complaints):
    suggestion = make_case(home, Step.RECEIVE)

    pdf = papers.receipt_pdf(suggestion, BASE)

    assert page_count(pdf) == 1
    assert page_mm(pdf) == (105, 148)
    for words in (
        "汐子镇人大代表之家",
        "选民意见回执",
        suggestion.number,
        suggestion.printed_code,
        "收到日期2026年3月2日",
        "北山咀村",
        "2026年3月9日前看完，梳理清楚",
        "2026年3月11日前定好由谁办，交下去办",
        "2026年6月11日前答复您（交办后3个月内）",
        "凭编号和查询码随时可查",
        TRACK,
        "0476-4810001",
    ):
        assert words in words_of(pdf)
    assert_sound(pdf, complaints)


def test_receipt_opens_the_matter_with_its_code_behind_the_hash(home):
    suggestion = make_case(home, Step.RECEIVE)

    found = qr_of(papers.receipt_pdf(suggestion, BASE))

    assert found == f"{TRACK}?number={suggestion.number}#{suggestion.query_code}"


def test_receipt_printed_later_says_what_is_still_to_come(home):
    handed, answered = (
        make_case(home),
        make_case(home, Step.FEEDBACK, village=home.villages.first()),
    )

    before = words_of(papers.receipt_pdf(handed, BASE))
    after = words_of(papers.receipt_pdf(answered, BASE))

    unit = handed.main_assignment().unit.name
    assert f"2026年6月2日前{unit}答复" in before
    assert "梳理清楚" not in before
    assert "办理情况和结果都在查询页上" in after


@pytest.mark.parametrize("step", [Step.SORT, Step.CLASSIFY])
def test_receipt_of_a_matter_on_its_way_names_the_present_clock(home, step):
    suggestion = make_case(home, step)

    assert papers.coming(suggestion)[0] == (suggestion.due_on, "定好由谁办，交下去办")


def test_receipt_of_a_matter_answered_at_once_promises_no_unit(home):
    suggestion = make_case(home, Step.CLASSIFY, disposal=Disposal.EXPLAINED)

    assert papers.coming(suggestion) == [(suggestion.due_on, "答复您")]


def test_receipt_keeps_long_names_on_its_page(home, complaints):
    village = factories.make_village(home, name="很长的村名" * 12)
    suggestion = make_case(home, Step.RECEIVE, village=village)

    pdf = papers.receipt_pdf(suggestion, f"https://{'sub.' * 12}gov.cn/")

    assert page_count(pdf) == 1
    assert "很长的村名" * 12 in words_of(pdf)
    assert qr_of(pdf).endswith(suggestion.query_code)
    assert_sound(pdf, complaints)


def test_no_paper_names_the_voter(home, clerk):
    suggestion = make_case(home, title="路灯坏了，电话13904761234")
    suggestion.supplements.create(key="later", text="还是13904761234。")
    made = [
        papers.receipt_pdf(suggestion, BASE),
        papers.assignment_pdf(suggestion.main_assignment(), BASE),
        papers.reply_letter_pdf(make_reply(suggestion, clerk)),
    ]

    for pdf in made:
        for private in PRIVATE:
            assert private not in words_of(pdf)
    assert words_of(made[1]).count("（手机号码已隐去）") == 3


def test_assignment_sheet_says_what_when_why_and_who(home, clerk, complaints):
    unit = factories.make_unit(home, name="汐子镇村镇建设办公室", contact="赵永生", phone="0476-1")
    assisting = factories.make_unit(home, name="汐子镇水利服务站")
    factories.make_reply_class(home, code="B", label="列入计划")
    suggestion = make_case(home, Step.RECEIVE)

    pdf = papers.assignment_pdf(hand_over(suggestion, clerk, unit, [assisting]), BASE)

    text = words_of(pdf)
    for words in (
        "汐子镇人民代表大会主席团",
        "选民意见交办单",
        "送：汐子镇村镇建设办公室（主办）",
        f"编号：{suggestion.number}",
        "登记时间2026年3月2日",
        "种类选民意见",
        "渠道电话反映",
        "村（社区）北山咀村",
        "性质类别建议",
        "是否公开办结后由镇人大决定",
        "案由便桥没有护栏",
        "前街从老供销社到小学这一段路灯坏了有小半年",
        "主办单位汐子镇村镇建设办公室协办单位汐子镇水利服务站",
        "交办日期2026年3月6日限办日期2026年6月8日",
        "3个月，代表法第五十一条。2026年3月6日交办，当天不计；",
        "第3个月的对应日（周六休息",
        "是2026年6月6日，顺延到2026年6月8日。",
        "可退回至2026年3月17日",
        "赵永生0476-1",
        "交办机关（章）",
        "签收人：",
        "B列入计划",
        "第1页共1页",
    ):
        assert words in text
    assert "领衔代表" not in text
    assert page_mm(pdf) == (210, 297)
    assert_sound(pdf, complaints)


def test_assignment_sheet_carries_the_number_and_never_the_code(home):
    suggestion = make_case(home)

    pdf = papers.assignment_pdf(suggestion.main_assignment(), BASE)

    assert qr_of(pdf) == f"{TRACK}?number={suggestion.number}"
    assert suggestion.query_code not in words_of(pdf).replace("-", "")


def test_assignment_sheet_of_an_assisting_unit_is_addressed_to_it(home, clerk):
    assisting = factories.make_unit(home, name="汐子镇水利服务站")
    suggestion = make_case(home, Step.RECEIVE)
    hand_over(suggestion, clerk, factories.make_unit(home), [assisting])

    pdf = papers.assignment_pdf(suggestion.assignments.get(unit=assisting), BASE)

    assert "送：汐子镇水利服务站（协办）" in words_of(pdf)


def test_proposal_names_its_lead_and_those_who_signed(home, clerk):
    suggestion = make_proposal(home, cosigners=["李建国", "赟堃"], unsigned=["未签字"])

    pdf = papers.assignment_pdf(hand_over(suggestion, clerk, factories.make_unit(home)), BASE)

    text = words_of(pdf)
    assert "代表建议交办单" in text
    assert "领衔代表王伟芳附议代表李建国、赟堃（2人）" in text
    assert "案由关于给二龙村河套便桥加装护栏的建议摘要便桥没有护栏" in text
    assert "请与代表联系沟通" in text
    assert "未签字" not in text


def test_voters_matter_that_became_a_proposal_says_so(home, clerk):
    suggestion = make_case(home, Step.RECEIVE)
    lead = factories.make_representative(home, name="王伟芳")
    unit = factories.make_unit(home)

    assignment = hand_over(suggestion, clerk, unit, disposal="proposal", representative=lead)

    assert "种类代表建议（选民意见转）" in words_of(papers.assignment_pdf(assignment, BASE))


def test_matter_for_a_higher_level_is_passed_on(home, clerk):
    suggestion = make_case(home, Step.RECEIVE)

    assignment = hand_over(suggestion, clerk, factories.make_unit(home), disposal="upward")

    assert "选民意见转办单" in words_of(papers.assignment_pdf(assignment, BASE))


def test_assignment_of_5000_characters_runs_on_and_keeps_its_seals_whole(home, complaints):
    content = (HOSTILE + "水渠塌了，没人管。") * 90
    suggestion = make_case(home, content=content[:5000])

    pdf = papers.assignment_pdf(suggestion.main_assignment(), BASE)

    pages, last = page_count(pdf), words_of(pdf, page_count(pdf))
    assert 3 <= pages <= 7
    assert f"第{pages}页共{pages}页" in last
    assert "交办机关（章）" in last
    assert "签收人：" in last
    assert words_of(pdf).count("<script>alert(1)</script>") >= 50
    assert_sound(pdf, complaints)


def test_changed_policy_never_changes_how_an_old_due_date_is_explained(home, clerk):
    suggestion = make_case(home, Step.RECEIVE)
    assignment = hand_over(suggestion, clerk, factories.make_unit(home))
    home.deadline_policies.create(
        clock="reply", number=2, unit="months", start_event="交办之日", legal_basis="本省办法"
    )

    assert clock_words.basis_of(assignment) == (
        "3个月，代表法第五十一条。2026年3月6日交办，当天不计；"
        "第3个月的对应日（周六休息）是2026年6月6日，顺延到2026年6月8日。"
    )


@pytest.mark.parametrize(
    ("start", "number", "unit", "said"),
    [
        (date(2025, 11, 30), 3, "months", "2月没有30日，以2月最后一天为对应日（春节调休上班）是2026年2月28日。"),
        (date(2026, 3, 2), 3, "months", "第3个月的对应日（工作日）是2026年6月2日。"),
        (date(2026, 3, 6), 3, "months", "是2026年6月6日，顺延到2026年6月8日。"),
        (date(2025, 9, 26), 5, "workdays", "第5个工作日是2025年10月10日。"),
        (date(2026, 3, 2), 10, "days", "第10天（工作日）是2026年3月12日。"),
    ],
)  # fmt: skip
def test_due_date_is_explained_in_one_sentence(start, number, unit, said):
    SpecialDay.objects.update_or_create(
        date=date(2026, 2, 28), defaults={"is_workday": True, "name": "春节调休"}
    )
    for day in range(1, 9):
        SpecialDay.objects.update_or_create(
            date=date(2025, 10, day), defaults={"is_workday": False, "name": "国庆节"}
        )
    SpecialDay.objects.update_or_create(
        date=date(2025, 9, 28), defaults={"is_workday": True, "name": "国庆节调休"}
    )

    notes = SpecialDay.objects.calendar().explain(start, number, unit)

    told = clock_words.how_counted(notes)
    assert told.startswith(f"{start.year}年{start.month}月{start.day}日交办，当天不计；")
    assert told.endswith(said)


def test_reply_letter_to_a_voter(home, clerk, complaints):
    suggestion = make_case(home, Step.RECEIVE)
    unit = factories.make_unit(home, name="汐子镇村镇建设办公室", contact="赵永生", phone="0476-1")
    hand_over(suggestion, clerk, unit)

    pdf = papers.reply_letter_pdf(make_reply(suggestion, clerk))

    text = words_of(pdf)
    for words in (
        "送审稿",
        "分类：A",
        "汐子镇村镇建设办公室",
        "汐建函〔2026〕7号",
        "签发人：孙立军",
        f"关于第{suggestion.number}号选民意见的答复",
        "反映人：",
        f"您反映的问题（编号{suggestion.number}）收悉。现答复如下：经现场查看，已经修好。",
        "汐子镇村镇建设办公室2026年3月23日（承办人：赵永生；联系电话：0476-1）",
        "抄送：汐子镇人民代表大会主席团，汐子镇人民政府办公室。",
    ):
        assert words in text
    assert page_count(pdf) == 1
    assert page_mm(pdf) == (210, 297)
    assert_sound(pdf, complaints)


def test_reply_letter_to_representatives_names_them(home, clerk, chair):
    suggestion = make_proposal(home, cosigners=["李建国", "𬱖小燕"], unsigned=["未签字"])
    hand_over(suggestion, clerk, factories.make_unit(home))
    reply = make_reply(suggestion, clerk, doc_no="")
    reply.approve(chair, factories.moment(2026, 3, 24))

    text = words_of(papers.reply_letter_pdf(reply))

    assert "王伟芳、李建国、𬱖小燕代表：" in text
    assert "关于给二龙村河套便桥加装护栏的建议的答复" in text
    assert "〔2026〕号" in text
    assert "送审稿" not in text
    assert "未签字" not in text


def test_reply_letter_has_22_lines_of_28_characters(home, clerk):
    suggestion = make_case(home, Step.RECEIVE)
    hand_over(suggestion, clerk, factories.make_unit(home))
    text = "某镇人民代表大会主席团根据群众反映认真办理每一件建议到底" * 60

    pdf = papers.reply_letter_pdf(make_reply(suggestion, clerk, text=text))

    lines = [line for line in text_of(pdf, 2, "-layout").splitlines() if line.strip()]
    assert [len(line.strip()) for line in lines[:22]] == [28] * 22


def test_long_reply_letter_ends_with_text_signature_and_copies_on_one_page(home, clerk, complaints):
    suggestion = make_case(home, Step.RECEIVE, title=f"{HOSTILE[:60]}修路")
    unit = factories.make_unit(home, name="农业农村和乡村振兴综合服务保障中心" * 3)
    hand_over(suggestion, clerk, unit)
    text = "\n".join(f"第{number}段，{'渠道已经清淤，' * 20}完。" for number in range(33))

    pdf = papers.reply_letter_pdf(make_reply(suggestion, clerk, text=text, signer="长" * 20))

    last = words_of(pdf, page_count(pdf))
    assert "完。" in last
    assert f"{unit.name}2026年3月23日" in last
    assert "抄送：" in last
    assert "<img src=" in text_of(pdf)
    assert_sound(pdf, complaints)


def test_character_without_a_font_is_named_before_printing(home):
    suggestion = make_case(home, content="我叫\ue123。")

    with pytest.raises(MissingGlyphs, match="U\\+E123"):
        papers.assignment_pdf(suggestion.main_assignment(), BASE)


def test_emoji_in_a_voters_words_is_named_on_the_sheet(home):
    suggestion = make_case(home, title="路灯\U0001fae8", content="路灯坏了\U0001fae8，请修。")

    words = words_of(papers.assignment_pdf(suggestion.main_assignment(), BASE))

    assert "案由路灯〔表情〕" in words
    assert "路灯坏了〔表情〕，请修。" in words
