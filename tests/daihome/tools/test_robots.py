"""Group robots: only the two services, refusals heard, keys never repeated."""

import base64
import hashlib
import hmac
import logging
from urllib.parse import urlsplit

import pytest
import requests
from django.core.exceptions import ValidationError

from daihome.tools import robots
from tests.robots import DINGTALK, SECRET, WECOM

OTHER_ADDRESSES = [
    "",
    "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4",
    "https://qyapi.weixin.qq.com.evil.cn/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4",
    "https://127.0.0.1/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4",
    "https://evil.cn/?https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx",
    "https://user@qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4",
    "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=../../../693a91f6",
    "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4\n.evil.cn",
    "https://oapi.dingtalk.com:8443/robot/send?access_token=" + "a1" * 32,
    "https://oapi.dingtalk.com/robot/send?access_token=" + "a1" * 32 + "&x=1",
    "file:///etc/passwd",
]


@pytest.mark.parametrize("kind", list(robots.Robot))
@pytest.mark.parametrize("address", OTHER_ADDRESSES)
def test_every_other_address_is_refused(kind, address, servers):
    with pytest.raises(ValidationError, match=kind.label):
        robots.clean_webhook(kind, address)
    with pytest.raises(robots.NotSent):
        robots.send(kind, address, "", "通知")

    assert servers.calls == []


def test_the_address_of_the_other_service_is_refused():
    with pytest.raises(ValidationError, match="钉钉"):
        robots.clean_webhook("dingtalk", WECOM)


def test_addresses_are_kept_as_the_services_give_them():
    assert robots.clean_webhook("wecom", f" {WECOM}\n") == WECOM
    assert robots.clean_webhook("dingtalk", DINGTALK) == DINGTALK
    assert robots.clean_secret(f" {SECRET} ") == SECRET


@pytest.mark.parametrize("secret", ["abc", "SEC", "SEC-" + "a" * 40, SECRET + "＝"])
def test_damaged_secret_is_refused(secret):
    with pytest.raises(ValidationError, match="SEC"):
        robots.clean_secret(secret)


def test_sends_to_the_group_at_the_services_own_address(servers):
    robots.send("wecom", WECOM, "", "明天下午两点开会")
    robots.send("dingtalk", DINGTALK, "", "明天下午两点开会")

    assert [url for url, _sent in servers.calls] == [WECOM, DINGTALK]
    assert servers.texts == ["明天下午两点开会"] * 2
    assert [sent["allow_redirects"] for _url, sent in servers.calls] == [False, False]
    assert [sent["timeout"] for _url, sent in servers.calls] == [(5.0, 10.0)] * 2
    assert [sent["verify"] for _url, sent in servers.calls] == [True, True]


def test_signature_is_escaped_once(servers):
    robots.send("dingtalk", DINGTALK, SECRET, "通知")

    _url, sent = servers.calls[0]
    signed = f"{sent['params']['timestamp']}\n{SECRET}".encode()
    wanted = base64.b64encode(hmac.digest(SECRET.encode(), signed, hashlib.sha256)).decode()
    assert sent["params"]["sign"] == wanted
    prepared = requests.Request("POST", _url, params=sent["params"]).prepare()
    assert urlsplit(prepared.url).query.count("%25") == 0


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"errcode": 93000, "errmsg": f"invalid webhook url {WECOM}"}, "错误码 93000"),
        ({"errcode": 45009, "errmsg": "api freq out of limit"}, "发得太快"),
        ({"errmsg": "?"}, "看不懂"),
        (502, "502"),
        (302, "302"),
        (requests.ConnectTimeout(WECOM), "连不上企业微信"),
        (requests.TooManyRedirects(WECOM), "连不上企业微信"),
    ],
)
def test_refusal_behind_a_good_status_is_heard(servers, caplog, answer, sentence):
    servers.answers = [answer]
    caplog.set_level(logging.DEBUG)

    with pytest.raises(robots.NotSent, match=sentence) as failure:
        robots.send("wecom", WECOM, "", "通知")

    assert "693a91f6" not in f"{failure.value}{caplog.text}"


def test_reason_of_an_earlier_refusal_is_not_repeated(servers):
    servers.answers = [{"errcode": 93000}, requests.ConnectionError("gone")]

    with pytest.raises(robots.NotSent, match="93000"):
        robots.send("wecom", WECOM, "", "通知")
    with pytest.raises(robots.NotSent, match="连不上"):
        robots.send("wecom", WECOM, "", "通知")


def test_long_text_is_cut_between_characters(servers):
    robots.send("wecom", WECOM, "", "水渠" * 2000)

    (text,) = servers.texts
    assert len(text.encode()) <= 2048
    assert text == "水渠" * 340 + "……"


def test_text_is_sent_as_it_is_written(servers):
    text = "**不是**标题 <b>&amp;</b> \\n @all\n第二行"

    robots.send("wecom", WECOM, "", text)
    robots.send("dingtalk", DINGTALK, "", text)

    assert servers.texts == [text, text]
