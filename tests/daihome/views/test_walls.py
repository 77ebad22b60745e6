"""The walls on the staff's site, and what everybody may read of them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from representatives.models import WallBoard
from tests import factories
from tests.daihome.tools.papers import page_count, page_mm, words_of
from tests.representatives.test_walls import make_rule

WALL = "/admin/representatives/wallboard/"


def make_board(home, board="flow", **fields):
    defaults = {"width": 210, "height": 297, "up_on": date(2026, 1, 1)}
    venue = fields.pop("venue", None) or factories.make_venue(home)
    return WallBoard.objects.create(home=home, venue=venue, board=board, **defaults | fields)


def act(board, what):
    return reverse(f"admin:representatives_wallboard_{what}", args=[board.pk])


def state(client, board):
    """What the list says of this board."""
    venues = client.get(WALL).context["venues"]
    return next(
        one.state for _venue, rows, _wanted in venues for one in rows if one.row.pk == board.pk
    )


def test_board_is_hung_by_choice_and_preset(home, clerk, sign_in):
    rule = make_rule(home)
    venue = factories.make_venue(home)
    client = sign_in(clerk)
    data = {"what": f"rules:{rule.pk}", "venue": venue.pk, "preset": "A2 横版", "bleed": "3"}

    answer = client.post(f"{WALL}add/", data | {"up_on": "2026-3-1"})

    board = WallBoard.objects.get()
    assert answer.url == f"{WALL}?home=xizi"
    assert (board.board, board.subject) == ("rules", str(rule.pk))
    assert (board.width, board.height, board.bleed) == (594, 420, 3)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"preset": "", "width": "500"}, "请选一种常用尺寸，或者把宽和高都填上（毫米）。"),
        ({"preset": "", "width": "20", "height": "30"}, "宽和高要在 50 到 3000 毫米之间"),
        ({"what": "rules:999999"}, "999999"),
        ({"what": "nonsense"}, "nonsense"),
        ({"down_on": "2025-1-1"}, "撤下日期不能早于上墙日期。"),
    ],
)
def test_bad_board_is_refused_with_a_sentence(home, clerk, sign_in, wrong, sentence):
    venue = factories.make_venue(home)
    data = {"what": "flow:", "venue": venue.pk, "preset": "A4 竖版", "bleed": "0"}

    answer = sign_in(clerk).post(f"{WALL}add/", data | {"up_on": "2026-3-1"} | wrong)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not WallBoard.objects.exists()


def test_printing_marks_and_a_change_makes_it_out_of_date(home, clerk, sign_in):
    rule = make_rule(home)
    board = make_board(home, "rules", subject=str(rule.pk))
    client = sign_in(clerk)

    assert state(client, board) == "unprinted"
    answer = client.post(act(board, "print"))
    assert words_of(answer.content).count("每逢双月十五日接待选民。") == 1
    board.refresh_from_db()
    assert (board.printed_by, state(client, board)) == (clerk, "fresh")
    rule.text = "每逢单月十五日接待选民。"
    rule.save()
    assert state(client, board) == "stale"


def test_preview_is_a_pdf_in_the_page_and_changes_nothing(home, auditor, sign_in):
    board = make_board(home)

    answer = sign_in(auditor).get(act(board, "preview"))

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    assert page_mm(answer.content) == (210, 297)
    board.refresh_from_db()
    assert board.printed_digest == ""


def test_one_press_prints_what_a_venue_wants_and_no_more(home, clerk, sign_in):
    venue = factories.make_venue(home)
    wanted = [make_board(home, "flow", venue=venue), make_board(home, "who", venue=venue)]
    elsewhere = make_board(home, "flow")
    down = make_board(home, "flow", venue=venue, down_on=date(2026, 2, 1))
    client = sign_in(clerk)
    press = reverse("admin:representatives_wallboard_reprint", args=[venue.pk])

    pdf = client.post(press).content
    again = client.post(press, follow=True)

    assert page_count(pdf) == 2
    assert {state(client, board) for board in wanted} == {"fresh"}
    assert (state(client, elsewhere), state(client, down)) == ("unprinted", "down")
    assert "没有可以打印的版面" in again.content.decode()


def test_missing_character_is_named_and_nothing_is_marked(home, clerk, sign_in):
    board = make_board(home, "rules", subject=str(make_rule(home, text="请\ue000来").pk))
    client = sign_in(clerk)

    answer = client.post(act(board, "print"), follow=True)

    assert "U+E000" in answer.content.decode()
    assert state(client, board) == "unprinted"


def test_board_comes_down_and_goes_up_again(home, clerk, sign_in):
    board, today = make_board(home), timezone.localdate()
    coming = make_board(home, up_on=today + timedelta(days=9))
    client = sign_in(clerk)

    client.post(act(board, "down"))
    client.post(act(coming, "down"))
    board.refresh_from_db()
    coming.refresh_from_db()
    assert (board.down_on, coming.up_on, coming.down_on) == (today, None, None)

    client.post(act(board, "up"))
    board.refresh_from_db()
    assert (board.up_on, board.down_on) == (today, None)


def test_board_without_its_subject_says_so(home, clerk, sign_in):
    rule = make_rule(home, superseded_on=date(2026, 2, 1))
    gone = make_board(home, "rules", subject=str(rule.pk))
    unknown = make_board(home, "no-such-board")
    client = sign_in(clerk)

    assert (state(client, gone), state(client, unknown)) == ("gone", "gone")
    assert client.get(act(gone, "preview")).status_code == 302
    page = client.get(f"{WALL}{gone.pk}/change/").content.decode()
    assert "（内容已经没有了）" in page


@pytest.mark.parametrize("what", ["print", "up", "down"])
def test_readers_and_strangers_move_nothing(home, convener, auditor, other_clerk, sign_in, what):
    board = make_board(home)
    users = (convener, auditor, other_clerk)

    codes = [sign_in(user).post(act(board, what)).status_code for user in users]

    assert codes == [403, 403, 404]
    assert WallBoard.objects.get().history.count() == 1


def test_public_reads_rules_in_force_and_what_hangs(home, client):
    rule = make_rule(home)
    make_rule(home, title="旧制度", superseded_on=date(2026, 2, 1))
    make_board(home, "flow")
    make_board(home, "results", down_on=date(2026, 2, 1))
    address = f"/homes/xizi/notices/rules/{rule.pk}/"

    page = client.get("/homes/xizi/notices/").content.decode()

    assert address in page
    assert "/homes/xizi/notices/flow/" in page
    assert "旧制度" not in page
    assert "/homes/xizi/notices/results/" not in page
    assert "每逢双月十五日接待选民。" in client.get(address).content.decode()
    assert "交办之日起3个月内答复" in client.get("/homes/xizi/notices/flow/").content.decode()


def test_public_finds_nothing_else(home, other_home, client):
    foreign = make_rule(other_home)
    make_board(home, "results", down_on=date(2026, 2, 1))
    paths = (f"rules/{foreign.pk}/", "results/", "flow/", "no-such-board/", "rules/", "rules/abc/")

    codes = [client.get(f"/homes/xizi/notices/{path}").status_code for path in paths]

    assert codes == [404] * 6


def test_portraits_on_the_screen_show_the_telephone_with_consent_only(home, client):
    factories.make_representative(home, name="王德福", phone="13800138001", phone_is_public=True)
    factories.make_representative(home, name="李秀英", phone="13800138002")
    make_board(home, "representatives")

    page = client.get("/homes/xizi/notices/representatives/").content.decode()

    assert ("13800138001" in page, "13800138002" in page) == (True, False)
