"""Bad and difficult inputs by class, sent to the real pages: what must happen to each.

What the cleaning functions do with each text is in `tests/daihome/tools/test_text.py`; here is
what comes of it behind a form, on every page, sheet and paper that shows it afterwards.
"""

import io
import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from openpyxl import load_workbook

from suggestions.models import Suggestion
from suggestions.pipeline import Step
from suggestions.voters import form_keys
from tests import factories

DATA = Path("tests/data")
TEXTS = json.loads((DATA / "bad_texts.json").read_text(encoding="utf-8"))
BAD = json.loads((DATA / "bad_requests.json").read_text(encoding="utf-8"))
NEW, TRACK = "/suggestions/new/", "/suggestions/track/"
LIST = "/admin/suggestions/suggestion/"
FIELD_OF = {"text_required": "content", "longtext": "content", "title": "title"} | {
    name: name for name in ("name", "phone")
}
# A client cannot send half a character; what the server makes of the bytes is below.
TYPED = [row for row in TEXTS if row["field"] in FIELD_OF and "\ud800" not in row["typed"]]
# Markup as it must not come out anywhere; escaped, each begins with &lt; or keeps its quotes.
LIVE = (
    "<script>alert",
    "<svg/onload",
    "<base href",
    "<style>*",
    "<img src=",
    "<link rel=att",
    'x" x="',
)


def form(village, **fields):
    named = {"identity_mode": "named", "consent": "on"} if {"name", "phone"} & set(fields) else {}
    return {
        "key": form_keys.new_key(), "content": "村东头的路灯坏了。", "village": village.pk,
    } | named | fields  # fmt: skip


def stored(field):
    suggestion = Suggestion.objects.select_related("identity").get()
    return getattr(suggestion if field in ("content", "title") else suggestion.identity, field)


@pytest.mark.parametrize("entry", TYPED, ids=lambda entry: f"{entry['field']}: {entry['name']}")
def test_text_typed_into_the_public_form(client, home, entry):
    field, typed, expect = FIELD_OF[entry["field"]], entry["typed"], entry["expect"]

    answer = client.post(NEW, form(factories.make_village(home), **{field: typed}))

    if expect == "reject_field" or answer.status_code == 422:
        assert expect in ("reject_field", "clean_or_reject")
        assert answer.status_code == 422
        assert f'id="id_{field}_error"' in answer.text or f"id_{field}" in answer.text
        assert not Suggestion.objects.exists()
        return
    assert answer.status_code == 200
    kept = stored(field)
    if expect == "clean_or_reject":
        assert kept != typed
    else:
        assert kept == entry.get("stored", typed)


@pytest.fixture
def poisoned(home):
    """A Home whose every matter, name and note is hostile, each matter in another step."""
    village = factories.make_village(home, name="<b>村</b>")
    chair = factories.make_user(role="chair", home=home)
    texts = [*BAD["hostile"], *(e["typed"] for e in TYPED if "accept" in e["expect"])]
    for place, text in enumerate(dict.fromkeys(texts)):
        factories.make_suggestion(
            home,
            step=Step.FEEDBACK if place % 10 == 0 else Step.RECEIVE,
            by=chair,
            village=village,
            title=text[:100],
            content=text,
            identity={"name": text[:50], "phone": "13800138000"},
            identity_mode="named",
        )
    return chair


def answers(client, addresses):
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        yield answer.text


def test_hostile_texts_are_only_text_everywhere(home, poisoned, sign_in):
    client = sign_in(poisoned)
    rows = Suggestion.objects.all()
    pages = [
        LIST,
        f"{LIST}?q=alert",
        f"{LIST}?q=%3Cscript%3E",
        "/admin/",
        "/",
        "/homes/xizi/results/",
    ]
    pages += ["/admin/registers/feedback/?year=2026", f"{LIST}?before={rows[30].pk}"]
    pages += [f"{LIST}{row.pk}/change/" for row in rows]
    for text in answers(client, pages):
        assert not [live for live in LIVE if live in text]
    for row in rows:
        page = Client().post(TRACK, {"number": row.number, "code": row.query_code})
        assert page.status_code == 200
        assert not [live for live in LIVE if live in page.text]


def test_hostile_texts_leave_the_books_printable(home, poisoned, sign_in):
    client = sign_in(poisoned)

    book = client.get("/admin/registers/feedback/book.pdf?year=2026")
    sheet = client.get("/admin/registers/feedback/register.xlsx?year=2026")

    assert book.status_code == sheet.status_code == 200
    workbook = load_workbook(io.BytesIO(b"".join(sheet.streaming_content)))
    assert [ws.sheet_state for ws in workbook] == ["visible"]
    cells = [cell for row in workbook.active for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert not [cell.value for cell in cells if "13800138000" in str(cell.value)]
    out = io.StringIO()
    call_command("check_data", stdout=out)
    assert "没有发现问题" in out.getvalue()


@pytest.mark.parametrize("fields", [
    {"step": "7", "state": "7"}, {"home": "2", "township": "2"}, {"is_staff": "1"}, {"assignee": "1"},
    {"is_published": "on", "public_title": "x"}, {"kind": "proposal", "channel": "desk"},
    {"number": "XZ2020-0001", "query_code": "AAAA"}, {"received_at": "2020-01-01", "due_on": "2020-01-01"},
])  # fmt: skip
def test_fields_that_the_form_does_not_have_change_nothing(client, home, fields):
    answer = client.post(NEW, form(factories.make_village(home)) | fields)

    found = Suggestion.objects.get()
    assert answer.status_code == 200
    assert (found.step, found.home, found.kind, found.channel) == (1, home, "opinion", "web")
    assert (found.is_published, found.public_title) == (False, "")
    assert found.number != "XZ2020-0001"
    assert found.received_at.year > 2025


PLACES = [
    "/", "/homes/", "/r/", "/s/", "/files/", "/photos/venues/", "/my/matters/", LIST,
    "/admin/registers/", "/accounts/slip/",
]  # fmt: skip


@pytest.mark.parametrize("path", BAD["paths"])
def test_address_of_nothing_is_not_found(home, clerk, sign_in, path):
    client = sign_in(clerk)
    addresses = [path] if path.startswith("/") else [f"{place}{path}" for place in PLACES]
    for address in addresses:
        answer = client.get(address, follow=True)
        assert answer.status_code in (400, 403, 404), address


@pytest.mark.parametrize("query", BAD["queries"])
def test_nonsense_behind_the_question_mark(home, clerk, client, query):
    factories.make_suggestion(home)
    public = [NEW, TRACK, "/", "/homes/xizi/representatives/", "/homes/xizi/results/"]
    public.append("/accounts/sign-in/")
    staff = [LIST, f"{LIST}add/", "/admin/registers/feedback/"]
    staff.append("/admin/registers/feedback/register.xlsx")
    for place in public:
        assert client.get(f"{place}?{query}").status_code in (200, 400), place
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    for place in staff:
        assert client.get(f"{place}?{query}").status_code in (200, 400), place


@pytest.mark.parametrize("address", BAD["admin"])
def test_nonsense_for_the_staffs_list(home, clerk, sign_in, address):
    assert sign_in(clerk).get(address).status_code in (200, 400)


FOREIGN = [
    "//evil.example", "https:evil.example", "https://evil.example", "///evil.example", "/\\evil.example",
    "\\\\evil.example", "/\t/evil.example", "javascript:alert(1)", " //evil.example",
]  # fmt: skip


def without_token(answer):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.text)


@pytest.mark.parametrize("goal", FOREIGN)
def test_nobody_is_sent_to_another_site(home, clerk, client, goal):
    signing_in = {"username": clerk.username, "password": factories.PASSWORD, "next": goal}

    assert client.post("/accounts/sign-in/", signing_in).url == "/accounts/landing/"
    assert client.post("/text-size/", {"size": "large", "next": goal}).url == "/"
    assert client.post("/accounts/sign-out/", {"next": goal}).url == "/"


@pytest.mark.parametrize("typed", ["", "ABCD-2O45-EFGH-6789", "A" * 10_000, "\0", "' OR 1=1 --"])
def test_every_wrong_pair_gets_the_same_answer(home, client, typed):
    found = factories.make_suggestion(home)
    wrong = client.post(TRACK, {"number": "XZ2026-9998", "code": found.query_code})

    for pair in ({"number": found.number, "code": typed}, {"number": typed, "code": typed}):
        answer = client.post(TRACK, pair)
        assert (answer.status_code, without_token(answer)) == (422, without_token(wrong))


def test_requests_that_no_browser_sends(home, client):
    village = factories.make_village(home)
    strict = Client(enforce_csrf_checks=True)

    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
    assert strict.post(NEW, form(village)).status_code == 403
    assert client.trace(NEW).status_code == client.put(NEW).status_code == 405
    assert client.post(NEW, {f"f{n}": "1" for n in range(1001)}).status_code in (400, 413)
    assert client.post(NEW, {"title": ["甲"] * 500}).status_code == 422
    halves = f"village={village.pk}&content=%ED%A0%80%C0%AF"
    typed = "application/x-www-form-urlencoded"
    assert client.post(NEW, halves.encode(), typed).status_code == 422
    gbk = client.post(NEW, b"content=%C2%B7", f"{typed}; charset=gbk")
    assert gbk.status_code == 400
    assert client.post(NEW, b"x", "multipart/form-data").status_code == 400
    assert not Suggestion.objects.exists()


def test_forwarded_headers_of_a_stranger_count_for_nothing(home, client):
    headers = {
        "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Forwarded": "host=evil.example",
    }  # fmt: skip

    answer = client.post(NEW, form(factories.make_village(home)), headers=headers)

    assert answer.status_code == 200
    assert "evil.example" not in answer.text


def test_chosen_session_is_replaced_at_sign_in(home, clerk, client):
    client.cookies["sessionid"] = "a" * 32
    client.post("/accounts/sign-in/", {"username": clerk.username, "password": factories.PASSWORD})

    assert client.cookies["sessionid"].value != "a" * 32
    # As a raw header: newer releases of Python refuse to build such a cookie.
    client.cookies.clear()
    assert client.get("/admin/", headers={"cookie": "sessionid=\0"}).status_code == 302


def test_number_of_a_person_stands_in_no_title_list_or_history(home, clerk, sign_in):
    client = sign_in(clerk)
    for fields in ({"title": "打13800138000"}, {"content": "请给我" + "回" * 24 + "电13800138000"}):
        row = factories.make_suggestion(home, **fields)
        case = client.get(f"{LIST}{row.pk}/change/").text
        assert "1380" not in case[: case.index("</title>")]
        assert "1380" not in client.get(f"{LIST}{row.pk}/history/").text
    assert "1380" not in client.get(LIST).text
    assert "1380" not in client.get("/admin/").text


def test_pages_that_name_voters_are_not_kept_by_the_browser(home, representative, clerk, sign_in):
    row = factories.make_suggestion(home, representative=representative)
    client = sign_in(representative.user)
    for address in ("/my/", "/my/matters/", f"/my/matters/{row.number}/"):
        assert "no-store" in client.get(address).headers["Cache-Control"]
    client = sign_in(clerk)
    for address in ("/admin/", LIST, f"{LIST}{row.pk}/change/", f"{LIST}{row.pk}/identity/"):
        assert "no-store" in client.get(address).headers["Cache-Control"]
