"""The papers that go to and fro in the loop: answer link, return, extension, press, survey, promise."""

from datetime import date

import pytest
from django.urls import reverse

from suggestions import papers
from suggestions.models import Commitment, Press, PressKind, UnitLink
from suggestions.papers import blank, evaluations, presses, promises, units
from suggestions.pipeline import Step
from suggestions.voters.evaluating import evaluation_address
from tests import factories
from tests.daihome.tools.papers import page_count, page_mm, words_of
from tests.suggestions.cases import IDENTITY, hand_over, make_case, make_proposal, make_reply
from tests.suggestions.test_papers import BASE, PRIVATE, TRACK, assert_sound, qr_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed(home, clerk):
    """The main unit's assignment of a matter handed over on 2026-03-06."""
    suggestion = make_case(home, Step.RECEIVE)
    unit = factories.make_unit(home, name="汐子镇村镇建设办公室", contact="赵永生", phone="0476-1")
    return hand_over(suggestion, clerk, unit, [factories.make_unit(home, name="汐子镇水利服务站")])


@pytest.fixture
def promised(home, clerk, chair):
    """A published reply of a class that promises, and the matter."""
    suggestion = make_case(home, Step.RECEIVE)
    hand_over(suggestion, clerk, factories.make_unit(home, name="汐子镇村镇建设办公室"))
    klass = factories.make_reply_class(home, code="B", label="列入计划", needs_commitment=True)
    reply = make_reply(
        suggestion,
        clerk,
        reply_class=klass,
        promise="前街五盏路灯全部换新",
        promised_on=date(2026, 8, 31),
        handler="钱建国",
        handler_phone="0476-4810022",
    )
    reply.approve(chair, factories.moment(2026, 3, 24))
    reply.publish(factories.moment(2026, 3, 24), chair)
    return reply


def address(suggestion, name, **query):
    path = reverse("admin:suggestions_paper", args=[suggestion.pk, name])
    return path + "".join(f"?{key}={value}" for key, value in query.items())


def test_sheet_with_the_answer_link_says_until_when_it_works(handed, complaints):
    link = UnitLink.objects.of(handed)

    pdf = papers.assignment_pdf(handed, BASE, with_link=True)

    assert qr_of(pdf) == f"{BASE}suggestions/reply/{link.token}/"
    ends = f"{link.ends_on.year}年{link.ends_on.month}月{link.ends_on.day}日"
    assert f"不用账号就能签收、答复、申请延期或者退回，{ends}前有效" in words_of(pdf)
    assert_sound(pdf, complaints)


def test_sheet_shows_each_day_of_the_clock(handed):
    clock = papers.reply_clock_of(handed)

    months = dict(papers.days_of(clock))

    assert list(months) == ["2026年3月", "2026年4月", "2026年5月", "2026年6月"]
    assert months["2026年3月"][4:7] == [("", ""), (6, "start"), (7, "count")]
    assert months["2026年4月"][29:] == [(30, "count"), ("", "")]
    assert months["2026年6月"][5:9] == [(6, "count"), (7, "skip"), (8, "due"), ("", "")]


def test_only_who_may_hand_over_prints_the_answer_link(sign_in, clerk, auditor, handed):
    matter = handed.suggestion

    ours = sign_in(clerk).get(address(matter, "assignment")).content
    theirs = sign_in(auditor).get(address(matter, "assignment")).content

    token = UnitLink.objects.of(handed).token
    assert qr_of(ours) == f"http://testserver/suggestions/reply/{token}/"
    assert qr_of(theirs) == f"{TRACK.replace(BASE, 'http://testserver/')}?number={matter.number}"


def test_acknowledgement_is_for_one_unit_and_says_it_is_no_answer(handed, complaints):
    other = handed.suggestion.assignments.get(role="assist")

    pdf = units.acknowledgement(other).pdf()

    text = words_of(pdf)
    assert "承办单位汐子镇水利服务站（协办）交办日期2026年3月6日" in text
    assert "收到材料选民意见交办单1份" in text
    assert "签收不是答复" in text
    assert page_count(pdf) == 1
    assert_sound(pdf, complaints)


def test_return_form_is_filled_from_the_return(handed, chair, complaints):
    handed.give_back(
        on=date(2026, 3, 10), reason="该路段属县公路段养护。", proposal="县公路段", by=chair,
        today=date(2026, 3, 10),
    )  # fmt: skip

    text = words_of(units.return_form(handed).pdf())

    assert "退办理由该路段属县公路段养护。建议转办单位县公路段" in text
    assert "2026年3月10日" in text


def test_return_form_before_the_return_has_the_head_only(handed):
    pdf = units.return_form(handed).pdf()

    assert "可退回至2026年3月17日退办理由建议转办单位" in words_of(pdf)
    assert page_count(pdf) == 1


def test_extension_form_carries_the_decision(handed, clerk, chair, complaints):
    handed.acknowledge(
        on=date(2026, 3, 9), name="赵永生", by=clerk, at=factories.moment(2026, 3, 9)
    )
    asked = handed.ask_extension(
        until=date(2026, 8, 3), reason="施工要等汛期过去。", consent="代表同意",
        asked_by_name="孙立军", at=factories.moment(2026, 4, 1),
    )  # fmt: skip
    before = words_of(units.extension_form(asked).pdf())
    asked.grant(chair, factories.moment(2026, 4, 2), "同意")

    pdf = units.extension_form(asked).pdf()

    text = words_of(pdf)
    assert "申请延至2026年8月3日最长可延至2026年9月7日" in before
    assert "施工要等汛期过去。" in text
    assert "√同意延期不同意延期" in text
    assert "√" not in before
    assert_sound(pdf, complaints)


@pytest.mark.parametrize(
    ("kind", "heading", "number"),
    [
        (PressKind.URGE, "催办通知单", "催办〔2026〕1号"),
        (PressKind.SUPERVISE, "督办通知单", "督办〔2026〕1号"),
    ],
)
def test_press_sheet(handed, chair, kind, heading, number, complaints):
    press = Press.objects.issue(
        handed, kind=kind, demand="请抓紧办理。", answer_by=date(2026, 6, 20), by=chair,
        at=factories.moment(2026, 6, 12),
    )  # fmt: skip

    pdf = presses.press_sheet(press).pdf()

    text = words_of(pdf)
    assert f"{heading}送：汐子镇村镇建设办公室{number}" in text
    assert "到2026年6月12日，已超过限办日期4天，还没有收到答复。" in text
    assert "请抓紧办理。请在2026年6月20日前书面回复办理情况。" in text
    assert page_count(pdf) == 1
    assert_sound(pdf, complaints)


def test_reply_letter_names_the_handler_and_binds_the_unit(promised):
    text = words_of(papers.reply_letter_pdf(promised))

    assert "我单位承诺在2026年8月31日前办好：前街五盏路灯全部换新。到期再次答复。" in text
    assert "（承办人：钱建国；联系电话：0476-4810022）" in text


def test_second_answer_to_a_promise_says_so_in_its_title(promised, clerk):
    again = promised.commitment.answer_again(
        by=clerk, replied_on=date(2026, 8, 20), text="已经换新。",
        reply_class=factories.make_reply_class(promised.suggestion.home, code="A"),
        at=factories.moment(2026, 8, 20),
    )  # fmt: skip

    assert "号选民意见的再次答复" in words_of(papers.reply_letter_pdf(again))


def test_promise_receipt_before_and_after(promised, clerk, chair, complaints):
    before = words_of(promises.promise_receipt(promised.commitment).pdf())
    again = promised.commitment.answer_again(
        by=clerk, replied_on=date(2026, 8, 20), text="五盏都换了新的。",
        reply_class=factories.make_reply_class(promised.suggestion.home, code="A"),
        at=factories.moment(2026, 8, 20),
    )  # fmt: skip
    again.approve(chair, factories.moment(2026, 8, 21))
    again.publish(factories.moment(2026, 8, 21), chair)

    pdf = promises.promise_receipt(Commitment.objects.get()).pdf()

    assert "完成时限2026年8月31日承诺内容前街五盏路灯全部换新落实情况是否落实已经落实" in before
    assert "落实情况五盏都换了新的。是否落实√已经落实没有落实" in words_of(pdf)
    assert page_count(pdf) == 1
    assert_sound(pdf, complaints)


def test_survey_is_two_copies_with_the_way_to_judge_online(promised, complaints):
    suggestion = promised.suggestion

    pdf = evaluations.survey(suggestion, base_url=BASE).pdf()

    assert page_count(pdf) == 2
    for page in (1, 2):
        text = words_of(pdf, page)
        assert "选民意见办理征询意见表" in text
        assert "答复文号汐建函〔2026〕7号答复类别B列入计划" in text
        assert "满意基本满意不满意" in text
        assert "办理态度" not in text.replace("“办理态度”", "")
        assert qr_of(pdf, page) == evaluation_address(suggestion, "voter", BASE)
    assert "第一份交代表之家存档" in words_of(pdf, 1)
    assert_sound(pdf, complaints)


def test_survey_asks_for_both_where_the_home_wants_it_and_ticks_what_was_said(promised, clerk):
    suggestion = promised.suggestion
    type(suggestion.home).objects.filter(pk=suggestion.home_id).update(asks_attitude=True)
    suggestion.refresh_from_db()
    suggestion.advance(
        Step.FEEDBACK, by=clerk, told_on=date(2026, 3, 25), way="phone",
        at=factories.moment(2026, 3, 25),
    )  # fmt: skip
    verdict = suggestion.judge(
        by=clerk, level="unsatisfied", given_on=date(2026, 3, 26),
        reason="找13904761234问过，没修。", attitude="basic", source="paper",
    )  # fmt: skip

    text = words_of(evaluations.survey(suggestion, verdict, BASE).pdf())

    assert "办理态度满意√基本满意不满意办理结果满意基本满意√不满意" in text
    assert "找（手机号码已隐去）问过" in text
    assert "扫码评价" not in text


def test_only_who_may_enter_a_verdict_prints_the_way_to_judge(sign_in, clerk, auditor, promised):
    ours = words_of(sign_in(clerk).get(address(promised.suggestion, "survey")).content)
    theirs = words_of(sign_in(auditor).get(address(promised.suggestion, "survey")).content)

    assert "扫码评价" in ours
    assert "扫码评价" not in theirs


def test_survey_of_a_proposal_is_signed_by_the_representative(home, clerk):
    suggestion = make_proposal(home, cosigners=["李建国"])
    hand_over(suggestion, clerk, factories.make_unit(home))
    make_reply(suggestion, clerk)

    text = words_of(evaluations.survey(suggestion).pdf())

    assert "代表建议办理征询意见表" in text
    assert "提出代表王伟芳附议代表李建国" in text
    assert "代表（签名）" in text


def test_no_paper_of_the_loop_names_the_voter(handed, clerk, chair):
    made = [
        units.acknowledgement(handed),
        units.return_form(handed),
        units.open_extension(handed),
        evaluations.talk_record(handed),
        evaluations.survey(handed.suggestion),
    ]

    for paper in made:
        words = words_of(paper.pdf())
        for private in PRIVATE:
            assert private not in words
        assert IDENTITY["name"] not in words


@pytest.mark.parametrize("name", blank.BLANK)
def test_blank_form_is_a4_and_of_the_own_home(sign_in, clerk, name, complaints):
    response = sign_in(clerk).get(reverse("admin:suggestions_blank", args=[name]))

    pdf = response.content
    assert page_mm(pdf) == (210, 297)
    assert page_count(pdf) == (2 if name == "survey" else 1)
    assert "汐子镇人民代表大会主席团" in words_of(pdf)
    assert_sound(pdf, complaints)


def test_unknown_blank_form_and_other_home_are_not_found(sign_in, clerk, other_home):
    client = sign_in(clerk)

    assert client.get(reverse("admin:suggestions_blank", args=["nothing"])).status_code == 404
    blank_return = reverse("admin:suggestions_blank", args=["return"])
    assert client.get(f"{blank_return}?home={other_home.slug}").status_code == 404


@pytest.mark.parametrize(
    "name", ["acknowledgement", "return", "ask-extension", "extension", "press", "talk", "promise"]
)
def test_papers_are_found_by_those_who_see_the_matter_only(
    sign_in, clerk, other_clerk, unit_user, promised, name
):
    Press.objects.none()
    suggestion = promised.suggestion
    there = {"extension": 404, "press": 404}

    assert sign_in(clerk).get(address(suggestion, name)).status_code == there.get(name, 200)
    assert sign_in(clerk).get(address(suggestion, name, of="9" * 30)).status_code == 404
    assert sign_in(other_clerk).get(address(suggestion, name)).status_code == 404
    assert sign_in(unit_user).get(address(suggestion, name)).status_code == 403


def test_case_page_lists_the_papers_that_exist(sign_in, clerk, promised):
    suggestion = promised.suggestion
    page = reverse("admin:suggestions_suggestion_change", args=[suggestion.pk])

    text = sign_in(clerk).get(page).text

    for name in ("receipt", "assignment", "acknowledgement", "talk", "reply", "survey", "promise"):
        assert reverse("admin:suggestions_paper", args=[suggestion.pk, name]) in text
    assert "退办申请" not in text
    assert "通知单" not in text


def test_first_page_of_staff_offers_the_blank_forms(sign_in, clerk, home):
    text = sign_in(clerk).get(reverse("admin:index")).text

    for name in blank.BLANK:
        assert reverse("admin:suggestions_blank", args=[name]) in text


def test_unit_prints_its_forms_by_the_link(client, handed):
    token = UnitLink.objects.of(handed).token
    page = reverse("suggestions:unit", args=[token])

    for name, title in (
        ("acknowledgement", "签收回执"),
        ("return", "退办申请"),
        ("extension", "延期"),
    ):
        form = reverse("suggestions:unit_form", args=[token, name])
        assert form in client.get(page).text
        words = words_of(client.get(form).content)
        assert title in words
        assert handed.suggestion.number in words
        assert IDENTITY["name"] not in words
    assert client.get(reverse("suggestions:unit_form", args=[token, "survey"])).status_code == 404
    assert (
        client.get(reverse("suggestions:unit_form", args=["x" * 32, "return"])).status_code == 404
    )
