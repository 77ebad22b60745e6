"""Ways out and what went out, on the staff's site."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from representatives.models import Delivery, DeliveryState, MessageChannel
from tests import factories
from tests.representatives.admin_rows import add_page, list_of, page_of, seen_mark
from tests.robots import DINGTALK, SECRET, WECOM

KEYS = re.compile("693a91f6-7xxx|a1b2c3d4a1b2|SEC0123")


def typed(**fields):
    return {
        "kind": "wecom",
        "label": "工作群",
        "webhook": WECOM,
        "secret": "",
        "is_active": "on",
    } | fields


def send_button(channel):
    return reverse("admin:representatives_messagechannel_test", args=[channel.pk])


def text(answer):
    return answer.content.decode()


def change(client, channel, **fields):
    given = typed(webhook="", seen=seen_mark(client, channel)) | fields
    return client.post(page_of(channel), given)


def test_clerk_sets_up_a_group(home, clerk, sign_in):
    answer = sign_in(clerk).post(
        add_page(MessageChannel), typed(webhook=f" {WECOM}\n"), follow=True
    )

    channel = MessageChannel.objects.get()
    assert (channel.home, channel.webhook, channel.secret) == (home, WECOM, "")
    assert "SITE_URL" in text(answer)


def test_stored_keys_are_never_shown(home, clerk, sign_in):
    channel = factories.make_channel(home, "dingtalk", secret=SECRET)
    client = sign_in(clerk)
    change(client, channel, kind="dingtalk", label="新名称")

    history = page_of(channel).replace("/change/", "/history/")
    pages = [
        text(client.get(page)) for page in (page_of(channel), list_of(MessageChannel), history)
    ]

    assert "access_token=…c3d4" in pages[0]
    assert "access_token=…c3d4" in pages[1]
    assert [KEYS.findall(page) for page in pages] == [[], [], []]


def test_keys_left_empty_stay(home, clerk, sign_in):
    channel = factories.make_channel(home, "dingtalk", secret=SECRET)

    assert change(sign_in(clerk), channel, label="新名称").status_code == 302

    channel.refresh_from_db()
    assert (channel.label, channel.webhook, channel.secret) == ("新名称", DINGTALK, SECRET)


def test_new_address_replaces_the_old_one_and_its_secret(home, clerk, sign_in):
    channel = factories.make_channel(home, "dingtalk", secret=SECRET)
    other = DINGTALK.replace("a1", "f0")

    change(sign_in(clerk), channel, webhook=other)

    channel.refresh_from_db()
    assert (channel.webhook, channel.secret) == (other, "")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"webhook": ""}, "这不是企业微信群机器人的地址"),
        ({"webhook": "http://127.0.0.1/send?key=693a91f6"}, "这不是企业微信群机器人的地址"),
        ({"webhook": DINGTALK}, "这不是企业微信群机器人的地址"),
        ({"secret": SECRET}, "只有钉钉机器人才有加签密钥"),
        ({"kind": "dingtalk", "webhook": DINGTALK, "secret": "abc"}, "加签密钥以 SEC 开头"),
        ({"kind": "sms"}, "请"),
    ],
)
def test_wrong_address_is_refused_and_stays_typed(home, clerk, sign_in, fields, sentence):
    answer = sign_in(clerk).post(add_page(MessageChannel), typed(**fields))

    assert answer.status_code == 200
    assert sentence in text(answer)
    assert 'value="工作群"' in text(answer)
    assert not MessageChannel.objects.exists()


def test_bad_new_address_keeps_the_stored_one(home, clerk, sign_in):
    channel = factories.make_channel(home)

    assert change(sign_in(clerk), channel, webhook="https://evil.cn/").status_code == 200

    channel.refresh_from_db()
    assert channel.webhook == WECOM


def test_one_mail_channel_is_enough(home, clerk, sign_in):
    factories.make_channel(home, "email", label="邮件")

    answer = sign_in(clerk).post(add_page(MessageChannel), typed(kind="email", webhook=""))

    assert "已经有电子邮件这个渠道了" in text(answer)
    assert MessageChannel.objects.count() == 1


def test_mail_channel_keeps_no_address_and_says_what_is_missing(home, clerk, sign_in, settings):
    answer = sign_in(clerk).post(add_page(MessageChannel), typed(kind="email"), follow=True)

    assert MessageChannel.objects.get().webhook == ""
    assert text(answer).count("EMAIL_URL") == 2  # once as a warning, once in the list


def test_test_message_goes_to_the_group(home, clerk, sign_in, servers):
    channel = factories.make_channel(home)

    answer = sign_in(clerk).post(send_button(channel), follow=True)

    assert "请到群里看看" in text(answer)
    assert len(servers.texts) == 1
    assert servers.texts[0].startswith("【代表之家】测试消息")
    assert Delivery.objects.get().state == DeliveryState.SENT


def test_failed_test_says_why_and_is_not_tried_again(home, clerk, sign_in, servers):
    channel = factories.make_channel(home)
    servers.answers = [{"errcode": 93000, "errmsg": WECOM}]

    answer = sign_in(clerk).post(send_button(channel), follow=True)

    assert "没有发出：机器人没有收下（错误码 93000）" in text(answer)
    assert not KEYS.search(text(answer))
    assert Delivery.objects.get().state == DeliveryState.FAILED


def test_test_mail_goes_to_ones_own_address(home, sign_in, settings):
    channel = factories.make_channel(home, "email")
    nobody = factories.make_user(home=home)
    somebody = factories.make_user(home=home, notify_email="rd@example.cn")

    assert "EMAIL_URL" in text(sign_in(somebody).post(send_button(channel), follow=True))
    settings.SENDS_MAIL = True
    assert "请先在“消息”里填好" in text(sign_in(nobody).post(send_button(channel), follow=True))
    assert mail.outbox == []
    assert "r***@example.cn" in text(sign_in(somebody).post(send_button(channel), follow=True))
    assert [letter.to for letter in mail.outbox] == [["rd@example.cn"]]


def test_test_of_others_and_without_right(
    home, other_clerk, convener, auditor, client, sign_in, servers
):
    channel = factories.make_channel(home)

    assert client.post(send_button(channel)).status_code == 302
    assert sign_in(other_clerk).post(send_button(channel)).status_code == 404
    for reader in (convener, auditor):
        assert sign_in(reader).post(send_button(channel)).status_code == 403
    assert sign_in(other_clerk).get(send_button(channel)).status_code == 404
    assert servers.calls == []
    assert not Delivery.objects.exists()


def test_deliveries_show_state_and_reason_of_own_home_only(home, other_home, clerk, sign_in):
    factories.make_delivery(home, title="本地的", state="failed", last_error="连不上服务器。")
    foreign = factories.make_delivery(other_home, title="外地的")
    client = sign_in(clerk)

    page = text(client.get(list_of(Delivery)))

    assert "本地的" in page
    assert "连不上服务器。" in page
    assert "外地的" not in page
    assert client.get(page_of(foreign)).status_code == 404


def test_addresses_are_masked_in_the_list(home, clerk, sign_in):
    row = factories.make_delivery(
        home, channel=factories.make_channel(home, "email"), address="slj@example.cn"
    )
    client = sign_in(clerk)

    assert "s***@example.cn" in text(client.get(list_of(Delivery)))
    assert "slj@example.cn" not in text(client.get(list_of(Delivery)))
    assert "slj@example.cn" in text(client.get(page_of(row)))


def test_deliveries_are_read_only(home, clerk, sign_in):
    row = factories.make_delivery(home)
    client = sign_in(clerk)

    assert client.post(page_of(row), {"title": "改掉"}).status_code == 403
    assert (
        client.post(page_of(row).replace("/change/", "/delete/"), {"post": "yes"}).status_code
        == 403
    )
    row.refresh_from_db()
    assert row.title == "提醒"


def retry(client, *rows):
    posted = {"action": "retry", "_selected_action": [row.pk for row in rows]}
    return client.post(list_of(Delivery), posted, follow=True)


def test_clerk_retries_what_failed_and_nothing_else(home, other_home, clerk, sign_in):
    failed = factories.make_delivery(home, state="failed", attempts=8)
    sent = factories.make_delivery(home, state="sent", attempts=1, sent_at=timezone.now())
    foreign = factories.make_delivery(other_home, state="failed", attempts=8)

    answer = retry(sign_in(clerk), failed, sent, foreign)

    assert "1 条消息排进了等待发送" in text(answer)
    states = Delivery.objects.order_by("pk").values_list("state", "attempts")
    assert list(states) == [("waiting", 0), ("sent", 1), ("failed", 8)]
    assert "不用重试" in text(retry(sign_in(clerk), sent))


def test_every_staff_page_warns_of_what_was_not_sent(home, other_home, clerk, convener, sign_in):
    now = timezone.now()
    factories.make_delivery(other_home, state="failed", created_at=now)
    factories.make_delivery(home, state="failed", created_at=now - timedelta(days=8))
    assert "没有发出去" not in text(sign_in(clerk).get("/admin/"))

    factories.make_delivery(home, state="failed", created_at=now)

    page = text(sign_in(clerk).get("/admin/"))
    assert "有 1 条消息没有发出去" in page
    link = re.search(r'href="([^"]+state__exact=failed)"', page)[1]
    assert "提醒" in text(sign_in(clerk).get(link))
    assert "没有发出去" not in text(sign_in(convener).get("/admin/"))


def test_list_costs_the_same_for_many(home, clerk, sign_in, django_assert_max_num_queries):
    client = sign_in(clerk)
    factories.make_delivery(home)
    with django_assert_max_num_queries(30) as few:
        client.get(list_of(Delivery))
    for _ in range(5):
        factories.make_delivery(home)

    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(list_of(Delivery))
