"""A real Chromium against a live server, on the township's working tables."""

import importlib
import os
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client

from daihome.presets import load_presets
from representatives.models import Role
from tests import factories
from tests.browser.watching import Watch

# Playwright leaves an event loop in the thread of the tests, for those that follow, too; none of
# them is asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = Path("/usr/bin/chromium")
SEED = importlib.import_module("suggestions.migrations.0002_known_working_days")


# A route would do it, too, but then every style sheet and script takes part, and some come late.
NOBODY_ELSE = """
    const send = window.fetch;
    const nobody = () => Promise.resolve(Response.json({sentence: ""}));
    window.fetch = (to, how) => String(to).endsWith("/presence/") ? nobody() : send(to, how);
"""


@pytest.fixture(scope="session")
def browser_type_launch_args():
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed: run script/setup --dev")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    return {"executable_path": str(CHROMIUM), "args": quiet}


@pytest.fixture(scope="session")
def browser_context_args():
    return {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


@pytest.fixture
def site(transactional_db, live_server):
    """The address of the live server, with the calendar of working days in the database."""
    # The end of a test with a live server empties every table, also those that a migration filled.
    SEED.seed(apps, None)
    return live_server.url


@pytest.fixture
def township(site):
    """A Home with its tables, a village, a unit and a volume; and its people."""
    home = factories.make_home()
    load_presets(home)
    village = factories.make_village(home, name="北山咀村")
    factories.make_unit(home, name="村镇建设办公室", leader="王镇长")
    person = factories.make_representative(home, with_account=True, name="李春梅", village=village)
    staff = {"clerk": Role.CLERK, "chair": Role.CHAIR}
    users = {name: factories.make_user(role, home, username=name) for name, role in staff.items()}
    return {"home": home, "village": village, "representative": person} | users


@pytest.fixture
def open_page(browser, browser_context_args, site):
    """`open_page(user, width)` gives a watched page of a browser of its own, signed in as `user`."""
    contexts = []

    def enter(user=None, width=360, **options):
        size = {"width": width, "height": 760}
        context = browser.new_context(
            **browser_context_args, base_url=site, viewport=size, **options
        )
        contexts.append(context)
        # Sent by themselves while a test writes: two threads share SQLite's tables in memory.
        context.add_init_script(NOBODY_ELSE)
        page = context.new_page()
        if user:
            sit_down(page, user, site)
        page.watch = Watch(page)
        return page

    yield enter
    for context in contexts:
        context.close()


def sit_down(page, user, site):
    """Sign `user` in, in the browser of `page`."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}
    page.context.add_cookies([cookie])
