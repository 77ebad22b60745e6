"""Each error page says what happened and what to do next, and needs as little as possible."""

import pytest
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import OperationalError
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from daihome import errors
from tests.factories import make_home

requests = RequestFactory()


def text(response):
    return response.content.decode()


def raising(exception):
    def view(request):
        raise exception

    return view


def form(request):
    return HttpResponse("got it")


urlpatterns = [
    path("400/", raising(RequestDataTooBig("x"))),
    path("files/", raising(TooManyFilesSent("x"))),
    path("fields/", raising(TooManyFieldsSent("x"))),
    path("403/", raising(PermissionDenied("x"))),
    path("404/", raising(Http404("x"))),
    path("500/", raising(RuntimeError("secret detail"))),
    path("503/", raising(OperationalError("secret detail"))),
    path("form/", form),
]
handler400 = "daihome.errors.bad_request"
handler403 = "daihome.errors.permission_denied"
handler404 = "daihome.errors.not_found"
handler500 = "daihome.errors.server_error"


@pytest.fixture(autouse=True)
def _addresses_that_fail(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/400/", 413, "太大了"),
        ("/files/", 413, "太大了"),
        ("/fields/", 400, "看不懂"),
        ("/403/", 403, "没有办这件事的权限"),
        ("/404/", 404, "没有找到这一页"),
        ("/nothing-here/", 404, "没有找到这一页"),
        ("/500/", 500, "出了差错"),
        ("/503/", 503, "暂时用不了"),
    ],
)
def test_handlers_say_what_happened_and_what_to_do(visitor, address, status, heading):
    response = visitor.get(address)

    assert response.status_code == status
    assert heading in text(response)
    assert "接下来怎么办" in text(response)
    assert "secret detail" not in text(response)
    assert "{#" not in text(response)


def test_500_and_503_need_no_database(visitor, settings):
    # Without the mark django_db any query here raises.
    settings.MIDDLEWARE = []

    assert visitor.get("/500/").status_code == 500
    assert visitor.get("/503/").status_code == 503


def test_503_when_a_middleware_cannot_reach_the_database(visitor, settings):
    settings.MIDDLEWARE = ["daihome.middleware.DatabaseDown", f"{__name__}.Broken"]

    assert visitor.get("/form/").status_code == 503


class Broken:
    """A middleware that meets a dead database, like the one that loads sessions."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        raise OperationalError("connection refused")


@pytest.mark.django_db
def test_csrf_failure_says_how_to_keep_the_text():
    response = Client(enforce_csrf_checks=True).post("/form/", {"content": "x"})

    assert response.status_code == 403
    assert "没有提交成功" in text(response)


@pytest.mark.django_db
def test_pages_show_the_telephone_of_the_only_home(visitor):
    make_home(phone="0476-4810001")

    assert "tel:0476-4810001" in text(visitor.get("/404/"))


@pytest.mark.django_db
def test_pages_show_no_telephone_when_there_are_several_homes(visitor):
    make_home(phone="0476-4810001")
    make_home(phone="0476-4810002", slug="tianyi", number_prefix="TY")

    answer = text(visitor.get("/404/"))

    assert "0476-" not in answer
    assert "回执上印的电话" in answer


@pytest.mark.django_db
def test_known_home_prefers_what_the_view_said():
    make_home()
    request = requests.get("/")
    request.home = make_home(slug="tianyi", number_prefix="TY")

    assert errors.known_home(request) == request.home


@pytest.mark.django_db
@pytest.mark.parametrize(("wait", "shown", "seconds"), [(15, "15", "900"), (0.2, "1", "60")])
def test_too_many_says_how_long_to_wait(wait, shown, seconds):
    response = errors.too_many(requests.get("/"), wait)

    assert response.status_code == 429
    assert response["Retry-After"] == seconds
    assert f"请等 {shown} 分钟" in text(response)


@pytest.mark.django_db
def test_locked_out_waits_as_long_as_the_lock(settings):
    settings.AXES_COOLOFF_TIME = 0.5

    response = errors.locked_out(requests.post("/accounts/sign-in/"), None, {})

    assert response.status_code == 429
    assert "请等 30 分钟" in text(response)


@pytest.mark.django_db
def test_conflict_shows_the_sentence_escaped_and_the_way_on():
    response = errors.conflict(requests.get("/"), "<b>李秀英</b>刚刚办了。", "/admin/x/1/")

    assert response.status_code == 409
    assert "&lt;b&gt;李秀英&lt;/b&gt;刚刚办了。" in text(response)
    assert 'href="/admin/x/1/"' in text(response)


@pytest.mark.django_db
def test_conflict_without_a_sentence_still_explains():
    response = errors.conflict(requests.get("/"))

    assert "别人已经办了这一步" in text(response)
    assert 'href="/"' in text(response)


@pytest.mark.django_db
def test_handlers_do_not_query_more_than_the_telephone(visitor, django_assert_num_queries):
    with django_assert_num_queries(1):
        visitor.get("/nothing-here/")
