"""A unit's answer: the form, the look before sending, the receipt; corrected, and to a promise."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from suggestions.letters import only_acknowledges
from suggestions.models import Reply
from suggestions.pipeline import Step
from tests import factories
from tests.racing import race, real_database
from tests.suggestions.units import answer, everything, fresh, link, make_handed, typed

PDF = b"%PDF-1.4\n%%EOF"


@pytest.fixture
def handed(home, chair):
    return make_handed(home, chair)


def make_promising_class(home):
    return factories.make_reply_class(
        home, code="B", label="列入计划逐步解决", counts_as_resolved=False, needs_commitment=True
    )


def promise(home, days=60, **fields):
    day = timezone.localdate() + timedelta(days=days)
    facts = {"promise": "装好护栏", "promised_on": str(day)}
    return answer(home, reply_class=make_promising_class(home).pk, **facts | fields)


def send(client, assignment, form):
    return client.post(link(assignment, "answer"), form | {"send": "1"})


def hidden_of(page):
    """What the hidden fields of the look carry on."""
    fields = re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', page.text)
    return {name: value for name, value in fields if name != "csrfmiddlewaretoken"}


def test_answer_is_looked_at_sent_and_received(client, home, handed):
    form = answer(home, doc_no="汐建函〔2026〕7号", signer="孙立军", handler="李主任")
    assert client.get(link(handed, "answer")).status_code == 200
    look = client.post(link(handed, "answer"), form)
    assert "还没有提交" in look.text
    assert "便桥两侧护栏已经装好。\n\n共四十米。" in look.text
    assert not Reply.objects.exists()

    receipt = client.get(client.post(link(handed, "answer"), hidden_of(look) | {"send": "1"}).url)

    reply = Reply.objects.get()
    assert (reply.state, reply.text) == ("draft", "便桥两侧护栏已经装好。\n\n共四十米。")
    assert (reply.doc_no, reply.signer, reply.handler) == ("汐建函〔2026〕7号", "孙立军", "李主任")
    assert (reply.entered_by, reply.entered_name) == (None, f"{handed.unit}（李主任）")
    row = fresh(handed)
    assert (row.answered_on, row.on_time) == (timezone.localdate(), True)
    # Answering is also signing for it.
    assert (row.acknowledged_by, row.suggestion.step) == ("李主任", Step.SUPERVISE)
    for words in (handed.suggestion.number, "已经收到你们的答复", "按期", "等主席审定"):
        assert words in receipt.text


def test_afterwards_the_page_only_shows_what_was_answered(client, home, handed):
    send(client, handed, answer(home))

    page = client.get(link(handed))
    late = client.post(link(handed, "answer"), answer(home, text="另一份答复，写得更清楚些。"))

    assert "便桥两侧护栏已经装好" in page.text
    assert "正在等主席审定" in page.text
    assert "不属于我单位" not in page.text
    assert late.status_code == 409
    assert "另一份答复，写得更清楚些。" in late.text
    assert Reply.objects.count() == 1


def test_going_back_from_the_look_keeps_text_and_files(client, home, handed):
    scan = SimpleUploadedFile("盖章.pdf", PDF, "application/pdf")
    text = "第一段“引号”<b>&amp;\n\n  第二段😀"
    look = client.post(link(handed, "answer"), answer(home, text=text, attachments=scan))
    carried = look.context["form"].data | {
        "parked": [file.token for file in look.context["form"].parked]
    }

    again = client.post(link(handed, "answer"), hidden(carried, edit="1"))
    look = client.post(link(handed, "answer"), hidden(again.context["form"].data))
    client.post(link(handed, "answer"), hidden(look.context["form"].data, send="1"))

    assert again.status_code == 200
    assert "盖章.pdf" in again.text
    assert again.context["form"].errors == {}
    reply = Reply.objects.get()
    assert reply.text == text
    assert reply.attachments.get().name == "盖章.pdf"


def hidden(data, **fields):
    """A form that was sent before, without its files, to be sent again."""
    kept = {name: data[name] for name in data if name not in ("attachments", "edit", "send")}
    return kept | fields


def test_unit_opens_its_own_scan_and_no_other(client, home, chair, handed):
    other = make_handed(home, chair)
    for row in (handed, other):
        scan = SimpleUploadedFile("函.pdf", PDF, "application/pdf")
        send(client, row, answer(home, attachments=scan))
    mine, theirs = (row.replies.get().attachments.get() for row in (handed, other))

    found = client.get(link(handed, f"files/{mine.pk}"))

    assert b"".join(found.streaming_content) == PDF
    assert client.get(link(handed, f"files/{theirs.pk}")).status_code == 404


@pytest.mark.parametrize(
    ("text", "is_empty"),
    [
        ("已收悉。", True),
        ("您反映的问题收悉，正在研究。", True),
        ("来信收到，我们会尽快办理，感谢您的支持！", True),
        ("您反映的问题收悉，已于3月5日把路灯修好。", False),
        ("路灯修好了。", False),
        ("收悉。" + "经现场查看，" * 20, False),
    ],
)
def test_mere_receipt_is_told_from_an_answer(text, is_empty):
    assert only_acknowledges(text) is is_empty


def test_mere_receipt_is_no_answer(client, home, handed):
    page = send(client, handed, answer(home, text="已收悉，正在研究。"))

    assert page.status_code == 422
    assert "不算答复" in page.text
    assert "已收悉，正在研究。" in page.text
    assert not Reply.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ""},
        {"text": "长" * 5001},
        {"reply_class": ""},
        {"reply_class": "999999"},
        {"person": ""},
        {"handler_phone": "abc"},
        {"promised_on": "2099-1-1"},
        {"key": "nonsense"},
        {"parked": "nonsense"},
    ],
)
def test_bad_answer_changes_nothing_and_loses_nothing(client, home, handed, fields):
    form = answer(home, doc_no="汐建函〔2026〕7号") | fields
    before = everything()

    page = send(client, handed, form)

    assert page.status_code == 422
    assert "汐建函〔2026〕7号" in page.text
    assert everything() == before


@pytest.mark.parametrize(
    "fields", [{"promised_on": ""}, {"promise": ""}, {"days": 0}, {"days": 900}]
)
def test_class_that_promises_needs_what_and_when(client, home, handed, fields):
    page = send(client, handed, promise(home, **fields))

    assert page.status_code == 422
    assert "承诺" in page.text
    assert not Reply.objects.exists()


def test_good_files_stay_when_something_is_missing(client, home, handed):
    scan = SimpleUploadedFile("函.pdf", PDF, "application/pdf")

    page = client.post(link(handed, "answer"), answer(home, person="", attachments=scan))

    assert page.status_code == 422
    assert "已经收下：<strong>函.pdf</strong>" in page.text


# --- main and assisting ---
def test_assistant_answers_before_the_main_unit_signs_and_main_reads_it(client, home, chair):
    helper = factories.make_unit(home, name="镇水利站")
    handed = make_handed(home, chair, assisting=[helper])
    assist = fresh(handed.suggestion.assignments.get(role="assist"))

    send(client, assist, answer(home, text="河道这边不影响施工。"))

    page = client.get(link(handed))
    assert "河道这边不影响施工。" in page.text
    assert '镇水利站 <span class="state">待审定</span>' in page.text
    assert fresh(handed).suggestion.step == Step.DELIVER
    send(client, handed, answer(home))
    assert "便桥两侧护栏" not in client.get(link(assist)).text


# --- sent back, promised ---
def test_reply_sent_back_is_written_anew(client, home, chair, handed):
    send(client, handed, answer(home))
    Reply.objects.get().send_back(chair, "请写明哪天完工", timezone.now())

    page, form = client.get(link(handed)), client.get(link(handed, "answer"))
    send(client, handed, answer(home, text="护栏三月九日装好，共四十米。"))

    assert "请写明哪天完工" in page.text
    assert "便桥两侧护栏已经装好。" in form.text
    reply = Reply.objects.get()
    assert (reply.state, reply.text) == ("draft", "护栏三月九日装好，共四十米。")
    assert client.post(link(handed, "answer"), answer(home)).status_code == 409


def test_promise_is_answered_again(client, home, chair, handed):
    send(client, handed, promise(home))
    settle(Reply.objects.get(), chair)
    page = client.get(link(handed))
    matter = fresh(handed).suggestion
    matter.advance(Step.FEEDBACK, by=chair, told_on=timezone.localdate(), way="phone")

    response = send(client, handed, answer(home, text="承诺的护栏已经装好了。"))

    assert "装好护栏" in page.text
    assert "再次答复</a>" in page.text
    assert response.status_code == 302
    second = Reply.objects.get(seq=2)
    assert (second.state, second.assignment) == ("draft", handed)
    assert "再次答复</a>" not in client.get(link(handed)).text


def settle(reply, chair):
    reply.approve(chair, timezone.now())
    reply.publish(timezone.now(), by=chair)


def test_staff_who_try_the_link_count_as_the_writer(sign_in, home, chair, handed):
    send(sign_in(chair), handed, answer(home))

    assert Reply.objects.get().entered_by == chair


# --- racing ---
def finish(home, chair, stage):
    """An assignment that stands where a first, a corrected or a second answer may come."""
    row = make_handed(home, chair, step=Step.SUPERVISE)
    facts = {"replied_on": timezone.localdate(), "by_name": "单位", "text": "先装一侧。"}
    if stage == "first":
        return row
    kind = make_promising_class(home)
    day = timezone.localdate() + timedelta(days=9)
    reply = row.answer(reply_class=kind, promised_on=day, promise="装另一侧", **facts)
    if stage == "corrected":
        reply.send_back(chair, "写清楚", timezone.now())
    else:
        settle(reply, chair)
    return row


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("stage", ["first", "corrected", "second"])
@pytest.mark.parametrize("same_form", [True, False])
def test_of_two_answers_one_wins(home, chair, client, tmp_path_factory, stage, same_form):
    row = finish(home, chair, stage)
    path, forms = link(row, "answer"), [answer(home, send="1"), answer(home, send="1")]
    if same_form:
        forms[1] = forms[0]

    with real_database(tmp_path_factory.mktemp("race")):
        answers = race(2, lambda n: type(client)().post(path, forms[n]).status_code)
        kept = race(1, lambda n: Reply.objects.filter(state="draft").count())

    assert (sorted(answers), kept) == ([302, 302 if same_form else 409], [1])


def test_nobody_answers_what_was_given_back(client, home, handed):
    client.post(link(handed, "return"), typed(reason="不归我单位"))

    assert send(client, handed, answer(home)).status_code == 409
    assert not Reply.objects.exists()
