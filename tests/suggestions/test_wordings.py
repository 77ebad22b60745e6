"""Answer templates: what their blanks may say, where they are offered, that nothing typed is lost."""

import pytest

from daihome.preset_wordings import WORDINGS
from daihome.presets import load_presets
from suggestions.models import AnswerTemplate, Reply
from suggestions.pipeline import Step
from suggestions.staff.blanks import fill
from suggestions.staff.wordings import facts_of
from tests.factories import make_category, make_suggestion, make_village, moment
from tests.suggestions.clicks import body, facts, fresh, reply_body, reply_url, url

FACTS = {"编号": "XZ2026-0001", "村": "北山咀村", "标题": "", "日期": "{编号}"}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{村}，{编号}。", "北山咀村，XZ2026-0001。"),
        ("{{编号}} {{ 编号 }} {% now %}", "{{编号}} {{ 编号 }} {% now %}"),
        ("{0.__class__} {编号.__class__} {编号!r} {编号:>9}", None),
        ("{密码} {} { 编号 } {编\n号}", None),
        ("{标题}", None),  # nothing to put in: the blank stays to be seen
        ("{日期}", "{编号}"),  # what was put in is not filled in again
        ("%(编号)s $编号 <b>{村}</b>", "%(编号)s $编号 <b>北山咀村</b>"),
    ],
)
def test_only_known_blanks_are_replaced(text, filled):
    assert fill(text, FACTS) == (text if filled is None else filled)


@pytest.fixture
def sorted_one(home, chair):
    return make_suggestion(
        home, Step.SORT, chair, village=make_village(home, name="北山咀村"),
        title="路灯，电话13800138000",
    )  # fmt: skip


def make_template(home, **fields):
    defaults = {"use": "classify", "title": "解释", "text": "{村}（{编号}）：{{ x }}明年办。"}
    return AnswerTemplate.objects.create(home=home, **defaults | fields)


def test_facts_are_those_of_the_matter_without_numbers_of_persons(home, chair, sorted_one):
    known = facts_of(sorted_one, moment(2026, 3, 5).date())
    handed = facts_of(make_suggestion(home, Step.DELIVER, chair), moment(2026, 3, 5).date())

    assert known["日期"] == "2026年3月5日"
    assert known["收到日期"] == "2026年3月2日"
    assert "13800138000" not in known["标题"]
    assert (known["承办单位"], handed["承办单位"][-3:]) == ("", "办公室")


def test_wording_is_put_in_and_everything_typed_stays(sign_in, home, sorted_one, chair):
    template, category = make_template(home), make_category(home)
    typed = body(sorted_one, disposal="explained", category=category.pk, owner_level="county",
                 is_complex="on", explanation="您好！", note="打过电话")  # fmt: skip
    client, path = sign_in(chair), url(sorted_one, "step/3/")
    assert template.title in client.get(path).text

    page = client.post(path, typed | {"fill": "1", "template": template.pk})

    form = page.context["form"]
    assert page.status_code == 200
    assert not form.errors
    said = f"您好！\n北山咀村（{sorted_one.number}）：{{{{ x }}}}明年办。"
    assert form["explanation"].value() == said
    assert [form[name].value() for name in ("disposal", "owner_level", "is_complex", "note")] == [
        "explained", "county", True, "打过电话",
    ]  # fmt: skip
    assert f'<option value="{category.pk}" selected>' in page.text
    assert f"step-{sorted_one.number}" in page.text.split("data-keep-clear=")[1]
    assert fresh(sorted_one).step == Step.SORT
    client.post(path, typed | {"explanation": said})
    assert fresh(sorted_one).explanation == said


def test_only_fitting_templates_are_offered(sign_in, home, other_home, chair, sorted_one):
    top = make_category(home)
    low, other = make_category(home, parent=top), make_category(home)
    wanted = [make_template(home, title="各类"), make_template(home, title="一级", category=top)]
    make_template(home, title="别的类", category=other)
    make_template(home, title="停用", is_active=False)
    make_template(home, title="答复用", use="reply")
    make_template(other_home, title="别家")
    type(sorted_one).objects.filter(pk=sorted_one.pk).update(category=low)

    page = sign_in(chair).get(url(sorted_one, "step/3/"))

    assert page.context["templates"] == wanted


def test_foreign_or_nonsense_template_puts_nothing_in(sign_in, home, other_home, chair, sorted_one):
    foreign = make_template(other_home, text="别家的话")
    for chosen in (foreign.pk, "x", "", "9" * 30):
        typed = body(sorted_one, explanation="您好！", fill="1", template=chosen)
        page = sign_in(chair).post(url(sorted_one, "step/3/"), typed)
        assert page.context["form"]["explanation"].value() == "您好！"
    assert fresh(sorted_one).step == Step.SORT


def test_reply_and_feedback_have_theirs(sign_in, home, chair, clerk):
    row = make_suggestion(home, Step.SUPERVISE, chair)
    reply = make_template(home, use="reply", text="{承办单位}已办好。")
    tell = make_template(home, use="tell", text="{编号}已告知。")

    page = sign_in(clerk).post(
        reply_url(row), reply_body(home, text="", fill="1", template=reply.pk)
    )
    unit = row.main_assignment().unit
    assert page.context["form"]["text"].value() == f"{unit}已办好。"
    assert page.context["form"]["signer"].value() == "王镇长"
    assert not Reply.objects.exists()
    told = make_suggestion(home, Step.CLASSIFY, chair, disposal="explained")
    typed = body(told, fill="1", template=tell.pk, **facts(Step.FEEDBACK, home))
    page = sign_in(clerk).post(url(told, "step/6/"), typed)
    assert page.context["form"]["note"].value() == f"{told.number}已告知。"
    assert fresh(told).step == Step.CLASSIFY


def test_late_filling_is_still_late(sign_in, home, chair, sorted_one):
    template = make_template(home)
    typed = body(sorted_one, fill="1", template=template.pk, explanation="我写的话")
    sorted_one.advance(Step.CLASSIFY, by=chair, **{
        "disposal": "unit", "category": make_category(home), "owner_level": "township",
    })  # fmt: skip

    page = sign_in(chair).post(url(sorted_one, "step/3/"), typed)

    assert page.status_code == 409
    assert "我写的话" in page.context["typed"]


def test_presets_are_good_once(home, other_home):
    load_presets(home)
    load_presets(home)

    assert home.answer_templates.count() == len(WORDINGS) == 11
    assert not other_home.answer_templates.exists()
    known = set(facts_of(make_suggestion(home), moment(2026, 3, 5).date()))
    for _use, _title, text in WORDINGS:
        blanks = {part.split("}")[0] for part in text.split("{")[1:]}
        assert blanks <= known


def test_templates_are_kept_by_the_office(sign_in, home, clerk, auditor):
    path = "/admin/suggestions/answertemplate/add/"
    typed = {"use": "reply", "title": "已办好", "text": "{村}已办好。", "order": "10",
             "is_active": "on", "category": "", "seen": "0"}  # fmt: skip

    assert sign_in(auditor).post(path, typed).status_code == 403
    sign_in(clerk).post(path, typed)

    row = AnswerTemplate.objects.get()
    assert (row.home, row.text, row.history.count()) == (home, "{村}已办好。", 1)
