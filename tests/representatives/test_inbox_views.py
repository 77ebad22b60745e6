"""The inbox: my messages and nobody else's, read when a button says so."""

import re

import pytest
from django.urls import reverse

from representatives.models import Message, User
from representatives.posting import post
from tests import factories

INBOX, ALL_READ, NOTIFY = (
    "/accounts/messages/",
    "/accounts/messages/read/",
    "/accounts/messages/notify/",
)
NOW = factories.moment(2026, 3, 2)
COUNTER = re.compile(
    r'href="/accounts/messages/"[^>]*>消息(?: <strong class="unread">([^<]*)</strong>)?<'
)


def send(user, title="还有七天到期", key="k", **fields):
    post(key, home=user.home, title=title, users=[user], now=NOW, **{"text": ""} | fields)
    return Message.objects.get(user=user, key=key)


def read(message):
    return reverse("accounts:message_read", args=[message.pk])


def text(answer):
    return answer.content.decode()


def unread():
    return Message.objects.filter(read_at=None).count()


def test_newest_first_and_only_mine(clerk, chair, sign_in):
    send(clerk, "第一条", "a")
    send(clerk, "第二条", "b", text="<b>请答复</b>")
    send(chair, "别人的", "c")

    page = text(sign_in(clerk).get(INBOX))

    assert re.findall(r"<h2>(\S+) <span", page) == ["第二条", "第一条"]
    assert "别人的" not in page
    assert "&lt;b&gt;请答复" in page


def test_looking_changes_nothing(clerk, sign_in):
    message = send(clerk, link="/admin/")
    client = sign_in(clerk)

    for address in (INBOX, read(message), ALL_READ, NOTIFY):
        client.get(address)

    assert unread() == 1


def test_opening_marks_as_read_and_leads_on(clerk, sign_in):
    message, other = send(clerk, key="a", link="/admin/"), send(clerk, key="b")
    client = sign_in(clerk)

    assert client.post(read(message)).url == "/admin/"
    assert client.post(read(other)).url == INBOX
    assert unread() == 0
    page = text(client.get(INBOX))
    assert "未读" not in page
    assert re.findall(r'href="(/admin/)" aria-label="再看一次', page) == ["/admin/"]


def test_second_click_keeps_the_first_time(clerk, sign_in):
    message, client = send(clerk), sign_in(clerk)
    client.post(read(message))
    first = Message.objects.get().read_at

    assert client.post(read(message)).status_code == 302
    assert Message.objects.get().read_at == first


def test_all_read_is_mine_alone(clerk, chair, sign_in):
    for number in range(3):
        send(clerk, key=f"k{number}")
    send(chair)

    answer = sign_in(clerk).post(ALL_READ, follow=True)

    assert "3 条消息已标为已读" in text(answer)
    assert list(Message.objects.filter(read_at=None).values_list("user", flat=True)) == [chair.pk]


def test_message_of_somebody_else_does_not_exist(clerk, chair, other_clerk, sign_in):
    message = send(chair)

    for stranger in (clerk, other_clerk):
        assert sign_in(stranger).post(read(message)).status_code == 404
    assert unread() == 1


def test_signing_in_comes_first(client, clerk):
    message = send(clerk)

    for answer in (
        client.get(INBOX),
        client.get(NOTIFY),
        client.post(ALL_READ),
        client.post(read(message)),
    ):
        assert answer.url.startswith("/accounts/sign-in/")
    assert unread() == 1


def test_empty_inbox_says_what_will_come(clerk, sign_in):
    page = text(sign_in(clerk).get(INBOX))

    assert "还没有消息。快到期的" in page
    assert "全部标为已读" not in page


def test_older_ones_are_on_the_next_page(clerk, sign_in):
    for number in range(31):
        send(clerk, f"第{number}条", f"k{number}")
    client = sign_in(clerk)

    first = text(client.get(INBOX))
    older = re.search(r'href="(\?before=\d+)"', first)[1]

    assert first.count("<article") == 30
    assert "第0条" not in first
    assert "第0条" in text(client.get(INBOX + older))
    assert client.get(INBOX + "?before=x").status_code == 200
    assert "没有更早的消息了" in text(client.get(INBOX + "?before=1"))


@pytest.mark.parametrize(("number", "shown"), [(0, ""), (3, "3"), (99, "99"), (100, "99+")])
def test_counter_stands_on_staff_pages(home, clerk, sign_in, number, shown):
    Message.objects.bulk_create(
        Message(user=clerk, home=home, key=f"k{place}", title="x", at=NOW)
        for place in range(number)
    )

    assert COUNTER.findall(text(sign_in(clerk).get("/admin/"))) == [shown]


def test_counter_stands_on_the_portal(representative, sign_in):
    send(representative.user)
    client = sign_in(representative.user)

    assert COUNTER.findall(text(client.get("/my/"))) == ["1"]
    assert 'aria-label="代表门户"' in text(client.get(INBOX))


def test_way_back_to_work(clerk, unit_user, sign_in):
    assert "回到工作页面" in text(sign_in(clerk).get(INBOX))
    assert "回到工作页面" not in text(sign_in(unit_user).get(INBOX))


def test_queries_do_not_grow(clerk, sign_in, django_assert_max_num_queries):
    client = sign_in(clerk)
    send(clerk)
    with django_assert_max_num_queries(15) as few:
        client.get(INBOX)
    for number in range(20):
        send(clerk, key=f"k{number}")

    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(INBOX)


def test_own_notify_address(clerk, sign_in):
    answer = sign_in(clerk).post(NOTIFY, {"notify_email": " ｒd@example.cn "}, follow=True)

    clerk.refresh_from_db()
    assert clerk.notify_email == "rd@example.cn"
    assert "以后的消息也发到 rd@example.cn" in text(answer)
    assert clerk.history.first().notify_email == "rd@example.cn"

    sign_in(clerk).post(NOTIFY, {"notify_email": ""})
    clerk.refresh_from_db()
    assert clerk.notify_email == ""


@pytest.mark.parametrize(
    "typed", ["rd", "rd@", "a@example.cn, b@example.cn", "rd@example.cn\nBcc: x@y.cn"]
)
def test_bad_address_changes_nothing_and_stays_typed(clerk, sign_in, typed):
    User.objects.filter(pk=clerk.pk).update(notify_email="old@example.cn")

    answer = sign_in(clerk).post(NOTIFY, {"notify_email": typed})

    assert answer.status_code == 422
    assert "这不是完整的邮箱地址" in text(answer)
    assert f'value="{typed.splitlines()[0]}' in text(answer)
    assert User.objects.get(pk=clerk.pk).notify_email == "old@example.cn"


def test_own_address_changes_no_rights(clerk, sign_in):
    sign_in(clerk).post(NOTIFY, {"notify_email": "", "role": "administrator", "is_superuser": "on"})

    assert User.objects.values_list("role", "is_superuser").get(pk=clerk.pk) == ("clerk", False)
