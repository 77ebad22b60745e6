"""The whole file of a matter as one PDF: what is in it, on which leaf, and what is not."""

import io
from datetime import date
from itertools import pairwise

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image

from suggestions.models import Attachment, Press, PressKind
from suggestions.papers import volumes, whole
from suggestions.pipeline import Step
from tests import factories
from tests.daihome.tools.papers import (
    fonts_of,
    opened,
    page_count,
    page_mm,
    picture_of,
    text_of,
    words_of,
)
from tests.daihome.tools.test_foreign_pdf import make_pdf, saved
from tests.suggestions.cases import IDENTITY, hand_over, make_case, make_reply
from tests.suggestions.test_papers import BASE, PRIVATE

pytestmark = pytest.mark.django_db


def attach(suggestion, name, content, kind="pdf", **fields):
    stored = default_storage.save(f"suggestions/2026/{name}", ContentFile(content))
    return Attachment.objects.create(
        suggestion=suggestion, file=stored, name=name, kind=kind, content_type="", size=1,
        sha256="ab" * 32, **fields,
    )  # fmt: skip


def jpeg(color="red"):
    out = io.BytesIO()
    Image.new("RGB", (2400, 1200), color).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def storied(home, clerk, chair):
    """Returned once, pressed, answered by two units with a scan, told, judged and archived."""
    suggestion = make_case(home, Step.RECEIVE, content="我是张秀英，住北山咀村前街12号，路灯坏了。")
    first = hand_over(suggestion, clerk, factories.make_unit(home, name="汐子镇财政所"))
    first.give_back(
        on=date(2026, 3, 9), reason="不归我所。", by=clerk, at=factories.moment(2026, 3, 9)
    )
    suggestion.refresh_from_db()
    suggestion.advance(
        Step.CLASSIFY, by=chair, at=factories.moment(2026, 3, 10), disposal="unit",
        category=suggestion.category, owner_level="township",
    )  # fmt: skip
    suggestion.advance(
        Step.DELIVER, by=chair, at=factories.moment(2026, 3, 11), handed_on=date(2026, 3, 11),
        main_unit=factories.make_unit(home, name="汐子镇村镇建设办公室"),
        assisting=[factories.make_unit(home, name="汐子镇水利服务站")],
    )  # fmt: skip
    Press.objects.issue(
        suggestion.main_assignment(), kind=PressKind.SUPERVISE, demand="请抓紧。",
        answer_by=date(2026, 3, 18), by=chair, at=factories.moment(2026, 3, 12),
    )  # fmt: skip
    reply = make_reply(suggestion, clerk)
    reply.approve(chair, factories.moment(2026, 3, 24))
    reply.publish(factories.moment(2026, 3, 24), chair)
    attach(suggestion, "盖章件.pdf", saved(make_pdf(2)), reply=reply, source="reply")
    attach(suggestion, "路灯.jpg", jpeg(), kind="picture")
    suggestion.advance(
        Step.FEEDBACK, by=clerk, told_on=date(2026, 3, 25), way="phone", satisfaction="satisfied",
        at=factories.moment(2026, 3, 25),
    )  # fmt: skip
    suggestion.advance(
        Step.ARCHIVE, by=clerk, at=factories.moment(2026, 3, 26),
        volume=factories.make_volume(home, number=3, box="2026-永久-3"),
    )  # fmt: skip
    return type(suggestion).objects.get(pk=suggestion.pk)


TITLES = [
    "选民意见登记表",
    "附件：路灯.jpg",
    "选民意见交办单（汐子镇财政所，主办）",
    "退办申请",
    "选民意见交办单（汐子镇村镇建设办公室，主办）",
    "督办通知单（送汐子镇村镇建设办公室）",
    "关于第{}号选民意见的答复",
    "附件：盖章件.pdf",
    "选民意见交办单（汐子镇水利服务站，协办）",
    "办理征询意见表（第1轮）",
    "办理过程记录",
]


def test_file_holds_every_paper_in_order_under_a_cover(storied):
    pdf = whole.whole_file_pdf(storied, BASE)

    with opened(pdf) as document, document.open_outline() as outline:
        marks = [item.title for item in outline.root]
    papers = [title.format(storied.number) for title in TITLES]
    assert marks == ["封面", "卷内目录", *papers, "卷内备考表"]
    cover = words_of(pdf, 1)
    for words in (
        "汐子镇人民代表大会主席团选民意见办理案卷",
        f"编号{storied.number}保管期限永久",
        "卷号2026年第3卷盒号2026-永久-3",
        "起止日期2026年3月2日至2026年3月26日",
        "承办单位汐子镇村镇建设办公室、汐子镇水利服务站",
        "件数11件页数12页",
    ):
        assert words in cover
    assert {page_mm(pdf, page) for page in range(1, page_count(pdf) + 1)} == {(210, 297)}


def test_table_of_contents_names_the_leaf_on_which_each_paper_stands(storied):
    pdf = whole.whole_file_pdf(storied, BASE)

    with opened(pdf) as document, document.open_outline() as outline:
        pages = {page.objgen: place for place, page in enumerate(document.pages, start=1)}
        starts = [pages[item.destination[0].objgen] for item in outline.root]
    contents = words_of(pdf, 2)
    lengths = [after - before for before, after in pairwise(starts[2:])]
    leaf = 1
    for title, start, length in zip(TITLES, starts[2:], lengths, strict=False):
        leaves = f"{leaf}" if length == 1 else f"{leaf}-{leaf + length - 1}"
        stamped = text_of(pdf, start).splitlines()
        assert str(leaf) in stamped
        assert title.format(storied.number) in contents
        assert leaves in contents
        leaf += length
    assert leaf - 1 == page_count(pdf) - 3


def test_pages_of_an_attached_pdf_stand_on_numbered_leaves(storied):
    pdf = whole.whole_file_pdf(storied, BASE)

    pages = [page for page in range(1, page_count(pdf) + 1) if "SEALED" in words_of(pdf, page)]
    assert [page - 2 for page in pages] == [8, 9]
    assert "附件：盖章件.pdf（承办单位）第1页，共2页" in words_of(pdf, pages[0])
    assert "SEALEDLETTER2" in words_of(pdf, pages[1])


def test_attached_picture_fills_a_page(storied):
    pdf = whole.whole_file_pdf(storied, BASE)

    picture = picture_of(pdf, 4, dpi=40)
    colours = picture.convert("RGB").getcolors(picture.width * picture.height)
    red = sum(count for count, (r, g, _b) in colours if r > 200 and g < 60)
    assert red > picture.width * picture.height * 0.2


def test_file_never_names_the_voter_nor_the_query_code_nor_the_answer_link(storied):
    pdf = whole.whole_file_pdf(storied, BASE)

    words = words_of(pdf)
    for private in PRIVATE:
        assert private not in words
    assert IDENTITY["name"] not in words
    assert storied.query_code not in words.replace("-", "")
    assert "我是（已隐去），住（已隐去），路灯坏了。" in words
    assert "扫码办理" not in words
    assert "扫码评价" not in words


def test_course_tells_steps_and_events_in_order(storied):
    pdf = whole.whole_file_pdf(storied, BASE)

    words = words_of(pdf, page_count(pdf) - 1)
    places = [
        words.index(word) for word in ("接待", "梳理", "单位退回", "督办通知", "答复公布", "存档")
    ]
    assert places == sorted(places)


def test_fonts_are_embedded_once_and_the_file_is_small(storied, complaints):
    pdf = whole.whole_file_pdf(storied, BASE)

    own = {name: kept for name, kept in fonts_of(pdf).items() if name != "Helvetica"}
    assert set(own.values()) == {("yes", "yes")}
    assert len(pdf) < 800_000
    assert complaints == []


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"%PDF-1.4 broken", "文件已损坏，不能打印"),
        (saved(make_pdf(61)), "文件超过60页，没有装订"),
    ],
)
def test_attachment_that_cannot_be_bound_is_named_on_a_page(home, content, why):
    suggestion = make_case(home)
    attach(suggestion, "扫描件.pdf", content)

    pdf = whole.whole_file_pdf(suggestion, BASE)

    assert f"{why}。原件存于系统，文件名：扫描件.pdf。" in words_of(pdf, 4)
    assert "未装订" in words_of(pdf, 2)
    assert f"附件“扫描件.pdf”：{why}。" in words_of(pdf, page_count(pdf))


def test_lost_file_does_not_stop_the_printing(home):
    suggestion = make_case(home)
    default_storage.delete(attach(suggestion, "丢了.jpg", jpeg(), kind="picture").file.name)

    assert "文件不在了，没有装订" in words_of(whole.whole_file_pdf(suggestion, BASE), 4)


def test_matter_just_received_has_a_file_too(home):
    suggestion = make_case(home, Step.RECEIVE)

    pdf = whole.whole_file_pdf(suggestion, BASE)

    assert page_count(pdf) == 5
    assert "卷号未归档" in words_of(pdf, 1)


def test_contents_alone_are_those_of_the_file(storied):
    alone = words_of(whole.contents_pdf(storied, BASE))

    assert alone == words_of(whole.whole_file_pdf(storied, BASE), 2)


def test_file_is_for_those_who_see_the_matter(
    sign_in, clerk, auditor, other_clerk, unit_user, home
):
    suggestion = make_case(home, Step.RECEIVE)
    address = reverse("admin:suggestions_paper", args=[suggestion.pk, "file"])

    for user, status in ((clerk, 200), (auditor, 200), (other_clerk, 404), (unit_user, 403)):
        assert sign_in(user).get(address).status_code == status
    assert sign_in(clerk).post(address).status_code == 405


def test_volume_lists_its_matters(sign_in, clerk, other_clerk, storied, complaints):
    address = reverse("admin:suggestions_archivevolume_contents", args=[storied.volume_id])

    pdf = sign_in(clerk).get(address).content

    words = words_of(pdf)
    assert "选民意见2026年第3卷盒号：2026-永久-3" in words
    assert f"1{storied.number}便桥没有护栏汐子镇村镇建设办公室2026-03-022026-03-26永久" in words
    assert complaints == []
    assert sign_in(other_clerk).get(address).status_code == 404


def test_empty_volume_says_so(home, clerk):
    words = words_of(volumes.volume_contents(factories.make_volume(home), clerk).pdf())

    assert "本卷还没有归档的案件" in words
