"""The yearly archive: complete, masked, countable, checkable, and nothing of another Home."""

import hashlib
import io
import re
import zipfile
from datetime import date
from types import SimpleNamespace

import openpyxl
import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from daihome.archiving import file_pieces, naming, packing, yearly
from daihome.archiving.asked import Year
from daihome.archiving.packing import Made, Piece, Section
from daihome.books import REGISTERS
from daihome.models import ArchivePackage, OrderState, PaperOrder, SignedVolume
from daihome.orders import ordering
from daihome.tools import sheets
from daihome.tools.fonts import MissingGlyphs
from daihome.tools.stored import StoredFile
from reception.models import RecordFile
from representatives.models import ActivityFile, Attendance, WallBoard
from suggestions.models import Attachment
from suggestions.pipeline import Step
from tests import factories
from tests.daihome.tools.papers import text_of
from tests.representatives.test_walls import make_document
from tests.suggestions.cases import IDENTITY, make_case

pytestmark = pytest.mark.django_db
NOW = factories.moment(2026, 11, 25)
PRIVATE = ["张秀英", "13904761234", "前街12号", "赵桂兰", "15847612345"]
PAGE, ORDER = "/admin/archive/", "/admin/archive/order/"


@pytest.fixture(autouse=True)
def _in_its_own_folder(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(ordering, "start", lambda: None)


def store(model, content, **fields):
    name = default_storage.save("representatives/2026/1.jpg", ContentFile(content))
    defaults = {"name": "张秀英的签名.jpg", "kind": "picture", "content_type": "image/jpeg"}
    sha256 = hashlib.sha256(content).hexdigest()
    defaults |= {"size": len(content), "sha256": sha256}
    return model.objects.create(file=name, **defaults | fields)


def fill(home, name="王伟芳"):
    """A small year: two matters of which one is archived, a day of reception, visit, duty, board."""
    village = factories.make_village(home, name="北山咀村")
    person = factories.make_representative(home, name=name)
    case = make_case(home, Step.ARCHIVE, village=village)
    store(Attachment, b"letter", suggestion=case, shows_identity=True)
    make_case(home, Step.RECEIVE, village=village)
    day = factories.make_reception_day(home, people=[person])
    visitor = {"person": "赵桂兰", "phone": "15847612345", "identity_mode": "named"}
    record = factories.make_record(day, [person], village=village, **visitor)
    store(RecordFile, b"telling", record=record, shows_identity=True)
    factories.make_visit(home, [person], village=village, person="赵桂兰")
    activity = factories.make_activity(home, people=[person], state="held")
    Attendance.objects.filter(activity=activity).update(state="present")
    store(ActivityFile, b"signed sheet", activity=activity, use="sign_in")
    activity.settle()
    WallBoard.objects.create(
        home=home, venue=factories.make_venue(home), board="flow", width=420, height=594,
        up_on=date(2026, 3, 1),
    )  # fmt: skip
    return case


def order_of(user, year=2026):
    parameters = {"year": year, "site": "https://daihome.example.cn/"}
    return PaperOrder.objects.create(
        user=user, home=user.home, paper="archive", title="归档包", ordered_at=NOW,
        parameters=parameters,
    )  # fmt: skip


def packed_by(user):
    """The path of the finished archive."""
    order = order_of(user)
    assert ordering.make(order)
    order.refresh_from_db()
    return ordering.folder() / order.file


def plan(user, year=2026, home=None):
    """{folder without its number: names of pieces} of what would be packed."""
    asked = Year(home or user.home, year, user, NOW.date(), "https://daihome.example.cn/")
    return {one.title: [piece.name for piece in one.pieces] for one in yearly.sections(asked)}


def shipped(monkeypatch, user, *pieces, count=None):
    """The path of an archive of these pieces only."""
    sections = [Section("代表意见建议登记本", list(pieces), count)]
    monkeypatch.setattr(yearly, "sections", lambda year: sections)
    return packed_by(user)


def note(text="材料", name="说明材料"):
    return Piece(name, ".txt", lambda: Made(text.encode()))


def entries(path):
    with zipfile.ZipFile(path) as archive:
        return archive.infolist()


def verify(path):
    """What `verify_archive` prints and whether it was content."""
    out = io.StringIO()
    try:
        call_command("verify_archive", str(path), stdout=out)
    except CommandError:
        return out.getvalue(), False
    return out.getvalue(), True


def rewritten(path, change):
    """A copy in which `change(name, content)` gave other files: bytes, or None to leave one out."""
    copy = path.with_name("copy.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        for info in old.infolist():
            content = change(info.filename, old.read(info))
            if content is not None:
                new.writestr(info.filename, content)
    return copy


def words_in(name, content):
    """All text that a file of the package shows."""
    if name.endswith(".pdf"):
        return "".join(text_of(content).split())
    if name.endswith(".xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        cells = [cell for sheet in book for row in sheet.values for cell in row]
        return " ".join(str(cell) for cell in cells if cell is not None)
    return content.decode() if name.endswith((".html", ".txt", "SUMS")) else ""


def test_small_year_is_packed_whole_masked_and_checkable(clerk, home):
    case = fill(home)
    path = packed_by(clerk)
    package = ArchivePackage.objects.get()

    assert package.problems == []
    assert package.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert verify(path)[1] is True
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        texts = {name: words_in(name, archive.read(name)) for name in names}
        counted = openpyxl.load_workbook(io.BytesIO(archive.read("目录.xlsx")))["行数核对"]
        assert archive.testzip() is None
    rows = list(counted.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == [register.title for register in REGISTERS]
    counts = {row[0]: row[1:] for row in rows}
    assert counts["选民意见反馈簿"] == (2, 2, 2, "一致")
    assert counts["归档清单"] == (1, 1, 1, "一致")
    assert counts["接待选民记录簿"] == (1, 1, 1, "一致")
    assert counts["代表履职登记本"][0] == counts["代表履职登记总表"][0] == 2
    assert len([name for name in names if f"案卷 {case.number}" in name]) == 1
    assert "路灯" in texts[next(name for name in names if case.number in name)]
    assert [name for name in names if "活动照片和签到表" in name] != []
    assert [name for name in names if "接待记录扫描件" in name] == []
    assert [(name, one) for name in names for one in PRIVATE if one in name + texts[name]] == []
    assert package.files == len(names) - 4
    assert IDENTITY["name"] in PRIVATE


def test_of_another_home_nothing_is_packed(clerk, other_clerk, home, other_home):
    fill(other_home)
    here, there = plan(clerk), plan(other_clerk)

    assert there["办理案卷"] != there["上墙版面"] != []
    assert here["办理案卷"] == here["上墙版面"] == here["照片和扫描件"] == []
    assert here["代表履职登记本"] == []
    assert plan(clerk, home=other_home)["办理案卷"] == []


def test_auditor_packs_without_restricted_matters(clerk, auditor, home):
    case = fill(home)
    type(case).objects.filter(pk=case.pk).update(is_restricted=True)

    assert [name for name in plan(clerk)["办理案卷"] if case.number in name] != []
    assert plan(auditor, home=home)["办理案卷"] == []


def test_of_another_year_nothing_is_packed(clerk, home):
    fill(home)
    other = plan(clerk, year=2025)

    assert other["办理案卷"] == other["照片和扫描件"] == other["活动签到和记录表"] == []
    assert other["上墙版面"] == other["簿册签字原件"] == []


def test_issued_letters_of_the_year_are_packed_by_number(clerk, home):
    for year in (2025, 2026):
        letter = make_document(home, title="关于代表接待日的通知")
        letter.issue(factories.moment(year, 4, 1), date(year, 4, 1))
    make_document(home, title="还没有印发的通知")

    assert plan(clerk)["公文"] == [letter.number]


def test_everybodys_year_is_packed(clerk, home):
    factories.make_representative(home, name="郑德顺")
    factories.make_representative(home, in_office=False)

    assert "郑德顺 镇级" in plan(clerk)["代表实绩档案"]
    assert plan(clerk, year=2019)["代表实绩档案"] == []


def test_every_kind_of_stored_file_has_its_place():
    kinds = {one for one in apps.get_models() if issubclass(one, StoredFile)}
    # Attachments are bound into their case file.
    packed = {store.files for store in file_pieces.STORES} | {SignedVolume, Attachment}

    assert kinds == packed


def test_names_sort_and_are_safe_everywhere():
    hostile = '..\\..//C:?*<>|"a\n\u202eb'
    path = naming.path_of(naming.numbered(3, 120, hostile), 7, 9, "长" * 300, ".pdf")

    assert naming.numbered(3, 120, "会议记录") == "003 会议记录"
    assert len(path) == naming.LONGEST
    assert path.count("/") == 1
    assert not re.search(r'[\\:*?"<>|\x00-\x1f\u202e]', path)
    assert naming.safe(" . ") == "未命名"


def test_same_pieces_give_the_same_names_and_texts(clerk, monkeypatch):
    first = shipped(monkeypatch, clerk, note(), note("其他", "另一份"))
    before = entries(first)
    PaperOrder.objects.update(state=OrderState.WAITING)
    ordering.make(PaperOrder.objects.get())
    after = entries(first)

    assert [row.filename for row in before] == [row.filename for row in after]
    # A workbook knows when it was written.
    dated = ("目录.xlsx", "SHA256SUMS")
    assert [row.CRC for row in before if row.filename not in dated] == [
        row.CRC for row in after if row.filename not in dated
    ]
    assert after[0].filename == "01 代表意见建议登记本/01 说明材料.txt"
    assert after[0].flag_bits & 0x800
    assert {row.date_time for row in after} == {(2026, 11, 25, 9, 0, 0)}
    assert ArchivePackage.objects.count() == 1


def test_piece_without_a_font_is_named_and_stops_nothing(sign_in, clerk, monkeypatch):
    def rare():
        raise MissingGlyphs(["\U0002ffff"])

    path = shipped(monkeypatch, clerk, Piece("簿册", ".pdf", rare), note())
    with zipfile.ZipFile(path) as archive:
        page, names = archive.read("目录.html").decode(), archive.namelist()
    words = "01 代表意见建议登记本/01 簿册.pdf：没有做成，缺少字体的字：“\U0002ffff”（U+2FFFF）。"

    assert ArchivePackage.objects.get().problems == [words]
    assert words in page
    assert names[0] == "01 代表意见建议登记本/02 说明材料.txt"
    assert verify(path)[1] is True
    assert words in sign_in(clerk).get(PAGE).content.decode()
    assert "有 1 处要注意" in sign_in(clerk).get("/admin/papers/").content.decode()


def test_counts_that_differ_are_told_loudly(clerk, monkeypatch):
    workbook = sheets.write_xlsx("簿册", ["编号"], [["1"], ["2"], ["合计"]])
    pieces = [
        Piece("簿册", ".pdf", lambda: Made(b"%PDF", rows=3), has_pages=False),
        Piece("簿册", ".xlsx", lambda: Made(workbook), has_rows=True),
    ]
    shipped(monkeypatch, clerk, *pieces, count=lambda: 4)

    assert ArchivePackage.objects.get().problems == [
        "代表意见建议登记本：系统里 4 行，PDF 里 3 行，表格里 2 行，三个数应当相同。"
        "可能是制作时有人在登记，请重新制作一次。"
    ]


def test_lost_and_broken_pieces_are_told_without_their_words(clerk, monkeypatch, caplog):
    def lost():
        raise FileNotFoundError("/srv/uploads/1.jpg")

    def broken():
        raise ZeroDivisionError("张秀英")

    shipped(monkeypatch, clerk, Piece("一", ".jpg", lost), Piece("二", ".jpg", broken))

    assert [one.partition("：")[2] for one in ArchivePackage.objects.get().problems] == [
        f"{packing.LOST}。", f"{packing.UNEXPECTED}。",
    ]  # fmt: skip
    assert "张秀英" not in caplog.text


def test_crash_in_the_middle_leaves_no_file_and_no_record(clerk, monkeypatch):
    def crash():
        raise MemoryError

    sections = [Section("一", [note(), Piece("二", ".pdf", crash)])]
    monkeypatch.setattr(yearly, "sections", lambda year: sections)
    order = order_of(clerk)

    assert ordering.make(order) is False
    assert ArchivePackage.objects.count() == 0
    assert [path.suffix for path in ordering.folder().iterdir()] == []


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (lambda name, content: content + b"!" if "材料" in name else content, "的内容变了"),
        (lambda name, content: None if "材料" in name else content, "不见了"),
        (lambda name, content: None if name == "SHA256SUMS" else content, "没有办法核对"),
        (lambda name, content: content, "登记的指纹与这个文件的不同"),
    ],
    ids=["changed", "missing", "no sums", "packed anew"],
)
def test_tampering_is_found(clerk, monkeypatch, change, finding):
    copy = rewritten(shipped(monkeypatch, clerk, note()), change)
    said, is_content = verify(copy)

    assert (finding in said, is_content) == (True, False)


def test_added_and_cut_off_files_are_found(clerk, monkeypatch, tmp_path):
    path = shipped(monkeypatch, clerk, note())
    content = path.read_bytes()
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("补充.pdf", b"x")
    (tmp_path / "cut.zip").write_bytes(content[:200])

    assert "“补充.pdf”不是原来包里的文件。" in verify(path)[0]
    assert verify(tmp_path / "cut.zip") == ("  " + verify_words() + "\n", False)
    assert verify(tmp_path / "none.zip") == ("", False)


def verify_words():
    return "压缩包打不开，可能没有传完或者损坏了。请重新复制一份再核对。"


def test_counts_of_the_list_are_recounted(clerk, monkeypatch):
    """Whoever changes a workbook with its hash and its line still has another number of rows."""
    workbook = sheets.write_xlsx("簿册", ["编号"], [["1"], ["2"]]).getvalue()
    piece = Piece("簿册", ".xlsx", lambda: Made(workbook), has_rows=True)
    monkeypatch.setattr(packing, "rows_in", lambda content: 5)

    said, is_content = verify(shipped(monkeypatch, clerk, piece))

    assert "目录里写的行数是 5，数出来是 2。" in said
    assert is_content is False


def test_page_orders_a_year_and_shows_its_record(sign_in, clerk, monkeypatch):
    client = sign_in(clerk)
    response = client.post(ORDER, {"home": clerk.home.slug, "year": 2026})
    order = PaperOrder.objects.get()

    assert (response.status_code, response.url) == (302, "/admin/papers/")
    assert order.parameters == {"year": 2026, "site": "http://testserver/"}
    assert client.get(PAGE)["Refresh"] == "4"
    sections = [Section("一", [note()])]
    monkeypatch.setattr(yearly, "sections", lambda year: sections)
    ordering.make(order)
    page = client.get(PAGE)
    package = ArchivePackage.objects.get()
    assert not page.has_header("Refresh")
    assert package.sha256 in page.content.decode()
    assert f"/admin/papers/{order.pk}/file" in page.content.decode()
    client.post(f"/admin/papers/{order.pk}/remove/")
    page = client.get(PAGE).content.decode()
    assert (package.sha256 in page, f"/admin/papers/{order.pk}/file" in page) == (True, False)


def test_auditor_sees_the_record_but_fetches_only_the_own(sign_in, clerk, auditor, monkeypatch):
    shipped(monkeypatch, clerk, note())
    page = sign_in(auditor).get(PAGE).content.decode()

    assert ArchivePackage.objects.get().sha256 in page
    assert "取走</a>" not in page


def test_who_may_not_gets_no_page_and_orders_nothing(sign_in, convener, other_clerk, client, home):
    asked = {"home": home.slug, "year": 2026}
    strangers = [sign_in(convener).post(ORDER, asked).status_code, client.get(PAGE).status_code]
    outside = [sign_in(other_clerk).post(ORDER, asked).status_code]
    outside.append(client.get(f"{PAGE}?home={home.slug}").status_code)

    assert (strangers, outside) == ([403, 403], [404, 404])
    assert client.get(ORDER).status_code == 405
    assert PaperOrder.objects.count() == 0


@pytest.mark.parametrize("year", ["", "1900", "2027", "去年"])
def test_years_that_are_not_there_are_refused_in_words(sign_in, clerk, year):
    response = sign_in(clerk).post(ORDER, {"year": year})

    assert (response.status_code, PaperOrder.objects.count()) == (400, 0)
    assert "请返回上一页" in response.content.decode()


def test_package_of_a_cover_says_where_the_year_stops(clerk):
    order = SimpleNamespace(
        home=clerk.home, pk=7, ordered_at=NOW, user=clerk, parameters={"year": 2026}
    )
    here = Year(clerk.home, 2026, clerk, NOW.date(), "")
    past = Year(clerk.home, 2025, clerk, NOW.date(), "")

    assert yearly.cover_of(order, here).number == "XZ-GD2026-7"
    assert yearly.UNFINISHED in yearly.cover_of(order, here).notes
    assert yearly.UNFINISHED not in yearly.cover_of(order, past).notes
