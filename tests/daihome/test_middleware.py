"""What every request passes before a view sees it."""

from urllib.parse import urlencode

import pytest
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from daihome.middleware import ADDRESS_MAX, DatabaseDown, GuardRequest

pytestmark = pytest.mark.django_db
requests = RequestFactory()
urlpatterns = []


@pytest.fixture(autouse=True)
def _no_addresses(settings):
    # The guard stands before every address, so it needs none of them.
    settings.ROOT_URLCONF = __name__


def guard(request):
    return GuardRequest(lambda request: HttpResponse("in"))(request)


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_guard_lets_ordinary_requests_in(method):
    response = guard(getattr(requests, method)("/suggestions/new/?r=abc"))

    assert response.content == b"in"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_guard_refuses_other_methods(method):
    response = guard(requests.generic(method, "/"))

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, POST"
    assert "不能这样打开" in text(response)


@pytest.mark.parametrize("address", ["/a%00b/", "/?q=%00", "/?q=\x00", "/?%00=1"])
def test_guard_refuses_nul_in_the_address(address):
    request = requests.get("/")
    request.META["QUERY_STRING"] = address.partition("?")[2]
    request.path = address.partition("?")[0].replace("%00", "\x00")

    response = guard(request)

    assert response.status_code == 400
    assert "看不懂" in text(response)


def test_guard_measures_path_and_query():
    longest = "/?" + urlencode({"q": "x" * (ADDRESS_MAX - 2)})

    assert guard(requests.get(longest)).status_code == 200
    assert guard(requests.get(longest + "x")).status_code == 400
    assert guard(requests.get("/" + "x" * ADDRESS_MAX)).status_code == 400


@pytest.mark.parametrize("length", ["-1", "1e3", "abc", "１２"])
def test_guard_refuses_nonsense_lengths(length):
    request = requests.post("/")
    request.META["CONTENT_LENGTH"] = length

    assert guard(request).status_code == 400


def test_guard_refuses_a_large_body_without_reading_it(settings):
    request = requests.post("/", {"content": "x"})

    def read(*args):
        raise AssertionError("the body was read")

    request._stream.read = read
    request.META["CONTENT_LENGTH"] = str(settings.REQUEST_MAX_BYTES + 1)
    response = guard(request)

    assert response.status_code == 413
    assert "45 MB" in text(response)


def test_guard_accepts_a_body_of_just_the_limit(settings):
    request = requests.post("/")
    request.META["CONTENT_LENGTH"] = str(settings.REQUEST_MAX_BYTES)

    assert guard(request).content == b"in"


@pytest.mark.parametrize("error", [OperationalError("no route"), InterfaceError("closed")])
def test_database_down_answers_503(error, caplog):
    response = DatabaseDown(None).process_exception(requests.get("/r/x/?code=secret"), error)

    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert "暂时用不了" in text(response)
    assert "/r/x/" in caplog.text
    assert "secret" not in caplog.text


def test_database_down_leaves_other_errors_alone():
    assert DatabaseDown(None).process_exception(requests.get("/"), ValueError("x")) is None
