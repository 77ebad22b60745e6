"""The switch for large type works without a script and never leads to another site."""

import pytest
from django.test import Client
from django.urls import path

from daihome.views import text_size

urlpatterns = [path("text-size/", text_size.switch)]


@pytest.fixture
def visitor(settings):
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
    return Client(enforce_csrf_checks=True)


def test_switch_keeps_the_choice_and_goes_back(visitor):
    response = visitor.post("/text-size/", {"size": "large", "next": "/s/abc/?x=1"})

    assert response.status_code == 302
    assert response["Location"] == "/s/abc/?x=1"
    assert response.cookies["text_size"].value == "large"
    assert response.cookies["text_size"]["max-age"] == text_size.A_YEAR


@pytest.mark.parametrize("size", ["", "huge", "large; path=/"])
def test_switch_ignores_an_unknown_size(visitor, size):
    response = visitor.post("/text-size/", {"size": size, "next": "/"})

    assert "text_size" not in response.cookies


@pytest.mark.parametrize(
    "address",
    ["", "https://example.com/", "//example.com", "\\\\example.com", "javascript:x", "/\x00"],
)
def test_switch_never_leads_elsewhere(visitor, address):
    response = visitor.post("/text-size/", {"size": "large", "next": address})

    assert response["Location"] == "/"


def test_switch_changes_nothing_by_get(visitor):
    response = visitor.get("/text-size/?size=large")

    assert response.status_code == 405
    assert "text_size" not in response.cookies
