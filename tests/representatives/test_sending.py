"""Sending what waits: once, again after a failure, and never lost in a crash."""

import logging
import smtplib
from datetime import timedelta

import pytest
import requests
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from representatives import sending
from representatives.models import Delivery, DeliveryState
from representatives.posting import post
from representatives.sending import MOST_TRIES, send_waiting
from tests import factories
from tests.racing import race, real_database

NOW = factories.moment(2026, 3, 2)
MINUTE = timedelta(minutes=1)
REFUSED = {"errcode": 93000, "errmsg": "invalid webhook url"}


@pytest.fixture
def group(home):
    return factories.make_channel(home)


def waiting(home, key="k", **fields):
    said = {"title": "还有七天到期", "text": "请尽快答复。", "groups": True, "now": NOW}
    post(key, home=home, **said | fields)
    return Delivery.objects.get(key=key)


def states():
    return list(Delivery.objects.order_by("pk").values_list("state", "attempts"))


def test_sends_to_the_group_and_says_when(home, group, servers, settings):
    settings.SITE_URL = "https://daihome.example.cn"
    row = waiting(home, link="/admin/")

    assert send_waiting(NOW + MINUTE) == (1, 0)

    row.refresh_from_db()
    assert (row.state, row.sent_at, row.last_error) == ("sent", NOW + MINUTE, "")
    assert servers.texts == [
        "【代表之家】还有七天到期\n\n请尽快答复。\n\nhttps://daihome.example.cn/admin/\n\n—— 汐子镇人大代表之家"
    ]


def test_link_survives_a_long_text(home, group, servers, settings):
    settings.SITE_URL = "https://daihome.example.cn"
    waiting(home, text="水渠" * 2000, link="/admin/")

    send_waiting(NOW)

    assert servers.texts[0].endswith(
        "水渠水……\n\nhttps://daihome.example.cn/admin/\n\n—— 汐子镇人大代表之家"
    )


def test_sends_mail_to_each_address(home, settings):
    settings.SENDS_MAIL = True
    factories.make_channel(home, "email")
    post("k", home=home, title="有一件意见交给贵单位", text="请查收。",
         emails=["slj@example.cn", "rd@example.cn"], now=NOW)  # fmt: skip

    assert send_waiting(NOW) == (2, 0)
    assert [(letter.subject, letter.to, letter.body) for letter in mail.outbox] == [
        ("【代表之家】有一件意见交给贵单位", [to], "请查收。\n\n—— 汐子镇人大代表之家")
        for to in ("rd@example.cn", "slj@example.cn")
    ]


def test_nothing_is_sent_twice(home, group, servers):
    waiting(home)

    assert [send_waiting(NOW), send_waiting(NOW), send_waiting(NOW + 99 * MINUTE)] == [
        (1, 0), (0, 0), (0, 0),
    ]  # fmt: skip
    assert len(servers.calls) == 1


def test_waits_longer_after_each_failure_and_gives_up_at_last(home, group, servers):
    servers.answers = [REFUSED]
    row, now, waits = waiting(home), NOW, []

    while row.state == DeliveryState.WAITING:
        assert send_waiting(now - MINUTE / 2) == (0, 0) if waits else True
        assert send_waiting(now) == (0, 1)
        row.refresh_from_db()
        waits.append((row.next_try_at - now) / MINUTE)
        now = row.next_try_at

    assert waits == [1, 5, 30, 120, 720, 720, 720, 0]
    assert (row.state, row.attempts) == ("failed", MOST_TRIES)
    assert "93000" in row.last_error
    assert send_waiting(now + timedelta(days=30)) == (0, 0)


def test_failed_row_can_be_given_new_tries(home, group, servers):
    row = waiting(home)
    Delivery.objects.update(state=DeliveryState.FAILED, attempts=MOST_TRIES)

    assert Delivery.objects.retry(NOW) == 1
    assert send_waiting(NOW) == (1, 0)
    assert Delivery.objects.retry(NOW) == 0
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("sent", 1)


def test_worker_that_dies_leaves_the_row_to_the_next_one(home, group, servers):
    servers.answers = [KeyboardInterrupt()]
    waiting(home)
    with pytest.raises(KeyboardInterrupt):
        send_waiting(NOW)
    servers.answers = [{"errcode": 0}]

    assert send_waiting(NOW + sending.CLAIM - MINUTE) == (0, 0)
    assert send_waiting(NOW + sending.CLAIM) == (1, 0)
    assert states() == [("sent", 2)]


def test_row_that_ends_every_worker_is_given_up(home, group, servers):
    waiting(home)
    Delivery.objects.update(attempts=MOST_TRIES)

    assert send_waiting(NOW) == (0, 0)
    row = Delivery.objects.get()
    assert (row.state, row.last_error) == ("failed", "每次发送都中断了，没有发出。")
    assert servers.calls == []


def test_late_worker_does_not_overwrite_the_next_one(home, group, servers):
    row = waiting(home)
    assert sending.claim(row, NOW)
    next_worker = Delivery.objects.get()
    assert sending.claim(next_worker, NOW + sending.CLAIM)
    sending.try_to_send(next_worker, NOW + sending.CLAIM)
    servers.answers = [REFUSED]

    sending.try_to_send(row, NOW)

    assert states() == [("sent", 2)]


def test_one_dead_service_does_not_hold_up_the_others(home, group, servers, settings):
    settings.SENDS_MAIL = True
    factories.make_channel(home, "email")
    for number in range(3):
        post(f"k{number}", home=home, title="提醒", text="", groups=True,
             emails=["slj@example.cn"], now=NOW)  # fmt: skip
    servers.answers = [requests.ConnectTimeout("gone")]

    assert send_waiting(NOW) == (3, 1)
    assert len(servers.calls) == 1


def test_a_refused_address_does_not_hold_up_the_others(home, settings, monkeypatch):
    settings.SENDS_MAIL = True
    factories.make_channel(home, "email")
    sent = EmailBackend.send_messages

    def send_messages(self, letters):
        if letters[0].to == ["gone@example.cn"]:
            raise smtplib.SMTPRecipientsRefused({"gone@example.cn": (550, b"no such user")})
        return sent(self, letters)

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
    post(
        "k", home=home, title="提醒", text="", emails=["gone@example.cn", "slj@example.cn"], now=NOW
    )

    assert send_waiting(NOW) == (1, 1)
    assert states() == [("waiting", 1), ("sent", 1)]
    assert "收件地址" in Delivery.objects.earliest("pk").last_error


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (smtplib.SMTPAuthenticationError(535, b"geheim"), "邮件服务器不认发信的账号或密码。"),
        (
            smtplib.SMTPServerDisconnected("geheim"),
            "邮件服务器没有收下（SMTPServerDisconnected）。",
        ),
        (TimeoutError("geheim"), "邮件服务器没有收下（TimeoutError）。"),
        (RuntimeError("geheim"), "发送时出错（RuntimeError）。"),
    ],
)
def test_errors_tell_no_secrets(home, settings, monkeypatch, caplog, error, sentence):
    def send_messages(self, letters):
        raise error

    settings.SENDS_MAIL = True
    factories.make_channel(home, "email")
    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
    caplog.set_level(logging.DEBUG)
    post("k", home=home, title="提醒", text="", emails=["slj@example.cn"], now=NOW)

    assert send_waiting(NOW) == (0, 1)
    assert Delivery.objects.get().last_error == sentence
    assert "geheim" not in caplog.text
    assert "slj@" not in caplog.text


def test_closed_channel_sends_nothing_more(home, group, servers):
    waiting(home)
    group.is_active = False
    group.save()

    assert send_waiting(NOW) == (0, 0)
    assert servers.calls == []
    row = Delivery.objects.get()
    assert (row.state, row.last_error) == ("failed", "这个渠道已经停用，没有发出。")


def test_a_run_is_limited(home, group, servers):
    for number in range(5):
        waiting(home, f"k{number}")

    assert send_waiting(NOW, limit=2) == (2, 0)
    assert send_waiting(NOW) == (3, 0)


def test_a_run_ends_before_its_claims_run_out(home, group, servers, monkeypatch):
    clock = iter(range(0, 10_000, 200))
    monkeypatch.setattr(sending.time, "monotonic", lambda: next(clock))
    for number in range(5):
        waiting(home, f"k{number}")

    assert send_waiting(NOW) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_is_never_called_inside_a_transaction(servers):
    home = factories.make_home()
    factories.make_channel(home)
    waiting(home)

    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        send_waiting(NOW)

    assert servers.calls == []


@pytest.mark.django_db(transaction=True)
def test_three_workers_send_each_row_once(tmp_path_factory, servers):
    home = factories.make_home()
    factories.make_channel(home)
    for number in range(12):
        waiting(home, f"k{number}", title=f"第{number}件")

    with real_database(tmp_path_factory.mktemp("race")):
        done = race(3, lambda n: send_waiting(NOW))
        left = race(1, lambda n: set(states()))

    assert [sum(column) for column in zip(*done, strict=True)] == [12, 0]
    assert len(set(servers.texts)) == len(servers.texts) == 12
    assert left == [{("sent", 1)}]
