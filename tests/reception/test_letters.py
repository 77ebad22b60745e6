"""The letter box: opened by two, numbered without a gap, every letter decided, none unseen."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from daihome.tools.registers import Period
from reception.letters.chores import undecided, unopened
from reception.letters.registers import LETTER_BOX
from reception.letters.sheet import blank_pdf
from reception.models import MailboxOpening, MailItem, OpeningScan
from suggestions.models import Channel, Suggestion
from tests import factories
from tests.daihome.tools.papers import page_count, words_of
from tests.daihome.views.test_files import fetch, uploaded

pytestmark = pytest.mark.django_db
ADD = "/admin/reception/mailboxopening/add/"


def page_of(row):
    return reverse(f"admin:reception_{row._meta.model_name}_change", args=[row.pk])


def typed(box, **fields):
    given = {
        "key": "k", "mailbox": box.pk, "opened_at": "2026-04-20 09:30", "opener": "李明",
        "second_opener": "王芳", "letters": "2",
    }  # fmt: skip
    return given | fields


def about(**fields):
    return {"summary": "反映前街路灯坏了", "outcome": "waiting", "answer": ""} | fields


def picture():
    data = BytesIO()
    Image.new("RGB", (40, 30), "red").save(data, "PNG")
    return SimpleUploadedFile("信.png", data.getvalue())


def test_opening_numbers_its_letters_once(sign_in, home, clerk):
    mailbox = factories.make_mailbox(home)
    factories.make_opening(home, letters=1, mailbox=mailbox)
    client = sign_in(clerk)

    first = client.post(ADD, typed(mailbox))
    again = client.post(ADD, typed(mailbox))
    shown = client.get(first.url).content.decode()

    assert first.url == again.url
    assert [item.number for item in MailItem.objects.all()] == [
        "XZ-信2026-0001", "XZ-信2026-0002", "XZ-信2026-0003",
    ]  # fmt: skip
    assert "XZ-信2026-0003" in shown
    assert "XZ-信2026-0001" not in shown


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"second_opener": "李明"}, "要由两个人开箱"),
        ({"opened_at": "2099-04-20 09:30"}, "还没有到这个时间"),
        ({"letters": "201"}, "200"),
        ({"letters": "一"}, "请填写整数"),
        ({"mailbox": "999999"}, "选择一个有效的选项"),
    ],
)
def test_wrong_opening_writes_nothing(sign_in, home, clerk, wrong, said):
    answer = sign_in(clerk).post(ADD, typed(factories.make_mailbox(home), **wrong))

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not MailboxOpening.objects.exists()


def test_box_of_another_home_is_no_choice(sign_in, other_home, clerk):
    answer = sign_in(clerk).post(ADD, typed(factories.make_mailbox(other_home)))

    assert answer.status_code == 422
    assert not MailboxOpening.objects.exists()


def test_letter_is_summed_up_scanned_and_answered(sign_in, home, clerk, convener):
    letter = factories.make_opening(home).items.first()
    client = sign_in(clerk)
    answered = about(outcome="answered", answer="已经打电话说明。", answered_on="2026-04-21",
                     person="张秀兰", shows_identity="on")  # fmt: skip

    without = client.post(page_of(letter), answered | {"answer": "", "attachments": picture()})
    done = client.post(page_of(letter), answered | {"attachments": picture()})

    letter.refresh_from_db()
    scan = letter.files.get()
    assert (without.status_code, done.status_code) == (422, 302)
    assert "已经收下：<strong>信.png" in without.content.decode()
    assert (letter.outcome, letter.answered_on) == ("answered", date(2026, 4, 21))
    assert letter.purge_on == timezone.localdate() + timedelta(days=home.identity_days)
    assert "张秀兰" not in sign_in(convener).get(page_of(letter)).content.decode()
    assert sign_in(convener).get(f"/files/letters/{scan.pk}/").status_code == 404
    assert b"".join(sign_in(clerk).get(f"/files/letters/{scan.pk}/").streaming_content)


def test_filed_letter_says_why(sign_in, home, clerk):
    letter = factories.make_opening(home).items.first()

    answer = sign_in(clerk).post(page_of(letter), about(outcome="filed"))

    assert answer.status_code == 422
    letter.refresh_from_db()
    assert letter.outcome == "waiting"


def test_letter_becomes_a_matter_with_its_writer(sign_in, home, clerk):
    village = factories.make_village(home)
    letter = factories.make_opening(home).items.first()
    client = sign_in(clerk)
    client.post(page_of(letter), about(village=village.pk, person="张秀兰"))
    where = reverse("raise_matter", args=["letter", letter.pk])

    shown = client.get(where).content.decode()
    client.post(where, {"key": "a", "content": "前街路灯坏了半年。", "village": village.pk,
                        "identity_mode": "named"})  # fmt: skip

    matter = Suggestion.objects.get()
    letter.refresh_from_db()
    assert "反映前街路灯坏了" in shown
    assert (matter.channel, matter.identity.name) == (Channel.MAILBOX, "张秀兰")
    assert (letter.outcome, letter.person) == ("matter", "")
    page = client.get(page_of(letter)).content.decode()
    assert matter.number in page
    assert 'name="outcome"' not in page


def test_what_waits_at_the_box(home, clerk, auditor, other_clerk):
    today = date(2026, 4, 28)
    fresh, late, never = (factories.make_mailbox(home, open_days=7) for _ in range(3))
    patient = factories.make_mailbox(home, open_days=30)
    factories.make_mailbox(home, is_active=False)
    for box, day in ((fresh, 21), (late, 20), (patient, 1)):
        factories.make_opening(
            home, letters=1, mailbox=box, opened_at=factories.moment(2026, 4, day)
        )

    assert set(unopened(clerk, today)) == {late, never}
    assert undecided(clerk, today).count() == 3
    assert not unopened(other_clerk, today).exists()
    assert not undecided(other_clerk, today).exists()


def test_line_of_the_book(home, clerk):
    opening = factories.make_opening(home, letters=3, remark="雨天")
    opening.items.filter(serial=2).update(outcome="answered", answer="已答复。")
    factories.make_opening(home, letters=0, opened_at=factories.moment(2026, 4, 27))

    rows = [LETTER_BOX.cells(row) for row in LETTER_BOX.of(home, Period.of_year(2026), clerk)]

    assert rows[0] == [
        "2026-04-20 09:00", opening.mailbox.name, "李明", "王芳", "3",
        "XZ-信2026-0001\n至 XZ-信2026-0003", "还没有处理 2 封\n直接答复 1 封", "雨天",
    ]  # fmt: skip
    assert rows[1][4:7] == ["0", "无信", ""]
    assert LETTER_BOX.signatures == ("开箱人一", "开箱人二")


def test_numbered_sheet_is_entered_once(sign_in, home, clerk):
    sheet = factories.make_sheet(home, "XX")
    mailbox = factories.make_mailbox(home)
    where = reverse("admin:reception_paper_opening", args=[sheet.pk])
    client = sign_in(clerk)

    pdf = blank_pdf([sheet, sheet], lambda form: f"http://testserver/{form.number}")
    done = client.post(where, typed(mailbox))
    late = client.post(where, typed(mailbox, key="other"))

    opening = MailboxOpening.objects.get()
    sheet.refresh_from_db()
    assert (page_count(pdf), sheet.number in words_of(pdf, 1)) == (2, True)
    assert (done.status_code, late.status_code) == (302, 409)
    assert (opening.form, bool(sheet.entered_at)) == (sheet, True)


def test_representative_and_auditor_change_no_letter(sign_in, home, auditor, representative):
    letter = factories.make_opening(home).items.first()

    read = sign_in(auditor).get(page_of(letter))
    answer = sign_in(auditor).post(page_of(letter), about(outcome="filed", answer="x"))

    assert (read.status_code, answer.status_code) == (200, 403)
    assert sign_in(representative.user).get(page_of(letter)).status_code == 403
    letter.refresh_from_db()
    assert letter.outcome == "waiting"


def sent_sheet(client, opening, *files):
    address = f"/admin/reception/mailboxopening/{opening.pk}/change/"
    return client.post(address, {"attachments": files})


def test_signed_sheet_of_an_opening_is_kept_with_who_put_it_there(home, clerk, sign_in):
    opening = factories.make_opening(home)
    client = sign_in(clerk)

    answer = sent_sheet(client, opening, uploaded("登记表.jpg"))

    scan = OpeningScan.objects.get()
    page = client.get(answer.url).content.decode()
    assert (scan.by, scan.opening) == (clerk, opening)
    assert f"{clerk.name}存入" in page
    assert fetch(client, f"/files/openings/{scan.pk}/").status_code == 200


def test_wrong_or_no_sheet_of_an_opening_is_refused(home, clerk, sign_in):
    opening = factories.make_opening(home)
    client = sign_in(clerk)

    wrong = sent_sheet(client, opening, SimpleUploadedFile("a.txt", b"hello"))
    none = sent_sheet(client, opening)

    assert (wrong.status_code, none.status_code) == (422, 422)
    assert "请先选择文件。" in none.content.decode()
    assert not OpeningScan.objects.exists()


def test_readers_and_strangers_put_no_sheet_there(home, auditor, other_clerk, sign_in):
    opening = factories.make_opening(home)

    codes = [
        sent_sheet(sign_in(user), opening, uploaded()).status_code
        for user in (auditor, other_clerk)
    ]

    assert codes == [403, 404]
    assert not OpeningScan.objects.exists()
