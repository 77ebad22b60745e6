"""What the tests of units' pages share: a matter with planted personal data, its links, what is typed."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from suggestions.models import Assignment, UnitLink
from suggestions.pipeline import Step
from suggestions.voters import form_keys
from tests import factories

PERSON = {"name": "赵铁柱", "phone": "13947612345", "address": "二龙村河套组7号"}
SAID = "我是赵铁柱，便桥没有护栏，电话13947612345，家在二龙村河套组7号。"
PLANTED = [*PERSON.values()]


def make_handed(home, chair, *, days_ago=2, assisting=(), step=Step.DELIVER, **fields):
    """A voter's matter handed over `days_ago`; returns the main unit's assignment."""
    at = timezone.now() - timedelta(days=days_ago)
    matter = factories.make_suggestion(
        home, step=Step.CLASSIFY, by=chair, at=at, content=SAID, identity=PERSON,
        identity_mode="named", **fields,
    )  # fmt: skip
    unit = factories.make_unit(home, leader="孙立军", contact="李主任", phone="0476-4810012")
    facts = {"main_unit": unit, "assisting": list(assisting)}
    matter.advance(Step.DELIVER, by=chair, at=at, **facts)
    if step == Step.SUPERVISE:
        matter.advance(Step.SUPERVISE, by=chair, at=at, acknowledged_by="李主任")
    return fresh(matter.main_assignment())


def fresh(assignment):
    return Assignment.objects.select_related("suggestion__home", "unit").get(pk=assignment.pk)


def link(assignment, act=""):
    token = UnitLink.objects.of(assignment).token
    return f"/suggestions/reply/{token}/{act and act + '/'}"


def own(assignment, act=""):
    return f"/suggestions/unit/{assignment.pk}/{act and act + '/'}"


def typed(**fields):
    return {"key": form_keys.new_key(), "person": "李主任"} | fields


def answer(home, **fields):
    kind = factories.make_reply_class(home)
    return typed(reply_class=kind.pk, text="便桥两侧护栏已经装好。\n\n共四十米。") | fields


def everything():
    """Every row of every table."""
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        found = {}
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted(map(str, cursor.fetchall()))
    return found


def make_promise(home, chair, days=9):
    """A published promise of the main unit, due in so many days; its `Commitment`."""
    row = make_handed(home, chair, step=Step.SUPERVISE)
    kind = factories.make_reply_class(
        home, code="B", label="列入计划逐步解决", counts_as_resolved=False, needs_commitment=True
    )
    day, now = timezone.localdate(), timezone.now()
    reply = row.answer(
        reply_class=kind, replied_on=day - timedelta(days=1), by_name="单位", text="先装一侧。",
        promise="装好另一侧", promised_on=day + timedelta(days=days),
    )  # fmt: skip
    reply.approve(chair, now)
    reply.publish(now, by=chair)
    return reply.commitment
