"""Drafting, issuing, keeping and showing official letters."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from daihome.books import BY_SLUG
from daihome.integrity.year import check_documents
from daihome.tools.registers import Period
from representatives.models import Attendance, DocumentFile, OfficialDocument
from tests import factories
from tests.racing import race, real_database
from tests.representatives.admin_rows import add_page, list_of, page_of, seen_mark

TODAY = date(2026, 11, 25)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def address(document, name):
    return reverse(f"admin:representatives_officialdocument_{name}", args=[document.pk])


@pytest.fixture
def coded(home):
    home.document_code = "汐人大"
    home.save()
    return home


@pytest.fixture
def draft(coded):
    return factories.make_document(coded, copies="镇政府")


def issue(document, day=TODAY):
    assert document.issue(factories.moment(day.year, day.month, day.day), day)
    return document


def press_issue(client, document, **data):
    seen = document.history.latest().history_id
    return client.post(
        address(document, "issue"), {"signed_on": "2026-03-05", "seen": str(seen)} | data
    )


def typed(**fields):
    return {
        "kind": "letter", "title": "关于维修道路的函", "to": "县交通运输局", "body": "请予研究。",
        "enclosures": "", "signer": "", "signed_on": "", "contact": "", "copies": "",
        "present": "", "excused": "", "observers": "",
    } | fields  # fmt: skip


# --- writing


def test_clerk_writes_a_draft_and_mends_it(coded, clerk, sign_in):
    client = sign_in(clerk)

    client.post(add_page(OfficialDocument), typed())
    [row] = OfficialDocument.objects.all()
    seen = seen_mark(client, row)
    answer = client.post(page_of(row), typed(title="关于修路的函", seen=seen))

    row.refresh_from_db()
    assert answer.status_code == 302
    assert (row.home, row.title, row.written_by, row.number) == (coded, "关于修路的函", clerk, "")
    assert row.history.count() == 2


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": ""}, "请填写这一项。"),
        ({"body": "好\ue000"}, "这些字没有字体能打印"),
        ({"kind": "announcement", "body": "请打13800138000。"}, "这里却有手机号码"),
        ({"kind": "notice", "is_public": "on", "to": "张三13800138000"}, "这里却有手机号码"),
        ({"kind": "nonsense"}, "nonsense"),
        ({"signed_on": "2026-13-40"}, "日期"),
    ],
)
def test_what_cannot_be_sent_is_said_and_nothing_is_lost(coded, clerk, sign_in, fields, sentence):
    answer = sign_in(clerk).post(add_page(OfficialDocument), typed(copies="我写的抄送", **fields))

    page = answer.content.decode()
    assert sentence in page
    assert "我写的抄送" in page
    assert not OfficialDocument.objects.exists()


# --- issuing


def test_issued_once_with_the_next_number_and_then_closed(draft, clerk, sign_in):
    client = sign_in(clerk)
    issue(factories.make_document(draft.home), date(2026, 2, 1))

    answer = press_issue(client, draft)

    draft.refresh_from_db()
    assert answer.status_code == 302
    assert (draft.number, draft.signed_on) == ("汐人大〔2026〕2号", date(2026, 3, 5))
    assert press_issue(client, draft).status_code == 409
    before = OfficialDocument.objects.values().get(pk=draft.pk)
    late = client.post(page_of(draft), typed(title="改掉", seen="999999"))
    assert "已经发出，内容不能再改" in late.content.decode()
    assert "改掉" in late.content.decode()
    client.post(address(draft, "publish"), {"is_public": "0"})
    assert (
        client.post(page_of(draft).replace("change", "delete"), {"post": "yes"}).status_code == 403
    )
    assert OfficialDocument.objects.values().get(pk=draft.pk) == before


def test_number_keeps_the_letters_it_was_issued_with(draft):
    issue(draft)
    draft.home.document_code = "汐大"
    draft.home.save()

    draft.refresh_from_db()
    assert draft.number == "汐人大〔2026〕1号"
    assert factories.make_document(draft.home, kind="letter").series == "汐大函"


def test_draft_changed_meanwhile_is_not_issued(draft, clerk, sign_in):
    seen = draft.history.latest().history_id
    draft.title = "改过的"
    draft.save()

    answer = press_issue(sign_in(clerk), draft, seen=str(seen))

    draft.refresh_from_db()
    assert (answer.status_code, draft.number) == (409, "")


@pytest.mark.parametrize(
    ("fields", "code", "day", "sentence"),
    [
        ({}, "", "2026-03-05", "还没有发文代字"),
        ({"to": ""}, "汐人大", "2026-03-05", "要有主送"),
        ({"kind": "minutes"}, "汐人大", "2026-03-05", "要有出席人员"),
        ({"title": "表情\ue000"}, "汐人大", "2026-03-05", "这些字没有字体能打印"),
        ({}, "汐人大", "2099-03-05", "成文日期不能晚于今天"),
        ({}, "汐人大", "昨天", "日期"),
    ],
)
def test_incomplete_draft_is_not_issued(home, clerk, sign_in, fields, code, day, sentence):
    home.document_code = code
    home.save()
    document = factories.make_document(home, **fields)

    answer = press_issue(sign_in(clerk), document, signed_on=day)

    document.refresh_from_db()
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not document.is_issued


@pytest.mark.django_db(transaction=True)
def test_two_at_once_get_different_numbers(coded, tmp_path):
    rows = [factories.make_document(coded) for _ in range(3)]
    now = factories.moment(2026, 4, 1)
    with real_database(tmp_path):
        won = race(3, lambda n: rows[n].issue(now, date(2026, 4, 1)) and rows[n].serial)
        again = race(2, lambda _n: OfficialDocument.objects.get(pk=rows[0].pk).issue(now, TODAY))

    assert sorted(won) == [1, 2, 3]
    assert again == [False, False]


def test_ladder_of_the_pages_that_change(draft, clerk, convener, other_clerk, sign_in):
    for name, works in (("issue", 200), ("copy", 405), ("publish", 405)):
        assert sign_in(clerk).get(address(draft, name)).status_code == works
    for name in ("issue", "copy", "publish"):
        assert sign_in(other_clerk).post(address(draft, name)).status_code == 404
        assert sign_in(convener).post(address(draft, name)).status_code == 403

    draft.refresh_from_db()
    assert OfficialDocument.objects.count() == 1
    assert not draft.is_issued


# --- copying, scanning, publishing


def test_copy_of_an_issued_one_is_a_draft(draft, clerk, sign_in):
    issue(draft)

    sign_in(clerk).post(address(draft, "copy"))
    sign_in(clerk).post(address(draft, "copy"))

    [new] = OfficialDocument.objects.drafts()
    assert (new.title, new.copies, new.signed_on, new.code) == (draft.title, "镇政府", None, "")


def test_scan_is_kept_with_an_issued_letter_and_shown_in_the_home_only(
    draft, clerk, other_clerk, representative, sign_in
):
    issue(draft)
    client = sign_in(clerk)
    rows = {"files-TOTAL_FORMS": 1, "files-INITIAL_FORMS": 0, "seen": seen_mark(client, draft)}
    before = OfficialDocument.objects.values().get(pk=draft.pk)
    file = SimpleUploadedFile("盖章.pdf", PDF, "application/pdf")
    answer = client.post(
        page_of(draft), rows | {"files-0-file": file, "files-0-document": draft.pk}
    )

    scan = DocumentFile.objects.get()
    link = reverse("document_file", args=[scan.pk])
    assert answer.status_code == 302
    assert OfficialDocument.objects.values().get(pk=draft.pk) == before
    found = [sign_in(user).get(link) for user in (clerk, other_clerk, representative.user)]
    assert b"".join(found[0].streaming_content).startswith(b"%PDF")
    assert [one.status_code for one in found] == [200, 404, 404]


def public_address(document, name="notice_issued"):
    return reverse(name, args=[document.home.slug, document.public_key])


def test_only_issued_announcements_and_opened_notices_are_public(coded, client):
    def made(title, **fields):
        return factories.make_document(coded, title=title, **fields)

    shown = [
        issue(made("接待日公告", kind="announcement")),
        issue(made("公开的通知", is_public=True)),
    ]
    hidden = [
        issue(made("内部通知")), issue(made("给县里的函", kind="letter", is_public=True)),
        issue(made("会议纪要一", kind="minutes", is_public=True)),
    ]  # fmt: skip
    made("公告草稿", kind="announcement"), made("通知草稿", is_public=True)

    page = client.get(reverse("notices", args=[coded.slug])).content.decode()
    for document in shown:
        text = client.get(public_address(document)).content.decode()
        assert document.title in page
        assert f"{document.number}　2026年11月25日公示" in text
        assert client.get(public_address(document, "notice_issued_paper")).content[:4] == b"%PDF"
    for title in ("内部通知", "给县里的函", "会议纪要一", "公告草稿", "通知草稿"):
        assert title not in page
    for key in [row.public_key for row in hidden] + [
        "announcement-None-None",
        "notice-2026-9",
        "x",
    ]:
        for end in ("/", ".pdf"):
            assert client.get(f"/homes/{coded.slug}/notices/issued/{key}{end}").status_code == 404
    coded.is_open = False
    coded.save()
    assert client.get(public_address(shown[0])).status_code == 404


def test_notice_is_put_up_and_taken_down_again(draft, clerk, sign_in):
    client, home = sign_in(clerk), draft.home
    issue(draft)

    found = []
    for value in ("1", "0"):
        client.post(address(draft, "publish"), {"is_public": value})
        found.append(OfficialDocument.objects.of(home).public().count())

    assert found == [1, 0]


def test_number_of_a_person_is_put_before_nobody(coded, clerk, sign_in):
    client = sign_in(clerk)
    notice = issue(factories.make_document(coded, kind="notice", body="请打13800138000。"))
    drawn = factories.make_document(coded, kind="announcement", body="请打13800138000。")

    put_up = client.post(address(notice, "publish"), {"is_public": "1"})
    issued = press_issue(client, drawn)

    assert (put_up.status_code, issued.status_code) == (409, 422)
    assert "正文：这份公文会在网上公开，这里却有手机号码。" in issued.text
    assert not OfficialDocument.objects.public().exists()
    coded.phone = "13800138000"
    coded.save()
    assert press_issue(client, drawn).status_code == 302


def test_hostile_text_stays_text_on_the_public_page(coded, client):
    nasty = "<script>alert(1)</script>"
    row = issue(factories.make_document(coded, kind="announcement", title=nasty, body=nasty))

    page = client.get(public_address(row)).content.decode()

    assert nasty not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


# --- starting points


def start(client, activity, kind):
    name = "admin:representatives_officialdocument_from_activity"
    return client.post(reverse(name, args=[activity.pk, kind]))


def test_notice_of_an_activity_writes_itself_once(home, clerk, sign_in):
    person = factories.make_representative(home, name="王伟芳")
    study = factories.make_activity(
        home,
        base="study",
        people=[person],
        title="学习代表法",
        place="镇会议室",
        agenda="领学\n讨论",
    )
    client = sign_in(clerk)

    answers = [start(client, study, "notice") for _ in range(2)]

    [row] = OfficialDocument.objects.all()
    assert {answer.url for answer in answers} == {page_of(row)}
    assert (row.title, row.to, row.activity) == ("关于“学习代表法”的通知", "各位代表", study)
    for words in ("2026年4月15日（星期三）9:00", "二、地点\n镇会议室。", "王伟芳。", "领学\n讨论"):
        assert words in row.body
    assert row.contact == "联系电话：0476-4810001"


def test_minutes_of_a_meeting_say_who_was_there(home, clerk, sign_in):
    people = [factories.make_representative(home, name=name) for name in ("王伟芳", "李明", "赵强")]
    meeting = factories.make_activity(
        home, base="meeting", people=people, title="主席团第七次会议", state="held", host="张主席",
        agenda="研究道路", decisions="同意维修。", others="镇财政所王所长", votes_for=2,
    )  # fmt: skip
    for row, state in zip(
        Attendance.objects.order_by("pk"), ("present", "leave", "absent"), strict=True
    ):
        row.mark(state, reason="外出务工" if state == "leave" else "")

    assert start(sign_in(clerk), meeting, "notice").status_code == 404
    start(sign_in(clerk), meeting, "minutes")

    [row] = OfficialDocument.objects.all()
    assert (row.kind, row.title) == ("minutes", "主席团第七次会议纪要")
    assert (row.present, row.excused) == ("王伟芳", "李明（外出务工）")
    assert row.observers == "镇财政所王所长"
    assert (
        "由张主席主持。现将会议情况纪要如下：\n一、议题\n研究道路\n二、决定\n同意维修。\n表决：赞成2票"
        in row.body
    )


def test_announcement_of_a_reception_day_and_of_the_year(home, clerk, sign_in):
    day = factories.make_reception_day(
        home, people=[factories.make_representative(home, name="王伟芳")]
    )
    client = sign_in(clerk)

    client.post(reverse("admin:reception_day_letter", args=[day.pk]))
    client.post(reverse("admin:reception_year_letter", args=[2026]))
    nothing = client.post(reverse("admin:reception_year_letter", args=[2025]))

    of_day, of_year = OfficialDocument.objects.order_by("pk")
    assert (of_day.kind, of_day.to) == ("announcement", "汐子镇选民")
    assert "三、接待代表：王伟芳。" in of_day.body
    assert "4月15日（星期三）9:00—11:00，" in of_year.body
    assert nothing.status_code == 404


def test_letter_to_a_unit_is_addressed(home, clerk, sign_in):
    unit = factories.make_unit(home, name="县交通运输局")

    sign_in(clerk).post(reverse("admin:suggestions_handlingunit_letter", args=[unit.pk]))

    [row] = OfficialDocument.objects.all()
    assert (row.kind, row.to, row.written_by) == ("letter", "县交通运输局", clerk)


def test_starting_points_refuse_strangers_and_readers(home, convener, other_clerk, sign_in):
    day, unit = factories.make_reception_day(home), factories.make_unit(home)
    study = factories.make_activity(home, base="study")
    links = [
        reverse("admin:reception_day_letter", args=[day.pk]),
        reverse("admin:suggestions_handlingunit_letter", args=[unit.pk]),
        reverse("admin:representatives_officialdocument_from_activity", args=[study.pk, "notice"]),
    ]

    found = [
        [sign_in(user).post(link).status_code for link in links] for user in (other_clerk, convener)
    ]

    assert found == [[404, 404, 404], [403, 403, 403]]
    assert not OfficialDocument.objects.exists()


# --- lists and books


def test_list_finds_by_number_state_and_kind_in_as_many_queries(
    draft, clerk, sign_in, django_assert_max_num_queries
):
    client, base = sign_in(clerk), list_of(OfficialDocument)
    for title in ("第一封", "第二封", "第三封"):
        issue(factories.make_document(draft.home, kind="letter", title=title))

    def titles(query):
        found = client.get(f"{base}?{query}").context["cl"].result_list
        return [row.title for row in found]

    assert titles("q=〔2026〕2号") == ["第二封"]
    assert titles("state=draft") == [draft.title]
    assert titles("state=unscanned&year=2026&kind__exact=letter") == ["第三封", "第二封", "第一封"]
    with django_assert_max_num_queries(30):
        client.get(base)


def test_register_shows_what_was_issued(draft, clerk):
    issue(draft)
    factories.make_document(draft.home, title="还没发")
    register = BY_SLUG["issued-documents"]

    rows = list(register.of(draft.home, Period.of_year(2026), clerk))

    assert [dict(zip(register.labels, register.cells(row, 1), strict=True)) for row in rows] == [
        {
            "序号": "1", "发文字号": "汐人大〔2026〕1号", "标题": draft.title, "文种": "通知",
            "主送": "各位代表", "署名": "汐子镇人民代表大会主席团", "成文日期": "2026-11-25",
            "抄送": "镇政府", "扫描件": "没有",
        }
    ]  # fmt: skip


def test_gap_in_the_numbers_is_found(draft):
    issue(draft)
    sound = list(check_documents(timezone.now()))
    OfficialDocument.objects.filter(pk=draft.pk).update(serial=3)

    assert sound == []
    assert list(check_documents(timezone.now())) == [
        "汐子镇人大代表之家 2026年：通知发出 1 件，最大号 3，两个数应当相同。"
    ]
