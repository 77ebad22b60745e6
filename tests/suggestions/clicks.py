"""What the tests of the case’s small forms share: addresses and what is typed."""

from suggestions.models import Suggestion
from suggestions.pipeline import Step
from tests.factories import (
    make_category,
    make_reply_class,
    make_unit,
    make_volume,
)

LIST = "/admin/suggestions/suggestion/"
IDENTITY = {"name": "张秀兰", "phone": "13800138000", "address": "三组"}


def url(suggestion, rest):
    return f"{LIST}{suggestion.pk}/{rest}"


def body(suggestion, **fields):
    return {"from_step": suggestion.step, "from_round": suggestion.round_no} | fields


def facts(to, home):
    """What is typed for each step."""
    return {
        Step.SORT: {"summary": "路灯坏了"},
        Step.CLASSIFY: {
            "disposal": "unit",
            "category": make_category(home).pk,
            "owner_level": "township",
        },
        Step.DELIVER: {
            "main_unit": make_unit(home).pk,
            "handed_on": "2026-3-2",
            "mode": "own",
        },
        Step.SUPERVISE: {"acknowledged_on": "2026-3-3", "acknowledged_by": "李主任"},
        Step.FEEDBACK: {"told_on": "2026-3-9", "way": "phone"},
        Step.ARCHIVE: {"volume": make_volume(home).pk, "retention": "permanent"},
    }[to]


def fresh(suggestion):
    return Suggestion.objects.get(pk=suggestion.pk)


def reply_body(home, **changes):
    return {
        "reply": "",
        "reply_class": make_reply_class(home).pk,
        "replied_on": "2026-3-9",
        "text": "路灯已修好。",
        "signer": "王镇长",
    } | changes


def reply_url(suggestion):
    return url(suggestion, f"reply/{suggestion.main_assignment().pk}/")
