"""The cast: one person per role, in this Home and in another one."""

import pytest
import requests

from representatives.models import Role
from suggestions.watch import counting
from tests import factories
from tests.robots import Servers


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Tests that empty every table at their end come last: migrations filled some of them."""
    items.sort(key=_empties_tables)


def _empties_tables(item):
    mark = item.get_closest_marker("django_db")
    return "transactional_db" in item.fixturenames or bool(mark and mark.kwargs.get("transaction"))


@pytest.fixture(autouse=True)
def _quick_settings(settings, tmp_path):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "uploads"
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.THROTTLE = False


@pytest.fixture(autouse=True)
def _nothing_counted_before():
    # Tests are rolled back, so that other records get the same keys.
    counting._count.cache_clear()


@pytest.fixture
def home(db):
    return factories.make_home()


@pytest.fixture
def other_home(db):
    return factories.make_home(name="天义镇人大代表之家", slug="tianyi", number_prefix="TY")


def _person(role):
    def fixture(home):
        return factories.make_user(role=role, home=home)

    return pytest.fixture(fixture)


def _stranger(role):
    def fixture(other_home):
        return factories.make_user(role=role, home=other_home, username=f"other-{role}")

    return pytest.fixture(fixture)


clerk, other_clerk = _person(Role.CLERK), _stranger(Role.CLERK)
chair, other_chair = _person(Role.CHAIR), _stranger(Role.CHAIR)
convener, other_convener = _person(Role.CONVENER), _stranger(Role.CONVENER)
administrator, other_administrator = _person(Role.ADMINISTRATOR), _stranger(Role.ADMINISTRATOR)
unit_user, other_unit_user = _person(Role.UNIT), _stranger(Role.UNIT)


@pytest.fixture
def auditor(home):
    user = factories.make_user(role=Role.AUDITOR, home=None)
    user.watched_homes.add(home)
    return user


@pytest.fixture
def representative(home):
    """A representative with an account; sign in as `representative.user`."""
    return factories.make_representative(home, with_account=True)


@pytest.fixture
def other_representative(other_home):
    return factories.make_representative(other_home, with_account=True)


@pytest.fixture
def sign_in(client):
    """`sign_in(user)` gives the test client, signed in as that person."""

    def enter(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter


@pytest.fixture
def servers(monkeypatch):
    """The servers of 企业微信 and 钉钉: nothing leaves this machine."""
    there = Servers()
    monkeypatch.setattr(requests, "post", there.post)
    return there
