"""Orders of papers that take long: whose they are, how they are made, and fetching them."""

from datetime import timedelta

import pikepdf
import pytest
from django.core.management import call_command

from daihome.management.commands import make_papers
from daihome.models import OrderState, PaperOrder
from daihome.orders import Unmakeable, makers, ordering
from daihome.tools import books
from representatives.models import Message
from tests import factories
from tests.daihome.tools.papers import page_count, words_of
from tests.racing import race, real_database
from tests.suggestions.cases import make_case

NOW = factories.moment(2026, 4, 1)
ORDERED = "/admin/registers/feedback/order/"


@pytest.fixture(autouse=True)
def _in_its_own_folder(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(ordering, "start", lambda: None)


def make_order(user, **fields):
    defaults = {"home": user.home, "paper": "book", "title": "登记簿", "ordered_at": NOW}
    return PaperOrder.objects.create(user=user, **defaults | fields)


def made_by(monkeypatch, make):
    """Let the paper `book` be made by `make(order, file, tell)`."""
    monkeypatch.setitem(makers.MAKERS, "book", makers.Maker(make, ".pdf", "application/pdf"))


def files():
    return sorted(
        path.name for path in ordering.folder().iterdir() if path.suffix in (".pdf", ".part")
    )


def test_each_person_sees_the_own_orders(clerk, chair):
    order = make_order(clerk)

    assert list(PaperOrder.objects.visible_to(clerk)) == [order]
    assert list(PaperOrder.objects.visible_to(chair)) == []


@pytest.mark.django_db(transaction=True)
def test_pressed_twice_at_once_it_is_one_order(clerk, tmp_path_factory):
    with real_database(tmp_path_factory.mktemp("race")):
        found = race(
            4, lambda _n: ordering.order(clerk, clerk.home, "archive", "归档包", year=2025).pk
        )

    assert len(set(found)) == 1


def test_next_is_the_oldest_waiting_or_one_whose_maker_fell_silent(clerk):
    make_order(clerk, state=OrderState.READY)
    heard = {"state": OrderState.MAKING, "heard_at": NOW - timedelta(minutes=9)}
    making = make_order(clerk, **heard)
    waiting = make_order(clerk)

    assert PaperOrder.objects.next_one(NOW) == waiting
    assert PaperOrder.objects.next_one(NOW + timedelta(minutes=2)) == making


def test_progress_is_told_in_percent(clerk):
    orders = [make_order(clerk, done=done, total=total) for done, total in [(0, 0), (1, 3), (7, 5)]]

    assert [order.percent for order in orders] == [0, 33, 100]


def test_whole_book_is_bound_from_its_volumes(sign_in, clerk, home, monkeypatch):
    monkeypatch.setattr(books, "ROWS_PER_VOLUME", 2)
    village = factories.make_village(home)
    numbers = [make_case(home, village=village).number for _ in range(5)]
    client = sign_in(clerk)
    days = {"home": home.slug, "start": "2026-01-01", "end": "2026-12-31"}

    assert client.post(ORDERED, days).url == "/admin/papers/"
    monkeypatch.setattr(make_papers.os, "nice", lambda by: None)
    monkeypatch.setattr(make_papers.resource, "setrlimit", lambda what, most: None)
    call_command("make_papers")
    order = PaperOrder.objects.get()
    content = b"".join(client.get(f"/admin/papers/{order.pk}/file").streaming_content)

    assert (order.state, order.done, order.total) == (OrderState.READY, 3, 3)
    words = "".join(words_of(content, page) for page in range(1, page_count(content) + 1))
    assert [number for number in numbers if number in words] == numbers
    with pikepdf.open(ordering.folder() / order.file) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == [
            f"选民意见反馈簿 第{number}册" for number in (1, 2, 3)
        ]
    assert Message.objects.get(user=clerk).title.startswith("已做好：")


def test_same_order_pressed_twice_is_one(sign_in, clerk, home):
    client = sign_in(clerk)
    for _ in range(2):
        client.post(ORDERED, {"home": home.slug, "start": "2026-01-01", "end": "2026-12-31"})

    assert PaperOrder.objects.count() == 1


def test_nobody_fills_the_queue(sign_in, clerk, home):
    client = sign_in(clerk)
    for year in range(2000, 2010):
        client.post(ORDERED, {"home": home.slug, "year": year})

    assert PaperOrder.objects.count() == ordering.OPEN_MAX
    assert "前面要的还没有做完" in client.get("/admin/papers/").content.decode()


def test_crash_in_the_middle_leaves_no_file_and_says_so(clerk, monkeypatch, caplog):
    def half(order, file, tell):
        file.write(b"%PDF-1.7 half")
        tell(1, 2)
        raise ZeroDivisionError("王秀英")

    made_by(monkeypatch, half)
    order = make_order(clerk)

    assert ordering.make(order) is False
    order.refresh_from_db()
    assert (order.state, order.error, order.file) == (OrderState.FAILED, ordering.FAILED, "")
    assert files() == []
    assert "王秀英" not in caplog.text


def test_reason_why_a_paper_cannot_be_made_is_told(sign_in, clerk, monkeypatch):
    def refuse(order, file, tell):
        raise Unmakeable("这段时间还没有登记。")

    made_by(monkeypatch, refuse)
    make_order(clerk)
    ordering.make_waiting()

    assert "这段时间还没有登记。" in sign_in(clerk).get("/admin/papers/").content.decode()


def test_what_killed_its_maker_three_times_is_given_up(clerk):
    order = make_order(clerk, state=OrderState.MAKING, heard_at=NOW, tries=ordering.TRIES_MAX)

    assert ordering.make(order) is False
    order.refresh_from_db()
    assert order.state == OrderState.FAILED


def test_of_two_makers_one_gets_the_order(clerk, monkeypatch):
    made_by(monkeypatch, lambda order, file, tell: file.write(b"x"))
    order = make_order(clerk)
    same = PaperOrder.objects.get()

    assert (ordering.make(order), ordering.make(same)) == (True, False)


def test_only_one_process_makes_papers(clerk):
    with ordering.only_maker() as first, ordering.only_maker() as second:
        assert (first, second) == (True, False)


def test_strangers_fetch_and_remove_nothing(sign_in, clerk, chair, monkeypatch):
    made_by(monkeypatch, lambda order, file, tell: file.write(b"x"))
    order = make_order(clerk)
    ordering.make(order)
    client = sign_in(chair)

    assert client.get(f"/admin/papers/{order.pk}/file").status_code == 404
    assert client.post(f"/admin/papers/{order.pk}/remove/").status_code == 404
    assert files() == [f"{order.pk}.pdf"]


def test_removing_an_order_removes_its_file(sign_in, clerk, monkeypatch):
    made_by(monkeypatch, lambda order, file, tell: file.write(b"x"))
    order = make_order(clerk)
    ordering.make(order)

    sign_in(clerk).post(f"/admin/papers/{order.pk}/remove/")

    assert (PaperOrder.objects.count(), files()) == (0, [])


def test_old_orders_and_left_pieces_are_swept_away(clerk):
    make_order(clerk)
    new = make_order(clerk, ordered_at=NOW + timedelta(days=3))
    (ordering.folder() / "9.part").write_bytes(b"x")

    assert ordering.sweep(NOW + timedelta(days=8)) == 1
    assert list(PaperOrder.objects.all()) == [new]
    assert files() == []


def test_page_comes_again_only_while_something_is_made(sign_in, clerk):
    order = make_order(clerk, state=OrderState.MAKING, heard_at=NOW, done=1, total=4)
    client = sign_in(clerk)

    assert client.get("/admin/papers/")["Refresh"] == "4"
    PaperOrder.objects.filter(pk=order.pk).update(state=OrderState.FAILED)
    assert not client.get("/admin/papers/").has_header("Refresh")


def test_nonsense_days_are_refused_in_words(sign_in, clerk):
    response = sign_in(clerk).post(ORDERED, {"start": "昨天"})

    assert (response.status_code, PaperOrder.objects.count()) == (400, 0)
