"""The gaps before an inspection are honest, each with its way; the folder holds every proof."""

import zipfile
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from daihome.archiving.asked import Year
from daihome.models import ArchivePackage, OrderState, PaperOrder, SignedVolume
from daihome.orders import ordering
from daihome.standards.folder import Folder
from daihome.standards.gaps import KINDS, gaps_of
from reception.models import Visit
from representatives.models import (
    Activity,
    CheckPhoto,
    Equipment,
    FundEntry,
    HomeRule,
    StandardCheck,
    WallBoard,
)
from tests import factories
from tests.daihome.tools.papers import words_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)
NOW = factories.moment(2026, 11, 25)
PAGE = reverse("admin:representatives_selfcheck_gaps")
PAPER = reverse("admin:representatives_selfcheck_gaps_paper")
ORDER = reverse("admin:representatives_selfcheck_folder")
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(autouse=True)
def _in_its_own_folder(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(ordering, "start", lambda: None)


@pytest.fixture
def standard(home):
    return factories.make_standard(
        home,
        {"name": "有电脑", "evidence": "equipment", "evidence_key": "电脑"},
        {"name": "有联系簿", "evidence": "register", "evidence_key": "contacts", "span": "year"},
        {"name": "联系簿齐", "evidence": "register", "evidence_key": "contacts"},
        {"name": "有制度", "evidence": "rule", "evidence_key": "reception"},
        {"name": "有经费", "evidence": "fund", "evidence_key": "granted"},
        {"name": "有牌子", "evidence": "photo"},
        name="县里的标准",
    )


def year_of(home, user, number=2026):
    return Year(home, number, user, TODAY, "https://daihome.example.cn/")


def texts(home, user, number=2026):
    """{title of the kind: sentences}."""
    found = gaps_of(year_of(home, user, number))
    return {kind.title: [gap.text for gap in gaps] for kind, gaps in found}


def test_venue_is_checked_started_or_not(home, other_home, clerk, standard):
    done = factories.make_self_check(home, standard, ["met"] * 6)
    started = factories.make_self_check(home, standard)
    factories.make_venue(home, name="没查过的联络室")
    factories.make_venue(other_home, name="别的镇")

    assert texts(home, clerk)["没有自查的场所"] == [
        f"{started.venue}的自查没有做完。", "没查过的联络室这一年没有自查。",
    ]  # fmt: skip
    assert f"{done.venue}这一年没有自查。" in texts(home, clerk, 2025)["没有自查的场所"]


def test_unmet_items_stay_until_they_are_mended(home, clerk, standard):
    check = factories.make_self_check(
        home, standard, ["met", "unmet", "met", "partly", "met", "met"]
    )
    title = "自查没有达标、还没有整改的"

    assert texts(home, clerk)[title] == [
        f"{check.venue}：“有联系簿”未达标，整改期限 2026-06-01，已经逾期。",
        f"{check.venue}：“有制度”部分达标，整改期限 2026-06-01，已经逾期。",
    ]
    StandardCheck.objects.filter(state="unmet").update(corrected_on=date(2026, 7, 1))
    assert len(texts(home, clerk)[title]) == 1
    assert texts(home, clerk, 2025)[title] == []


def test_books_without_entries_and_without_signed_scans(home, other_home, clerk, standard):
    factories.make_visit(home, on=date(2026, 5, 1))
    factories.make_visit(other_home, on=date(2025, 5, 1))

    found = texts(home, clerk)
    assert "《代表联系选民登记本》2026年没有一条记录。" not in found["这一年没有记录的簿册"]
    assert (
        "《代表联系选民登记本》2025年没有一条记录。"
        in (texts(home, clerk, 2025)["这一年没有记录的簿册"])
    )
    assert "《会议记录》2026年没有一条记录。" in found["这一年没有记录的簿册"]
    missing = "《代表联系选民登记本》没有存入签字的扫描件。"
    assert missing in found["缺签字、凭证扫描件的"]
    SignedVolume.objects.create(
        home=home, register="contacts", start=date(2026, 1, 1), end=date(2026, 12, 31), by=clerk,
        name="v", kind="picture", content_type="image/jpeg", size=1, sha256="0",
    )  # fmt: skip
    assert missing not in texts(home, clerk)["缺签字、凭证扫描件的"]


def test_late_entries_unsigned_sheets_and_vouchers_are_counted(home, clerk, standard):
    visit = factories.make_visit(home, on=date(2026, 3, 1))
    Visit.objects.filter(pk=visit.pk).update(entered_at=factories.moment(2026, 6, 1))
    for _time in range(2):
        activity = factories.make_activity(home, starts_at=factories.moment(2026, 4, 1))
        Activity.objects.filter(pk=activity.pk).update(state="held")
    FundEntry.objects.create(
        home=home, kind="granted", on=date(2026, 3, 1), year=2026, what="经费", amount=100
    )

    found = texts(home, clerk)
    assert found["过了很久才登记的"] == ["走访有 1 条是过了很久才登记的。"]
    assert "2 次活动没有签到表扫描件。" in found["缺签字、凭证扫描件的"]
    assert "专项资金有 1 笔没有凭证扫描件。" in found["缺签字、凭证扫描件的"]
    assert texts(home, clerk, 2025)["过了很久才登记的"] == []


def make_rule(home, **fields):
    defaults = {"kind": "study", "title": "学习培训制度", "text": "一、时间"}
    return HomeRule.objects.create(home=home, effective_on=date(2022, 1, 1), **defaults | fields)


def test_rules_in_force_and_boards_that_are_old(home, clerk, standard):
    venue, rule = factories.make_venue(home), make_rule(home)
    make_rule(home, kind="duty", title="值班制度", on_wall=False)
    title, boards = "没有施行或者没有上墙的制度", "要重印、要撤下的版面"

    before = texts(home, clerk)
    WallBoard.objects.create(
        home=home, venue=venue, board="rules", subject=str(rule.pk), width=420, height=594,
        up_on=date(2026, 1, 5),
    )  # fmt: skip
    after = texts(home, clerk)

    missing = "没有正在施行的接待选民和群众制度。"
    assert before[title] == [missing, "《学习培训制度》要上墙，墙上还没有。"]
    assert after[title] == [missing]
    assert before[boards] == []
    assert after[boards] == [f"{venue}的“规章制度：学习培训制度”：还没有打印。"]


def test_every_gap_leads_to_a_page_that_is_there(home, clerk, sign_in, standard):
    factories.make_self_check(home, standard, ["met", "unmet", "met", "partly", "met", "met"])
    factories.make_self_check(home, standard)
    factories.make_venue(home)
    make_rule(home)
    factories.make_activity(home, starts_at=factories.moment(2026, 4, 1), state="held")
    client = sign_in(clerk)

    page = client.get(PAGE, {"year": 2026})

    links = {gap.link for _kind, gaps in page.context["kinds"] for gap in gaps}
    assert len(links) > 8
    for link in links:
        assert client.get(link).status_code == 200, link


def test_page_needs_as_many_queries_for_many_venues(home, clerk, django_assert_num_queries):
    standard = factories.make_standard(home)
    counts = []
    for _time in range(2):
        for _venue in range(3):
            factories.make_self_check(home, standard, ["unmet"])
        with django_assert_num_queries(80, exact=False) as found:
            gaps_of(year_of(home, clerk))
        counts.append(len(found))

    assert counts[0] == counts[1]


def test_folder_lies_in_the_order_of_the_standard(home, clerk, standard):
    factories.make_self_check(home, standard, ["met"] * 5 + ["unmet"])

    plan = [(one.title, [piece.name for piece in one.pieces]) for one in _sections(home, clerk)]

    assert [title for title, _pieces in plan][:8] == [
        "目录和缺项清单", "有电脑", "有联系簿", "联系簿齐", "有制度", "有经费", "有牌子",
        "自查表和整改清单",
    ]  # fmt: skip
    assert plan[1][1] == ["设备台账", "设备台账"]
    assert plan[3][1] == []
    titles = [title for title, _pieces in plan]
    assert titles.count("代表联系选民登记本") == 0
    assert "会议记录" in titles


def _sections(home, user):
    return Folder(year_of(home, user)).sections()


def test_folder_is_packed_whole_and_of_this_home_only(home, other_home, clerk, standard):
    for one in (home, other_home):
        Equipment.objects.create(home=one, venue=factories.make_venue(one), name=f"电脑{one.pk}")
    make_rule(home, kind="reception", title="接待制度")
    check = factories.make_self_check(home, standard, ["met"] * 5 + ["unmet"])
    row = check.checks.last()
    StandardCheck.objects.filter(pk=row.pk).update(note="电话 13800138000")
    CheckPhoto.objects.create(
        check_of=row, file=default_storage.save("p.jpg", ContentFile(b"photo")), name="张三.jpg",
        kind="picture", content_type="image/jpeg", size=5, sha256="",
    )  # fmt: skip

    names, texts_found = _packed(clerk)

    folders = list(dict.fromkeys(name.split("/")[0] for name in names if "/" in name))
    assert folders[:3] == ["01 目录和缺项清单", "02 有电脑", "03 有联系簿"]
    assert "05 有制度/01 接待制度.pdf" in names
    assert f"07 有牌子/01 照片 {check.venue} 20260415.jpg" in names
    assert not any("张三" in name for name in names)
    ledger = texts_found["02 有电脑/01 设备台账.pdf"]
    assert f"电脑{home.pk}" in ledger
    assert f"电脑{other_home.pk}" not in ledger
    assert "13800138000" not in texts_found["08 自查表和整改清单/02 整改清单.pdf"]
    package = ArchivePackage.objects.get()
    assert (package.paper, package.number[:8], package.problems) == ("inspection", "XZ-JC202", [])


def _packed(user):
    """(names, {name: words of a PDF}) of the finished folder."""
    order = PaperOrder.objects.create(
        user=user, home=user.home, paper="inspection", title="检查包", ordered_at=NOW,
        parameters={"year": 2026, "site": "https://daihome.example.cn/"},
    )  # fmt: skip
    assert ordering.make(order)
    order.refresh_from_db()
    with zipfile.ZipFile(ordering.folder() / order.file) as archive:
        names = archive.namelist()
        wanted = [name for name in names if name.endswith(".pdf") and name[:2] in ("02", "08")]
        return names, {name: words_of(archive.read(name)) for name in wanted}


def test_first_sheet_tells_gaps_first_and_takes_no_markup(home, clerk, sign_in, standard):
    standard.items.update(requirement=HOSTILE)
    factories.make_venue(home, name="没查过的联络室")

    answer = sign_in(clerk).get(PAPER, {"year": 2026})

    words = words_of(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    assert words.index("没查过的联络室这一年没有自查") < words.index("二、目录")
    assert HOSTILE.replace(" ", "") in words.replace(" ", "")
    assert all(kind.title in words.replace("\n", "") for kind in KINDS[:1])


def test_folder_is_ordered_once_by_those_who_may(home, clerk, convener, sign_in, standard):
    sent = {"home": home.slug, "year": "2026"}

    assert sign_in(convener).post(ORDER, sent).status_code == 403
    assert sign_in(clerk).post(ORDER, sent | {"year": "x"}).status_code == 400
    assert not PaperOrder.objects.exists()
    for _time in range(2):
        sign_in(clerk).post(ORDER, sent)
    order = PaperOrder.objects.get()
    assert (order.paper, order.state, order.parameters["year"]) == (
        "inspection", OrderState.WAITING, 2026,
    )  # fmt: skip


def test_without_a_standard_nothing_is_ordered(home, clerk, sign_in):
    client = sign_in(clerk)

    page = client.post(ORDER, {"home": home.slug, "year": "2026"}, follow=True)

    assert "还没有启用的建设标准" in page.content.decode()
    assert not PaperOrder.objects.exists()
    assert client.get(PAPER).status_code == 400
    assert client.get(PAGE, {"year": "abc"}).status_code == 422
    assert client.get(PAGE, {"home": "strange"}).status_code == 404
