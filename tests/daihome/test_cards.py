"""Cards, plates and signs: sizes and counts, what they say and never say, and the staff's page."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import pairwise
from urllib.parse import urlencode

import pikepdf
import pytest
import zxingcpp
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from daihome.cards import BY_SLUG, CARDS
from daihome.models import PaperOrder
from daihome.orders import ordering
from daihome.tools.board_setting import Size
from representatives.models import (
    Attendance,
    ElectoralDistrict,
    GridCell,
    GroupMembership,
    Representative,
    Village,
)
from tests import factories
from tests.daihome.tools.papers import fonts_of, page_count, page_mm, picture_of, poppler, words_of

PAGE, PDF, ORDER = "/admin/cards/", "/admin/cards/cards.pdf", "/admin/cards/order/"
LONG_NAME = "买买提·阿卜杜拉·伊布拉音·吾斯曼江·阿不都热合曼·艾山江"
HOSTILE = "<b>王</b>&amp;'\"><script>alert(1)</script>"


@pytest.fixture
def client_(sign_in, clerk):
    return sign_in(clerk)


def pdf_of(client, kind, **asked):
    response = client.get(f"{PDF}?{urlencode({'kind': kind} | asked, doseq=True)}")
    assert response.status_code == 200, response.headers.get("Location")
    return response.content


def page_of(client, kind, **asked):
    return client.get(f"{PAGE}?{urlencode({'kind': kind, 'show': 1} | asked, doseq=True)}")


def photo():
    out = BytesIO()
    Image.new("RGB", (300, 400), "#446688").save(out, "JPEG")
    return ContentFile(out.getvalue())


def people(home, count, **fields):
    return [factories.make_representative(home, **fields) for _ in range(count)]


def codes_in(pdf, page=1, dpi=200):
    return sorted(found.text for found in zxingcpp.read_barcodes(picture_of(pdf, page, dpi=dpi)))


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (10, 1), (11, 2)])
def test_ten_contact_cards_lie_on_a_sheet_of_a4(client_, home, count, pages):
    persons = people(home, count)

    pdf = pdf_of(client_, "contact")

    assert (page_count(pdf), page_mm(pdf)) == (pages, (210, 297))
    found = [code for page in range(pages) for code in codes_in(pdf, page + 1)]
    assert sorted(found) == sorted(f"http://testserver/r/{one.code}/" for one in persons)
    assert set(fonts_of(pdf).values()) == {("yes", "yes")}


@pytest.mark.parametrize(
    ("kind", "size"), [("contact-large", "A6"), ("badge", "70×100毫米"), ("badge", "54×86毫米")]
)
def test_small_codes_are_read_from_the_printed_sheet(client_, home, kind, size):
    persons = people(home, 3)

    found = codes_in(pdf_of(client_, kind, size=size), dpi=300)

    assert found == sorted(f"http://testserver/r/{one.code}/" for one in persons)


@pytest.mark.parametrize(
    ("kind", "sheet", "each"),
    [
        ("contact", Size(210, 297), 10),
        ("contact-large", Size(210, 297), 4),
        ("badge", Size(297, 210), 8),
        ("sign-in", Size(210, 297), 10),
        ("plate", Size(210, 297), 1),
        ("village", Size(210, 297), 1),
    ],
)
def test_cards_fill_the_sheet_within_its_edge(kind, sheet, each):
    card = BY_SLUG[kind]
    form = card.format(card.size)

    lefts, tops = form.cuts

    assert (form.sheet, form.each) == (sheet, each)
    assert min(lefts[0], sheet.width - lefts[-1]) >= (0 if card.is_paged else card.edge)
    assert min(tops[0], sheet.height - tops[-1]) >= (0 if card.is_paged else card.edge)
    assert {round(right - left, 3) for left, right in pairwise(lefts)} == {card.size.width}


def test_contact_card_says_what_the_public_page_says(client_, home):
    home.phone = "0476-4810001"
    home.save()
    village = factories.make_village(home, name="北山咀村")
    person = factories.make_representative(
        home, name="王德福", post="北山咀村党支部书记", village=village, phone="13800138001",
        phone_is_public=True,
    )  # fmt: skip
    GridCell.objects.create(home=home, village=village, code="01").representatives.add(person)
    venue = factories.make_venue(home, name="北山咀村代表联络室")
    factories.make_reception_day(home, date(2099, 1, 5), [person], venue=venue)
    day = home.reception_days.get()
    card = BY_SLUG["contact"]
    facts = card.facts(home, date(2098, 12, 20), people_rows(home, date(2098, 12, 20)))

    words = words_of(card.pdf(home, facts, card.size, "https://rd.example/"))

    assert day.on == date(2099, 1, 5)
    for said in (
        "汐子镇人大代表之家", "王德福", "镇人大代表", "北山咀村党支部书记", "北山咀村01号网格",
        "电话13800138001", "下次接待2099年1月5日（星期一）9:00—11:00北山咀村代表联络室",
        "监督电话0476-4810001",
    ):  # fmt: skip
        assert said in words


def people_rows(home, today):
    from daihome.cards.people import rows

    return list(rows(home, today, True))


def test_telephone_and_photo_need_the_consent_of_person_and_home(client_, home):
    shown, hidden = (
        factories.make_representative(home, phone=phone, phone_is_public=is_public)
        for phone, is_public in (("13800138001", True), ("13800138002", False))
    )
    shown.photo.save("a.jpg", photo())
    hidden.photo.save("b.jpg", photo())
    Representative.objects.filter(pk=hidden.pk).update(photo_is_public=False)

    for kind in ("contact", "contact-large"):
        words = words_of(pdf_of(client_, kind))
        assert ("13800138001" in words, "13800138002" in words) == (True, False)
    page = page_of(client_, "contact").content.decode()
    assert "1 位代表没有照片（或者不公开照片），卡上是空框" in page
    home.shows_phone = home.shows_photo = False
    home.save()

    assert "13800138001" not in words_of(pdf_of(client_, "contact"))
    assert "2 位代表没有照片" in page_of(client_, "contact").content.decode()


def test_only_those_in_office_and_on_contact_cards_the_public_ones(client_, home, other_home):
    factories.make_representative(home, name="甲在任")
    factories.make_representative(home, name="乙离任", in_office=False)
    factories.make_representative(home, name="丙不公开", is_public=False)
    stranger = factories.make_representative(other_home, name="丁外镇")

    def names(kind, **asked):
        words = words_of(pdf_of(client_, kind, **asked))
        return [name for name in ("甲在任", "乙离任", "丙不公开", "丁外镇") if name in words]

    assert names("contact") == ["甲在任"]
    assert names("badge") == ["甲在任", "丙不公开"]
    ticked = client_.get(f"{PDF}?kind=contact&who={stranger.pk}")
    assert ticked.status_code == 302
    assert "没有可以打印的代表" in client_.get(ticked.headers["Location"]).content.decode()


def test_home_and_activity_of_others_are_not_there(client_, home, other_home):
    people(home, 1)
    activity = factories.make_activity(other_home, people=people(other_home, 1))

    assert client_.get(f"{PAGE}?home={other_home.slug}").status_code == 404
    assert client_.get(f"{PDF}?kind=contact&home={other_home.slug}").status_code == 404
    assert client_.post(ORDER, {"kind": "contact", "home": other_home.slug}).status_code == 404
    assert page_of(client_, "sign-in", activity=activity.pk).status_code == 422
    assert PaperOrder.objects.count() == 0


def test_group_village_and_ticks_narrow(client_, home):
    one, two, three = people(home, 3)
    group, village = factories.make_group(home), factories.make_village(home)
    GroupMembership.objects.create(group=group, representative=one, started_on=date(2026, 1, 1))
    district = ElectoralDistrict.objects.create(
        home=home, term=factories.make_term(home), number=1, name="第1选区"
    )
    district.villages.add(village)
    two.mandates.update(district=district)

    def names(**asked):
        words = words_of(pdf_of(client_, "plate", **asked))
        return {person.pk for person in (one, two, three) if person.name in words}

    assert names(group=group.pk) == {one.pk}
    assert names(village=village.pk) == {two.pk}
    assert names(who=[one.pk, three.pk]) == {one.pk, three.pk}
    assert page_count(pdf_of(client_, "plate")) == 3


def test_slips_and_plates_follow_the_list_of_an_activity(client_, home):
    one, two, three = people(home, 3)
    activity = factories.make_activity(home, people=[one, two], title="学习新修改的代表法")
    Attendance.objects.filter(representative=two).update(state="leave", leave_reason="出差")

    pdf = pdf_of(client_, "sign-in", activity=activity.pk)
    plates = words_of(pdf_of(client_, "plate", activity=activity.pk))

    assert codes_in(pdf) == [f"http://testserver/a/{activity.code}/"]
    words = words_of(pdf)
    assert "学习新修改的代表法2026年4月15日（星期三）9:00" in words
    assert [one.name in words, two.name in words, three.name in words] == [True, False, False]
    assert (plates.count(one.name), plates.count(two.name)) == (2, 0)
    assert "请选一次活动" in page_of(client_, "sign-in").content.decode()


def test_sign_names_the_venue_and_opens_its_page(client_, home):
    factories.make_venue(
        home, name="北山咀村代表联络室", keeper="李明", opening_hours="每周三 8:30—11:30",
        phone="0476-4810002",
    )  # fmt: skip
    closed = factories.make_venue(home, name="后院仓库", is_public=False)

    pdf = pdf_of(client_, "sign", width=300, height=120)

    assert (page_count(pdf), page_mm(pdf)) == (2, (300, 120))
    words = words_of(pdf, 1)
    for said in (
        "汐子镇人大代表之家",
        "北山咀村代表联络室",
        "李明",
        "每周三8:30—11:30",
        "0476-4810002",
    ):
        assert said in words
    assert len(codes_in(pdf, 1)) == 1
    assert codes_in(pdf, 2) == []
    assert closed.name in words_of(pdf, 2)
    assert page_mm(pdf_of(client_, "sign", size="A3 横版")) == (420, 297)


@pytest.mark.parametrize(
    ("width", "height", "sentence"),
    [
        ("300", "", "请把宽和高都填上"),
        ("2000", "60", "宽和高相差太大"),
        ("9" * 30, "60", ""),
        ("很宽", "60", ""),
    ],
)
def test_impossible_size_is_said_beside_the_field(client_, home, width, height, sentence):
    factories.make_venue(home)

    page = page_of(client_, "sign", width=width, height=height)

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert "errornote" in page.content.decode()
    assert f'value="{width}"' in page.content.decode()


def test_wrong_choice_keeps_the_ticks(client_, home):
    venue = factories.make_venue(home)

    page = page_of(client_, "sign", size="", who=venue.pk)

    assert page.status_code == 422
    assert "请把宽和高都填上" in page.content.decode()
    assert f'value="{venue.pk}" checked' in page.content.decode()


def test_village_sheet_has_its_codes_its_people_and_a_bookmark(client_, home):
    village, other = (factories.make_village(home, name=name) for name in ("北山咀村", "东风村"))
    group = factories.make_group(home)
    group.villages.add(village)
    person = factories.make_representative(home, name="王德福")
    GroupMembership.objects.create(group=group, representative=person, started_on=date(2026, 1, 1))
    venue = factories.make_venue(home, village=village)

    pdf = pdf_of(client_, "village")

    assert page_count(pdf) == 2
    assert codes_in(pdf, 1) == sorted(
        f"http://testserver/{path}"
        for path in (
            f"suggestions/new/?village={village.pk}",
            f"homes/xizi/representatives/?village={village.pk}",
            f"s/{venue.code}/",
        )
    )
    assert "北山咀村的人大代表王德福镇人大代表" in words_of(pdf, 1)
    assert "不用注册，不用登录" in words_of(pdf, 1)
    assert "王德福" not in words_of(pdf, 2)
    with pikepdf.open(BytesIO(pdf)) as document, document.open_outline() as outline:
        assert [item.title for item in outline.root] == [village.name, other.name]


def test_form_opened_from_a_village_sheet_has_the_village_chosen(client, home):
    village = factories.make_village(home)

    page = client.get(f"/suggestions/new/?village={village.pk}").content.decode()

    assert f'<option value="{village.pk}" selected>' in page
    for nonsense in ("9" * 30, "x", ""):
        assert client.get(f"/suggestions/new/?village={nonsense}").status_code == 200


def test_longest_texts_stand_whole_on_every_card(client_, home, complaints):
    village = factories.make_village(
        home, name="巴彦淖尔苏木查干哈达嘎查新农村建设示范社区居民委员会"
    )
    person = factories.make_representative(
        home, name=LONG_NAME[:50], post="内蒙古自治区赤峰市宁城县汐子镇农牧业综合服务中心主任兼党支部书记" * 3,
        village=village, phone="13800138001", phone_is_public=True,
    )  # fmt: skip
    cell = GridCell.objects.create(home=home, village=village, code="01", name="网" * 60)
    cell.representatives.add(person)
    venue = factories.make_venue(
        home, village=village, name="最长的场所名称" * 8, address="很长的地址" * 20, keeper="李" * 50,
        opening_hours="工作日八点半到十一点半" * 9,
    )  # fmt: skip
    activity = factories.make_activity(home, people=[person], title="长" * 100, place="远" * 120)

    for kind, asked in {
        "contact": {}, "contact-large": {}, "badge": {}, "plate": {}, "sign": {}, "village": {},
        "sign-in": {"activity": activity.pk},
    }.items():  # fmt: skip
        pdf = pdf_of(client_, kind, **asked)
        words = words_of(pdf)
        name = {"sign": venue.name, "village": village.name}.get(kind, person.name)
        assert page_count(pdf) == 1
        assert name in words
        assert kind in ("plate", "sign", "village", "sign-in") or person.post in words
        assert beyond(pdf, BY_SLUG[kind]) == []
        assert overlapping(pdf) == []
    assert complaints == []


def words_at(pdf):
    """(left, top, right, bottom, word) of the first page, in mm."""
    found = re.findall(
        r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>',
        poppler("pdftotext", pdf, "-bbox", "-f", "1", "-l", "1").decode(),
    )
    return [(*(float(side) * 25.4 / 72 for side in sides), word) for *sides, word in found]


def beyond(pdf, card):
    """Words that are not wholly on the first card of the sheet."""
    lefts, tops = card.format(card.size).cuts
    return [
        word
        for left, top, right, bottom, word in words_at(pdf)
        if left < lefts[0] + 2 or right > lefts[1] - 2 or top < tops[0] or bottom > tops[1] - 1
    ]


def overlapping(pdf):
    """Pairs of words of which one covers a third of the other's height and width."""
    words = words_at(pdf)
    return [
        (one[4], other[4])
        for number, one in enumerate(words)
        for other in words[number + 1 :]
        if _common(one, other, 0, 2) > 0.34 and _common(one, other, 1, 3) > 0.34
    ]


def _common(one, other, low, high):
    both = min(one[high], other[high]) - max(one[low], other[low])
    return both / min(one[high] - one[low], other[high] - other[low])


def test_hostile_texts_are_words(client_, home):
    village = Village.objects.create(home=home, name=HOSTILE)
    factories.make_representative(home, name=HOSTILE[:50], post=HOSTILE, village=village)
    factories.make_venue(home, name=HOSTILE, keeper=HOSTILE, village=village)

    assert HOSTILE.replace(" ", "") in words_of(pdf_of(client_, "village"))
    assert HOSTILE.replace(" ", "") in words_of(pdf_of(client_, "sign"))
    for kind in ("contact", "contact-large", "badge"):
        assert HOSTILE in words_of(pdf_of(client_, kind))
    assert "<script>alert" not in page_of(client_, "badge").content.decode()


def test_rare_characters_are_printed_and_those_without_a_font_named(client_, home):
    factories.make_representative(home, name="𬱖䶮㛃𪚥")
    assert "𬱖䶮㛃𪚥" in words_of(pdf_of(client_, "contact"))
    factories.make_representative(home, name="王\ue000福")

    page = page_of(client_, "contact").content.decode()

    assert "这些字没有字体能打印：“\ue000”（U+E000）" in page
    assert "<iframe" not in page
    assert client_.get(f"{PDF}?kind=contact").status_code == 422


def test_lost_picture_leaves_an_empty_frame(client_, home):
    person = factories.make_representative(home)
    person.photo.save("a.jpg", photo())
    person.photo.storage.delete(person.photo.name)

    assert page_count(pdf_of(client_, "badge")) == 1


@pytest.mark.parametrize("kind", [card.slug for card in CARDS])
def test_nothing_to_print_is_a_sentence(client_, home, kind):
    asked = {}
    if kind == "sign-in":
        asked = {"activity": factories.make_activity(home).pk}

    page = page_of(client_, kind, **asked)

    assert "没有可以打印的" in page.content.decode()
    assert client_.get(f"{PDF}?{urlencode({'kind': kind} | asked)}").status_code == 302


@pytest.mark.parametrize("kind", [card.slug for card in CARDS])
def test_number_of_queries_does_not_grow(client_, home, kind):
    asked = {"activity": factories.make_activity(home).pk} if kind == "sign-in" else {}
    counts = []
    for more in (1, 0, 3):
        for number in range(more):
            village = factories.make_village(home)
            person = factories.make_representative(home, village=village)
            factories.make_venue(home, village=village)
            cell = GridCell.objects.create(home=home, village=village, code=f"{number}")
            cell.representatives.add(person)
            if asked:
                Attendance.objects.create(activity_id=asked["activity"], representative=person)
        with CaptureQueriesContext(connection) as queries:
            page_of(client_, kind, **asked)
            pdf_of(client_, kind, **asked)
        counts.append(len(queries))

    # The first round fills what is kept between requests.
    assert counts[1] == counts[2]


def test_preview_may_stand_in_a_frame_of_our_own_only(client_, home):
    people(home, 1)

    response = client_.get(f"{PDF}?kind=plate")

    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    policy = response.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "default-src 'self'" in policy
    assert response.headers["Content-Disposition"].startswith("inline")


def test_many_cards_are_ordered_and_bound(client_, home, settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(ordering, "start", lambda: None)
    monkeypatch.setitem(BY_SLUG, "village", replace(BY_SLUG["village"], at_once=2))
    villages = [factories.make_village(home, name=name) for name in ("安村", "北村", "陈村")]

    page = page_of(client_, "village").content.decode()
    assert client_.get(f"{PDF}?kind=village").status_code == 302
    answer = client_.post(ORDER, {"kind": "village", "home": home.slug})
    order = PaperOrder.objects.get()

    assert "制作 3 份（PDF）" in page
    assert answer.url == "/admin/papers/"
    assert ordering.make(order) is True
    order.refresh_from_db()
    content = (ordering.folder() / order.file).read_bytes()
    assert (order.done, order.total, page_count(content)) == (3, 3, 3)
    with pikepdf.open(BytesIO(content)) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == [one.name for one in villages]


def test_order_for_what_is_gone_says_so(client_, home, settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(ordering, "start", lambda: None)
    village = factories.make_village(home)
    client_.post(ORDER, {"kind": "village", "home": home.slug})
    village.delete()
    order = PaperOrder.objects.get()

    assert ordering.make(order) is False
    order.refresh_from_db()
    assert "没有可以打印的" in order.error


def test_wrong_methods_and_wrong_people(client, home, representative, unit_user):
    for address, method in ((PAGE, client.post), (PDF, client.post), (ORDER, client.get)):
        assert method(address).status_code == 302
    for user in (representative.user, unit_user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(PAGE).status_code == 403
        assert client.post(ORDER, {"kind": "plate"}).status_code == 403
    assert PaperOrder.objects.count() == 0


def test_wrong_methods_of_staff(client_, home):
    assert client_.post(PAGE).status_code == 405
    assert client_.post(PDF).status_code == 405
    assert client_.get(ORDER).status_code == 405


@pytest.mark.parametrize(
    "query",
    [
        "kind=nonsense", "kind=contact&who=x&who=" + "9" * 30, "kind=contact&group=" + "9" * 30,
        "kind=sign&size=A0", "kind=plate&activity=-1", "kind=contact&village=x",
    ],
)  # fmt: skip
def test_nonsense_in_the_address_is_no_error(client_, home, query):
    people(home, 1)

    assert client_.get(f"{PAGE}?{query}&show=1").status_code in (200, 422)
    assert client_.get(f"{PDF}?{query}").status_code in (200, 302)


def test_list_of_representatives_leads_to_their_cards(client_, home):
    one, two, _three = people(home, 3)
    listing = "/admin/representatives/representative/"

    answer = client_.post(listing, {"action": "print_cards", "_selected_action": [one.pk, two.pk]})

    assert answer.status_code == 302
    page = client_.get(answer.url).content.decode()
    assert page.count("checked") == 2
    assert "共 2 张" in page
    assert f"who={one.pk}&amp;show=1" in client_.get(f"{listing}{one.pk}/change/").content.decode()


def test_first_page_offers_every_kind(client_, home):
    page = client_.get("/admin/").content.decode()

    assert [card.slug for card in CARDS if f'/admin/cards/?kind={card.slug}"' not in page] == []
