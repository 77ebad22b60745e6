"""Posting: into inboxes always, outside where the Home set it up, once per receiver."""

import pytest
from django.db import connection, transaction

from representatives.models import Delivery, Message, Role
from representatives.posting import post
from tests import factories
from tests.racing import race, real_database

NOW = factories.moment(2026, 3, 2)
SAID = {"title": "还有七天到期", "text": "XZ2026-0012 请在 3 月 9 日前答复。", "now": NOW}


@pytest.fixture
def mail(settings):
    settings.SENDS_MAIL = True


def outbox():
    rows = Delivery.objects.order_by("pk").select_related("channel")
    return [(row.channel.kind, row.address) for row in rows]


def test_writes_to_each_inbox_and_nowhere_else(home, clerk, chair):
    new = post("due:12:-7", home=home, users=[clerk, chair, clerk], link="/admin/", **SAID)

    rows = Message.objects.order_by("user_id")
    assert new == 2
    assert [(row.user, row.title, row.link, row.read_at) for row in rows] == [
        (user, "还有七天到期", "/admin/", None)
        for user in sorted([clerk, chair], key=lambda u: u.pk)
    ]
    assert outbox() == []


def test_same_occasion_is_written_once_and_later_receivers_still_get_it(home, clerk, chair):
    post("due:12:-7", home=home, users=[clerk], **SAID)

    assert post("due:12:-7", home=home, users=[clerk, chair], **SAID) == 1
    assert post("due:12:-7", home=home, users=[clerk, chair], **SAID) == 0
    assert post("due:12:0", home=home, users=[clerk, chair], **SAID) == 2


def test_goes_out_by_every_channel_the_home_set_up(home, other_home, mail):
    user = factories.make_user(home=home, notify_email="rd@example.cn")
    for kind in ("email", "wecom", "dingtalk"):
        factories.make_channel(home, kind)
    factories.make_channel(home, is_active=False)
    factories.make_channel(other_home)

    new = post("k", home=home, users=[user], emails=["slj@example.cn"], groups=True, **SAID)

    assert new == 5
    assert outbox() == [
        ("email", "rd@example.cn"), ("email", "slj@example.cn"), ("wecom", ""), ("dingtalk", ""),
    ]  # fmt: skip


def test_groups_are_told_only_when_asked(home, mail):
    factories.make_channel(home)

    assert post("k", home=home, **SAID) == 0
    assert outbox() == []


def test_one_address_written_in_two_ways_is_one_receiver(home, mail):
    user = factories.make_user(home=home, notify_email="RD@example.cn")
    factories.make_channel(home, "email")

    post("k", home=home, users=[user], emails=["rd@example.cn", " rd@example.cn "], **SAID)
    post("k", home=home, emails=["rd@EXAMPLE.cn"], **SAID)

    assert len(outbox()) == 1


def test_no_mail_waits_where_the_site_sends_none(home):
    factories.make_channel(home, "email")

    assert post("k", home=home, emails=["slj@example.cn"], **SAID) == 0
    assert outbox() == []


def test_addresses_are_encrypted_at_rest(home, mail):
    factories.make_channel(home, "email")
    factories.make_channel(home, "wecom")

    post("k", home=home, emails=["slj@example.cn"], **SAID)

    with connection.cursor() as cursor:
        for table in ("delivery", "messagechannel"):
            cursor.execute(f"SELECT * FROM representatives_{table}")
            assert not any(secret in str(cursor.fetchall()) for secret in ("slj@", "693a91f6"))


def test_numbers_of_persons_are_masked_as_a_last_guard(home, clerk):
    factories.make_channel(home)

    post("k", home=home, title="回访13800138000", text="张三 138-0013-8000\n来电", users=[clerk],
         groups=True, now=NOW)  # fmt: skip

    for row in (Message.objects.get(), Delivery.objects.get()):
        assert row.title == "回访（手机号码已隐去）"
        assert row.text == "张三 （手机号码已隐去）\n来电"


def test_long_title_is_cut_and_stays_one_line(home, clerk):
    post("k", home=home, title="水\r\n渠" * 60, text="", users=[clerk], now=NOW)

    title = Message.objects.get().title
    assert title == ("水 渠" * 60)[:100]


@pytest.mark.parametrize("link", ["https://evil.cn/", "//evil.cn/", "admin/", "/\\evil.cn"])
def test_links_stay_inside_the_site(home, clerk, link):
    with pytest.raises(ValueError, match="inside"):
        post("k", home=home, users=[clerk], link=link, **SAID)

    assert not Message.objects.exists()


def test_is_undone_with_the_callers_transaction(home, clerk):
    factories.make_channel(home)

    with transaction.atomic():
        post("k", home=home, users=[clerk], groups=True, **SAID)
        transaction.set_rollback(True)

    assert (Message.objects.count(), Delivery.objects.count()) == (0, 0)


def test_repeating_costs_the_same_for_one_and_for_three(home, django_assert_num_queries):
    users = [factories.make_user(home=home) for _ in range(3)]
    factories.make_channel(home)
    post("k", home=home, users=users, groups=True, **SAID)

    for receivers in (users[:1], users):
        with django_assert_num_queries(5):  # two of them are the savepoint
            assert post("k", home=home, users=receivers, groups=True, **SAID) == 0


@pytest.mark.django_db(transaction=True)
def test_three_at_once_write_each_receiver_once(tmp_path_factory, settings):
    settings.SENDS_MAIL = True
    home = factories.make_home()
    users = [
        factories.make_user(role, home, notify_email=f"{role}@example.cn")
        for role in (Role.CLERK, Role.CHAIR)
    ]
    for kind in ("email", "wecom"):
        factories.make_channel(home, kind)

    with real_database(tmp_path_factory.mktemp("race")):
        new = race(
            3,
            lambda n: sum(
                post(f"k{i}", home=home, users=users, groups=True, **SAID) for i in range(5)
            ),
        )
        written = race(1, lambda n: (Message.objects.count(), Delivery.objects.count()))

    assert sum(new) == 5 * (2 + 2 + 1)
    assert written == [(10, 15)]
