"""Group robots of 企业微信 and 钉钉: the address a Home pastes in, and the way to send through it.

Of a pasted address only the key is used; the host is the library's own, so that nobody can make
the server call another machine. Nothing here ever repeats a key in an error or a log line.
"""

import re
from contextvars import ContextVar
from functools import lru_cache
from urllib.parse import unquote

import requests
from django.core.exceptions import ValidationError
from django.db import models

SECONDS_TO_CONNECT, SECONDS_TO_ANSWER = 5, 10
# What the services take; more is refused whole, so a long text is cut here.
MOST_BYTES = {"wecom": 2048, "dingtalk": 15000}
CUT = "……"
_ADDRESSES = {
    "wecom": r"https://qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=([A-Za-z0-9_-]{8,80})",
    "dingtalk": r"https://oapi\.dingtalk\.com/robot/send\?access_token=([A-Za-z0-9]{16,128})",
}
_SECRET = re.compile(r"SEC[A-Za-z0-9]{16,128}")
_LIMITED = {45009, 130101, 410100}
_refusal = ContextVar("refusal", default="")


class Robot(models.TextChoices):
    WECOM = "wecom", "企业微信群机器人"
    DINGTALK = "dingtalk", "钉钉群机器人"


_EXAMPLES = {
    "wecom": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…",
    "dingtalk": "https://oapi.dingtalk.com/robot/send?access_token=…",
}


class NotSent(Exception):
    """The sentence says why, in Chinese, without keys or addresses."""


def clean_webhook(kind: str, address: str) -> str:
    """The address exactly as the service gave it; raises ValidationError for any other."""
    address = address.strip()
    if not re.fullmatch(_ADDRESSES[kind], address, re.ASCII):
        raise ValidationError(
            f"这不是{Robot(kind).label}的地址。请在群的机器人设置里点“复制”，整个粘贴过来，"
            f"它的样子是 {_EXAMPLES[kind]}"
        )
    return address


def clean_secret(secret: str) -> str:
    """The 加签 secret of a 钉钉 robot, or empty."""
    secret = secret.strip()
    if secret and not _SECRET.fullmatch(secret):
        raise ValidationError("加签密钥以 SEC 开头，后面是字母和数字。请在机器人设置里复制整串。")
    return secret


def send(kind: str, webhook: str, secret: str, text: str) -> None:
    """Send `text` to the group; raises NotSent when the service did not take it.

    Takes up to fifteen seconds: never call it inside a transaction.
    """
    try:
        key = re.fullmatch(_ADDRESSES[kind], clean_webhook(kind, webhook))[1]
    except ValidationError as error:
        raise NotSent("机器人的地址不对，请重新粘贴。") from error
    _refusal.set("")
    robot = _plugins()[kind](key, secret)
    if not robot.notify(body=fit(text, MOST_BYTES[kind])):
        raise NotSent(_refusal.get() or f"连不上{Robot(kind).label}的服务器。")


def fit(text: str, most: int) -> str:
    """`text` cut to at most `most` bytes of UTF-8, between characters, with “……” at the cut."""
    if len(text.encode()) <= most:
        return text
    return text.encode()[: most - len(CUT.encode())].decode(errors="ignore") + CUT


class _Attentive:
    """`requests` as the library's robots know it, with open ears.

    Both services answer 200 also when they refuse, and say so as `errcode` in the body, which the
    library does not read: it would take a message that nobody received for sent.
    """

    def __getattr__(self, name):
        return getattr(requests, name)

    def post(self, *args, **kwargs):
        answer = requests.post(*args, **kwargs)  # noqa: S113 - the library sets the timeout
        sentence = refusal_of(answer)
        if sentence:
            _refusal.set(sentence)
            raise requests.RequestException(sentence)
        return answer


def refusal_of(answer) -> str:
    """Why the service did not take the message, or empty when it did."""
    if answer.status_code != requests.codes.ok:
        return f"服务器回答了 {answer.status_code}，没有收下。"
    try:
        code = int(answer.json()["errcode"])
    except (ValueError, TypeError, KeyError):
        return "服务器的回答看不懂，可能没有收下。"
    if code == 0:
        return ""
    if code in _LIMITED:
        return f"发得太快，服务器暂时不收（错误码 {code}）。"
    return (
        f"机器人没有收下（错误码 {code}）。请核对地址、加签密钥和关键词，或看机器人是否已被移出群。"
    )


@lru_cache(maxsize=1)
def _plugins():
    """How to build a robot of each kind; imported late, because the library is slow to load."""
    from apprise.plugins import dingtalk, wecombot

    dingtalk.requests = wecombot.requests = _Attentive()
    limits = {"redirect": False, "cto": SECONDS_TO_CONNECT, "rto": SECONDS_TO_ANSWER}

    class DingTalk(dingtalk.NotifyDingTalk):
        def get_signature(self):
            """Not yet escaped: `requests` does it, and escaped twice no signature fits."""
            timestamp, signature = super().get_signature()
            return timestamp, unquote(signature)

    return {
        Robot.WECOM: lambda key, secret: wecombot.NotifyWeComBot(key=key, **limits),
        Robot.DINGTALK: lambda key, secret: DingTalk(token=key, secret=secret, **limits),
    }
