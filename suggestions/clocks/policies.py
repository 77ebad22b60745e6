"""The clocks by name and what the law or common practice gives each of them (DOMAIN.md 4.2-4.3).

These are what a new Home starts with; every number is the Home's own to change (`DeadlinePolicy`).
"""

from django.db import models


class Clock(models.TextChoices):
    """Everything that has a last day (DOMAIN.md 4.2-4.4)."""

    SORT = "sort", "收到后梳理"
    DELIVER = "deliver", "收到后交办"
    REDELIVER = "redeliver", "退回或不满意后重新交办"
    RETURN = "return", "承办单位退回"
    CONTACT = "contact", "首次与代表或反映人沟通"
    ASSIST = "assist", "协办意见"
    REPLY = "reply", "答复（一般）"
    REPLY_COMPLEX = "reply_complex", "答复（涉及面广、处理难度大）"
    REDO = "redo", "不满意重新办理"
    REVISE = "revise", "答复退回修改"
    APPROVE = "approve", "答复审定公布"
    TELL = "tell", "公布后告知"
    EVALUATE = "evaluate", "告知后评价"
    PROMISE = "promise", "承诺事项落实"
    # Days proposed on a form; no `DueDate` is of these kinds.
    ANSWER = "answer", "请反映人补充后回答"
    PRESS = "press", "催办、督办后回复"


class ClockUnit(models.TextChoices):
    DAYS = "days", "日"
    WORKDAYS = "workdays", "个工作日"
    MONTHS = "months", "个月"


_OWN_RULE = "本代表之家工作制度"
_REPLY_REMINDERS = {"remind_before": "15、7、1", "remind_after": "1、7、15、30"}
_SHORT_REMINDERS = {"remind_before": "1", "remind_after": "1、7"}


def _rule(number, unit, start_event, legal_basis=_OWN_RULE, max_number=None, **reminders):
    return {
        "number": number,
        "unit": unit,
        "rolls_forward": True,
        "start_event": start_event,
        "legal_basis": legal_basis,
        "max_number": max_number,
        "remind_before": "",
        "remind_after": "",
    } | reminders


DEFAULT_POLICIES = {
    Clock.SORT: _rule(5, ClockUnit.WORKDAYS, "收到之日", **_SHORT_REMINDERS),
    Clock.DELIVER: _rule(7, ClockUnit.WORKDAYS, "收到之日", **_SHORT_REMINDERS),
    Clock.REDELIVER: _rule(7, ClockUnit.WORKDAYS, "退回或评价之日", **_SHORT_REMINDERS),
    Clock.RETURN: _rule(7, ClockUnit.WORKDAYS, "交办之日"),
    Clock.CONTACT: _rule(20, ClockUnit.WORKDAYS, "交办之日", remind_before="3", remind_after="1"),
    Clock.ASSIST: _rule(1, ClockUnit.MONTHS, "交办之日", **_REPLY_REMINDERS),
    Clock.REPLY: _rule(
        3, ClockUnit.MONTHS, "交办之日", "代表法第五十一条", max_number=6, **_REPLY_REMINDERS
    ),
    Clock.REPLY_COMPLEX: _rule(
        6,
        ClockUnit.MONTHS,
        "交办之日",
        "代表法第五十一条（涉及面广、处理难度大）",
        **_REPLY_REMINDERS,
    ),
    Clock.REDO: _rule(1, ClockUnit.MONTHS, "再次交办之日", **_REPLY_REMINDERS),
    Clock.REVISE: _rule(5, ClockUnit.WORKDAYS, "退回修改之日", **_SHORT_REMINDERS),
    Clock.APPROVE: _rule(5, ClockUnit.WORKDAYS, "答复之日", **_SHORT_REMINDERS),
    Clock.TELL: _rule(5, ClockUnit.WORKDAYS, "公布之日", **_SHORT_REMINDERS),
    Clock.EVALUATE: _rule(10, ClockUnit.WORKDAYS, "告知之日", remind_before="3", remind_after="1"),
    # The number is the longest promise that a unit may make.
    Clock.PROMISE: _rule(24, ClockUnit.MONTHS, "公布之日", **_REPLY_REMINDERS),
    Clock.ANSWER: _rule(5, ClockUnit.WORKDAYS, "提问之日"),
    Clock.PRESS: _rule(5, ClockUnit.WORKDAYS, "签发之日"),
}
