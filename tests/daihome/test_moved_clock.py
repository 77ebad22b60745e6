"""The clock moved for tests: everything of the site follows it, and nothing of the machine's."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from daihome import environment
from daihome.tools import moved_clock
from representatives.models import Village
from suggestions.models import Suggestion
from suggestions.voters import form_keys
from tests.daihome.test_environment import ROOT
from tests.factories import PASSWORD, make_village


@pytest.fixture
def month_later(settings):
    settings.CLOCK_DAYS = 30
    moved_clock.move(30)
    yield
    moved_clock.move(0)


def machine_day():
    return timezone.localdate(datetime.now(UTC))


@pytest.mark.parametrize(("value", "days"), [("", 0), ("30", 30), ("-7", -7), (" 365 ", 365)])
def test_days_are_read(monkeypatch, value, days):
    monkeypatch.setenv("CLOCK_DAYS", value)

    assert environment.clock_days("127.0.0.1") == days


@pytest.mark.parametrize("value", ["1.5", "+3", "三天", "9999", "１", "1e2"])
def test_anything_else_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("CLOCK_DAYS", value)

    with pytest.raises(ImproperlyConfigured, match="CLOCK_DAYS"):
        environment.clock_days("127.0.0.1")


def test_clock_is_moved_on_this_machine_only(monkeypatch):
    monkeypatch.setenv("CLOCK_DAYS", "30")

    with pytest.raises(ImproperlyConfigured, match="只用于本机测试"):
        environment.clock_days("0.0.0.0")
    monkeypatch.setenv("CLOCK_DAYS", "0")
    assert environment.clock_days("0.0.0.0") == 0


def test_process_of_its_own_has_the_moved_day(tmp_path):
    ask = (
        "import django; django.setup(); from django.utils import timezone; "
        "from axes.attempts import now; print(timezone.localdate(), timezone.localdate(now()))"
    )
    there = os.environ | {
        "CLOCK_DAYS": "30", "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "daihome.settings",
    }  # fmt: skip

    said = subprocess.run(
        [sys.executable, "-c", ask], cwd=ROOT, env=there, capture_output=True, text=True, check=True
    )

    day = machine_day() + timedelta(days=30)
    assert said.stdout.split() == [str(day)] * 2


def test_sitting_lasts_and_every_staff_page_says_it(client, clerk, month_later):
    page = client.post(
        reverse("accounts:sign_in"), {"username": clerk.username, "password": PASSWORD}, follow=True
    )

    day = machine_day() + timedelta(days=30)
    assert f"测试用：时间已拨快 30 天，现在算作 {day}。" in page.text
    assert client.get(reverse("admin:index")).status_code == 200
    assert client.cookies["sessionid"]["max-age"] > 3600


def test_clock_as_it_is_says_nothing(sign_in, clerk):
    assert "测试用" not in sign_in(clerk).get(reverse("admin:index")).text


def test_matter_is_received_on_the_moved_day_and_its_form_is_fresh(client, home, month_later):
    village = make_village(home)
    assert form_keys.read_key(form_keys.new_key()).age < 60

    client.post(
        reverse("suggestions:new"),
        {"key": form_keys.new_key(), "content": "村东头的路灯坏了。", "village": village.pk,
         "identity_mode": "anonymous"},
    )  # fmt: skip

    assert Suggestion.objects.get().received_on == machine_day() + timedelta(days=30)


def test_list_waits_an_hour_for_its_confirmation_all_the_same(sign_in, clerk, month_later):
    client, page = sign_in(clerk), "admin:representatives_village_import"
    file = SimpleUploadedFile("村.csv", "村名\n北山咀村\n".encode())
    key = client.post(reverse(page), {"file": file}).context["key"]

    client.post(reverse(f"{page}_confirm"), {"key": key})

    assert Village.objects.get(home=clerk.home).name == "北山咀村"
