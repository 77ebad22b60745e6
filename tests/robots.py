"""The servers of 企业微信 and 钉钉 as tests see them: what was sent, and what they answer."""

import json

import requests

WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
DINGTALK = "https://oapi.dingtalk.com/robot/send?access_token=" + "a1b2c3d4" * 8
SECRET = "SEC" + "0123456789abcdef" * 4
TAKEN = {"errcode": 0, "errmsg": "ok"}


class Servers:
    """`answers` are given in turn, the last one for ever: a dict, a status, or an exception."""

    def __init__(self):
        self.calls, self.answers = [], [TAKEN]

    def post(self, url, **sent):
        self.calls.append((url, sent))
        given = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(given, BaseException):
            raise given
        answer = requests.Response()
        answer.status_code = given if isinstance(given, int) else 200
        answer._content = b"" if isinstance(given, int) else json.dumps(given).encode()
        return answer

    @property
    def texts(self):
        """What was said to the groups, in order."""
        return [json.loads(sent["data"])["text"]["content"] for _url, sent in self.calls]
