"""Boards of a place and books of activities as orders: made apart, marked only when they are there."""

import pikepdf
import pytest
from django.core.management import call_command
from django.urls import reverse

from daihome import wall_admin
from daihome.management.commands import make_papers
from daihome.models import OrderState, PaperOrder
from daihome.orders import ordering, venue_boards
from representatives.models import HomeRule, WallBoard
from tests import factories
from tests.daihome.tools.papers import page_count, text_of, words_of
from tests.daihome.views.test_walls import make_board
from tests.representatives.test_activity_books import hold
from tests.representatives.test_walls import make_rule


@pytest.fixture(autouse=True)
def _in_its_own_folder(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(ordering, "start", lambda: None)
    monkeypatch.setattr(wall_admin, "AT_ONCE", 1)
    monkeypatch.setattr(make_papers.os, "nice", lambda by: None)
    monkeypatch.setattr(make_papers.resource, "setrlimit", lambda what, most: None)


@pytest.fixture
def boards(home):
    """A rule and a code, both never printed, at one place."""
    venue = factories.make_venue(home)
    rule = make_rule(home)
    return [
        make_board(home, "rules", subject=str(rule.pk), venue=venue),
        make_board(home, "who", venue=venue),
    ]


def press(client, boards):
    address = reverse("admin:representatives_wallboard_reprint", args=[boards[0].venue_id])
    return client.post(address)


def digests():
    return [row.printed_digest != "" for row in WallBoard.objects.order_by("pk")]


def test_many_boards_are_ordered_and_marked_when_the_file_is_there(boards, clerk, sign_in):
    client = sign_in(clerk)

    assert press(client, boards).url == "/admin/papers/"
    assert digests() == [False, False]
    call_command("make_papers")
    order = PaperOrder.objects.get()
    answer = client.get(f"/admin/papers/{order.pk}/file")
    content = b"".join(answer.streaming_content)

    assert (order.state, order.done, order.total) == (OrderState.READY, 2, 2)
    assert answer["Content-Disposition"].startswith("inline")
    assert page_count(content) == 2
    assert "每逢双月十五日接待选民。" in words_of(content, 1)
    assert digests() == [True, True]
    assert [row.printed_by for row in WallBoard.objects.all()] == [clerk, clerk]
    with pikepdf.open(ordering.folder() / order.file) as pdf:
        assert str(pdf.Root.Lang) == "zh-CN"


def test_crash_marks_no_board_and_leaves_no_file(boards, clerk, sign_in, monkeypatch):
    press(sign_in(clerk), boards)
    drawn = []

    def crash(hangings, site):
        if drawn:
            raise ZeroDivisionError
        drawn.append(hangings)
        return venue_boards_pdf(hangings, site)

    venue_boards_pdf = venue_boards.pdf_of
    monkeypatch.setattr(venue_boards, "pdf_of", crash)
    call_command("make_papers")

    order = PaperOrder.objects.get()
    assert (order.state, order.file, digests()) == (OrderState.FAILED, "", [False, False])
    assert [path.suffix for path in ordering.folder().iterdir() if path.suffix] == []


def test_what_changed_while_it_was_drawn_is_out_of_date(boards, clerk, sign_in, monkeypatch):
    client = sign_in(clerk)
    press(client, boards)
    plain = venue_boards.pdf_of

    def changed(hangings, site):
        content = plain(hangings, site)
        HomeRule.objects.update(text="每逢单月十五日接待选民。")
        return content

    monkeypatch.setattr(venue_boards, "pdf_of", changed)
    call_command("make_papers")

    venues = client.get("/admin/representatives/wallboard/").context["venues"]
    states = {one.row.board: one.state for _venue, rows, _wanted in venues for one in rows}
    assert states == {"rules": "stale", "who": "fresh"}


def test_board_with_a_missing_character_is_named(boards, clerk, sign_in):
    HomeRule.objects.update(text="请\ue000来")
    press(sign_in(clerk), boards)
    call_command("make_papers")

    order = PaperOrder.objects.get()
    assert order.error.startswith("规章制度：")
    assert ("U+E000" in order.error, digests()) == (True, [False, False])


def test_boards_are_not_made_for_who_lost_the_right(boards, clerk, sign_in):
    press(sign_in(clerk), boards)
    clerk.groups.clear()
    clerk.role = "convener"
    clerk.save()
    call_command("make_papers")

    order = PaperOrder.objects.get()
    assert (order.state, order.error) == (OrderState.FAILED, venue_boards.NOTHING)
    assert digests() == [False, False]


def test_book_of_activities_is_bound_from_their_papers(home, clerk, sign_in):
    people = [factories.make_representative(home, name="甲")]
    for title in ("看路", "看水"):
        hold(factories.make_activity(home, "group", people, title=title), clerk)
    client = sign_in(clerk)
    address = reverse("activity_book_order", args=["sign-in"])

    assert client.post(address, {"home": home.slug, "year": "2026"}).url == "/admin/papers/"
    call_command("make_papers")
    order = PaperOrder.objects.get()
    content = b"".join(client.get(f"/admin/papers/{order.pk}/file").streaming_content)

    assert (order.title, order.done, page_count(content)) == ("代表活动签到簿2026", 2, 2)
    assert ("看路" in text_of(content, 1), "看水" in text_of(content, 2)) == (True, True)
    assert client.post(address, {"year": "nonsense"}).status_code == 400
    assert client.post(reverse("activity_book_order", args=["nonsense"])).status_code == 404


def test_book_of_a_year_without_activities_says_so(home, clerk, sign_in):
    sign_in(clerk).post(reverse("activity_book_order", args=["group"]), {"year": "2020"})
    call_command("make_papers")

    order = PaperOrder.objects.get()
    assert (order.state, order.error) == (
        OrderState.FAILED,
        "2020年还没有登记过的活动，没有可以打印的。",
    )
