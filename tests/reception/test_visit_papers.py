"""The papers of one visit: the numbered form of a contact, blank and filled; the record of a talk."""

from datetime import date

from django.urls import reverse

from reception.models import RaisedMatter
from reception.visiting.registers import CONTACTS
from representatives.models import BlankForm
from tests import factories
from tests.daihome.tools.papers import page_count, words_of
from tests.factories import moment
from tests.reception.test_numbers import asked
from tests.reception.test_visit_registers import cells
from tests.reception.test_visit_views import ADD, typed

FORMS = "/admin/desk/forms/"


def paper_of(client, visit):
    return client.get(reverse("admin:reception_visit_paper", args=[visit.pk]))


def test_numbered_contact_form_is_printed_and_entered_once(
    sign_in, clerk, other_clerk, home, monkeypatch
):
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment(2026, 5, 6, 10))
    client = sign_in(clerk)
    pile = client.post(FORMS, asked(home, kind="LX", count="2")).url
    pdf = client.get(f"{pile.rstrip('/')}.pdf").content
    assert page_count(pdf) == 2
    words = words_of(pdf, page=2)
    labels = ("编号：XZ-LX2026-0002", "反馈情况", "座谈", "代表签名", "扫码录入")
    assert [label for label in labels if label not in words] == []

    sheet = BlankForm.objects.get(number="XZ-LX2026-0002")
    found = client.get(f"{FORMS}number/", {"number": "xz－lx2026-0002"}).url
    form = client.get(client.get(found).url).context["form"]
    assert (form.kind, form["sheet"].value()) == ("contact", sheet.number)
    assert sign_in(other_clerk).get(found).status_code == 404
    client = sign_in(clerk)
    client.post(ADD, typed(home, sheet=sheet.number))
    sheet.refresh_from_db()
    link = client.get(f"{FORMS}number/", {"number": sheet.number}).context["link"]
    assert link == reverse("admin:reception_visit_change", args=[sheet.visit.pk])
    assert client.get(found).status_code == 409


def test_contact_on_paper_shows_neither_name_nor_telephone(sign_in, clerk, other_clerk, home):
    visit = factories.make_visit(
        home, [factories.make_representative(home, name="李明")], person="张秀兰", way="forum",
        content="电话 13800138000，路坏了。", answer="已经记下。",
    )  # fmt: skip
    client = sign_in(clerk)
    words = words_of(paper_of(client, visit).content)

    assert [word in words for word in ("李明", "张*", "√座谈", "路坏了。", "当面答复")] == [
        True
    ] * 5
    assert [word in words for word in ("张秀兰", "13800138000")] == [False] * 2
    assert reverse("admin:reception_visit_paper", args=[visit.pk]) in client.get(
        reverse("admin:reception_visit_change", args=[visit.pk])
    ).text  # fmt: skip
    assert paper_of(sign_in(other_clerk), visit).status_code == 404


def test_talk_has_its_record_and_aid_has_none(sign_in, clerk, home):
    chair, person = (factories.make_representative(home, name=name) for name in ("李明", "王芳"))
    talk = factories.make_visit(
        home, [chair], kind="talk", talked_with=person, content="想多学法律。", follow_up="送书。"
    )
    aid = factories.make_visit(home, kind="aid", beneficiary="poor")
    client = sign_in(clerk)
    words = words_of(paper_of(client, talk).content)

    there = ("谈心走访记录", "李明", "王芳", "想多学法律。", "送书。", "没有转出", "走访人（签名）")
    assert [word for word in there if word not in words] == []
    assert paper_of(client, aid).status_code == 404


def test_feedback_says_how_the_voter_was_told_and_not_the_number(home, clerk):
    visit = factories.make_visit(home)
    first, second = (
        RaisedMatter.objects.raise_matter(
            visit, key=key, by=clerk, content="路坏了。", village=visit.village
        )[0]
        for key in "ab"
    )
    first.notifications.create(told_on=date(2026, 5, 8), way="phone", by_name="李明")

    numbers, feedback = cells(CONTACTS, home, clerk)[0][9:]
    assert numbers == f"{first.number}\n{second.number}"
    assert feedback == "2026-05-08 电话告知\n还没有告知（接待）"
