"""A Home with rows for every register, and the awkward texts that are then put into all of them.

`MAKERS` has functions for registers (several may share one). A new book whose rows need nothing
special has them made from the declaration of its model; if it has none, its test says so.
"""

import re
from contextlib import suppress
from datetime import date, timedelta

from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models.functions import Mod
from django.urls import reverse

from daihome.books import REGISTERS
from inspections.models import Check, Inspection, Rectification, Recusal
from inspections.papers import inspecting as inspection_papers
from inspections.papers import rectifying as item_papers
from reception.models import AidPairing, Donation
from representatives.activities import paper_views as activity_papers
from representatives.models import (
    Activity,
    AttendanceState,
    DutyReport,
    Equipment,
    FundEntry,
    Home,
    User,
)
from representatives.reports import papers as report_papers
from suggestions.models import Attachment, Reply, Suggestion
from suggestions.papers.blank import BLANK
from suggestions.pipeline import Step
from suggestions.staff import paper_views
from tests import factories
from tests.browser.pages import NOT_PAGES, Township
from tests.suggestions.cases import hand_over, make_case
from tests.suggestions.units import make_promise
from tests.test_addresses import NAMES

OWN_APPS = ("representatives", "suggestions", "reception", "inspections")
# Texts that people can get through the forms, long and short, with what papers might obey.
LONG = (
    "<script>alert(1)</script><img src='file:///etc/passwd'>&amp;</td></table>\n" * 3,
    "}</style><style>@page{size:A0}*{display:none}</style> url(https://example.com/a.css) {{ x }} {% y %}",
    f'=HYPERLINK("x") https://example.com/{"a" * 180}?b=c&d=<e>\n\n第一段。\n第二段，{"“长句”，" * 30}',
)
SHORT = ("<b>𬱖䶮㛃𪚥</b>", "司马㛃·买买提艾力阿卜杜拉", "'\"><i>镕&珺")
# What the house makes itself, or what nobody types.
KEPT = re.compile(
    r"key|code|slug|number|password|username|token|webhook|file|content_type|sha256|prefix|digits"
    r"|state|nature|level|tags|error|address$|phone|number_shape|days|event|source|kept|board|subject"
)


def awkward(most, place):
    """The `place`-th awkward text that fits into `most` characters."""
    texts = SHORT if most <= 60 else LONG
    return texts[place % len(texts)][:most].rstrip("<&\n ")


def make_awkward():
    """Put awkward texts into every text of every row that people can write."""
    for model in apps.get_models():
        ours = model._meta.app_label in OWN_APPS and not model.__name__.startswith("Historical")
        for field in model._meta.concrete_fields if ours else ():
            if _is_written_by_people(field):
                _fill(model, field)


def _is_written_by_people(field):
    plain = type(field) in (models.CharField, models.TextField)
    return plain and not field.choices and field.editable and not KEPT.search(field.name)


def _fill(model, field):
    """One update for a third of the rows; what must differ gets its key in front."""
    rows = model._base_manager.all()
    if model._meta.pk.get_internal_type() == "CharField":
        return
    for place in range(3):
        part = rows.annotate(third=Mod("pk", 3)).filter(third=place)
        text = awkward(field.max_length or 400, place)
        if not _update(part, {field.name: text}):
            for pk in part.values_list("pk", flat=True):
                _update(rows.filter(pk=pk), {field.name: f"{pk}{text}"[: field.max_length]})


def _update(rows, values):
    """Whether the database took it: some rows are closed, some texts have their own shape."""
    try:
        with transaction.atomic():
            rows.update(**values)
    except DatabaseError:
        return False
    return True


def paper_addresses(full):
    """{name: addresses} of everything that may be a paper, about rows that are there."""
    with_reply = Reply.objects.select_related("assignment__suggestion").first()
    matter = Suggestion.objects.filter(step=Step.ARCHIVE).first()
    where = Township(
        full.home, full.village, full.people[1], full.people[0], matter,
        with_reply.assignment.suggestion, with_reply, draft_picture(matter),
    )  # fmt: skip
    may_be = (name for name in NAMES if name in NOT_PAGES or name.endswith("_paper"))
    found = {name: [where.address(name)] for name in may_be}
    matters = Suggestion.objects.of(full.home).values_list("pk", flat=True)
    of_matter = paper_views.PAPERS.keys() - {"file"}
    for name in of_matter:
        found[name] = [reverse("admin:suggestions_paper", args=[pk, name]) for pk in matters]
    for name in BLANK:
        found[f"blank {name}"] = [reverse("admin:suggestions_blank", args=[name])]
    for name in report_papers.PAPERS:
        pk = DutyReport.objects.first().pk
        found[f"report {name}"] = [reverse("admin:representatives_report_paper", args=[pk, name])]
    for name in activity_papers.PAPERS:
        keys = Activity.objects.filter(state="held").values_list("pk", flat=True)
        page = "admin:representatives_activity_paper"
        found[f"activity {name}"] = [reverse(page, args=[pk, name]) for pk in keys]
    return found | dict(of_inspections())


def of_inspections():
    """The papers of inspections and of items."""
    for page, model, papers in (
        ("inspection", Inspection, inspection_papers.PAPERS),
        ("rectification", Rectification, item_papers.PAPERS),
    ):
        pk = model.objects.first().pk
        for name in papers:
            address = reverse(f"admin:inspections_{page}_paper", args=[pk, name])
            yield f"{page} {name}", [address]


def draft_picture(matter):
    return Attachment.objects.create(
        suggestion=matter, file="a.jpg", name="a.jpg", kind="picture", content_type="image/jpeg",
        size=1, sha256="0",
    )  # fmt: skip


class Full:
    """A Home with rows for every register; `clerk` sees them; `stranger` sees a Home without."""

    def __init__(self):
        self.home = factories.make_home()
        self.clerk = factories.make_user(home=self.home)
        self.chair = factories.make_user("chair", home=self.home)
        self.people = [
            factories.make_representative(self.home, with_account=True) for _ in range(3)
        ]
        self.village = factories.make_village(self.home)
        empty = factories.make_home(name="空镇人大代表之家", slug="empty", number_prefix="KZ")
        self.stranger = factories.make_user(home=empty)
        self.stranger_person = factories.make_representative(empty)
        for make in dict.fromkeys(MAKERS.values()):
            make(self)
        for register in REGISTERS:
            if register.slug not in MAKERS:
                plain(self, register)
        self.addresses = paper_addresses(self)
        make_awkward()


def plain(full, register):
    """Rows with what their model demands, on a day of the book."""
    model = register.rows(full.home).model
    for _ in range(4):
        # A constraint that this does not know: the test of that book says that it has no rows.
        with suppress(DatabaseError), transaction.atomic():
            create(full, model, register.date_field.partition("__")[0])


def create(full, model, *also):
    """A row with all fields that may not be empty, and those in `also`."""
    given = {
        models.DateField: date(2026, 4, 20),
        models.DateTimeField: factories.moment(2026, 4, 20),
    }
    values = {}
    for field in model._meta.concrete_fields:
        if field.name not in also and (field.primary_key or field.has_default() or field.blank):
            continue
        if field.is_relation:
            values[field.name] = related(full, field.related_model)
        elif field.choices:
            values[field.name] = field.choices[0][0]
        else:
            usual = 2026 if field.name == "year" else len(values) + 1
            values[field.name] = given.get(type(field), usual)
    return model._base_manager.create(**values)


def related(full, model):
    """The Home, the clerk, or whichever row is there already."""
    own = {Home: full.home, User: full.clerk}.get(model)
    return own or model._base_manager.first() or create(full, model)


def cases(full):
    for step in (Step.RECEIVE, Step.CLASSIFY, Step.SUPERVISE, *[Step.ARCHIVE] * 4):
        make_case(full.home, step, village=full.village, representative=full.people[0])


def proposals(full):
    for _ in range(4):
        matter = factories.make_suggestion(
            full.home, kind="proposal", channel="representative", title="关于修桥的建议",
            representative=full.people[0], cosigners=full.people[1:], village=full.village,
        )  # fmt: skip
        for row in matter.cosigners.all():
            matter.cosign(row.representative, factories.moment(2026, 3, 2, 10))
        assisting = [factories.make_unit(full.home)]
        hand_over(matter, full.chair, factories.make_unit(full.home), assisting)


def promises(full):
    for place in range(6):
        promise = make_promise(full.home, full.chair)
        if place > 1:
            type(promise).objects.filter(pk=promise.pk).update(promised_on=date(2026, 5, 6))


def activities(full):
    for base in ("group", "meeting", "study") * 4:
        activity = factories.make_activity(
            full.home, base, full.people, state="held", content="讨论。", decisions="通过。",
            outcome="形成意见两条。", agenda="审议。", host="李明", recorder="王芳", lecturer="张老师",
            recorded_at=factories.moment(2026, 4, 16), others="财政所", hours=2,
        )  # fmt: skip
        activity.attendances.update(state=AttendanceState.PRESENT)


def duties(full):
    for _ in range(13):
        factories.make_duty(full.home, full.people[0])


def reports(full):
    for person in full.people:
        factories.make_report(full.home, person, opinions="多回村里看看。", result="每月一次。")


def receptions(full):
    day = factories.make_reception_day(full.home, people=full.people)
    for _ in range(4):
        factories.make_record(day, full.people, village=full.village, answer="好。", people=3)


def visits(full):
    day = date(2026, 4, 20)
    pairing = {"representative": full.people[0], "village": full.village, "started_on": day}
    for place in range(4):
        for kind in ("contact", "talk", "aid"):
            other = full.people[0] if kind == "talk" else None
            visit = factories.make_visit(
                full.home, full.people, village=full.village, kind=kind, answer="好。",
                place="村委会", talked_with=other,
                beneficiary="poor" if kind == "aid" else "",
            )  # fmt: skip
            if kind == "aid":
                visit.items.create(help="comfort", what="大米", quantity=2, unit="袋", value=120.5)
        AidPairing.objects.create(home=full.home, beneficiary="poor", plan="帮", **pairing)
        Donation.objects.create(
            home=full.home, representative=full.people[0], village=full.village, goods="书",
            on=day + timedelta(days=place), purpose="捐书", money=place, goods_value=300,
        )  # fmt: skip


def sessions(full):
    for _ in range(4):
        session = factories.make_session(full.home, full.people)
        type(session.activity).objects.filter(pk=session.activity_id).update(state="held")


def letters(full):
    for _ in range(6):
        factories.make_opening(full.home, remark="锁坏了。")


def facilities(full):
    """Things with and without a value, money in and out, a self-check that fell short."""
    venue = factories.make_venue(full.home)
    for place in range(6):
        Equipment.objects.create(
            home=full.home, venue=venue, name=f"办公桌椅{place}", unit="套", keeper="李明",
            value=place * 1000 or None, bought_on=date(2026, 4, 1 + place), note="旧",
        )  # fmt: skip
        FundEntry.objects.create(
            home=full.home, kind="spent" if place % 2 else "granted", on=date(2026, 4, 1 + place),
            year=2026, what="专项经费", amount=1000 + place, voucher="记-001", handler="王芳",
        )  # fmt: skip
    standard = factories.make_standard(full.home, *({"name": f"项目{at}"} for at in range(12)))
    for _ in range(3):
        factories.make_self_check(full.home, standard, ["met", "unmet", "partly"] * 4, venue=venue)


def inspected(full):
    """Inspections with somebody recused, items struck off, special reports."""
    unit = factories.make_unit(full.home)
    for place in range(4):
        day = date(2026, 4, 20 + place)
        row = factories.make_inspection(
            full.home, full.people, starts_at=factories.moment(2026, 4, 15 + place), plan_no="1",
            leader=full.people[1], report_heard="听了汇报。", findings="缺防护墩。",
            opinions="补齐。", effect="好。", approaches=["spot"],
        )  # fmt: skip
        Recusal.objects.recuse(row, full.people[0], "是股东")
        row.activity.attendances.filter(barred="").update(state=AttendanceState.PRESENT)
        Activity.objects.filter(pk=row.activity_id).update(state="held", place="石料厂")
        row.send_opinions(unit, day, date(2026, 7, 20))
        row.take_answer(date(2026, 5, 6), "补齐了。", effect="好。")
        _struck_off(full, unit)
        report = factories.make_special_report(
            full.home, unit=unit, heard_on=day, reporter="张主任", summary="报告。",
            opinions="列清单。", votes_satisfied=40, votes_basically=3, votes_unsatisfied=1,
        )  # fmt: skip
        report.send_opinions(unit, day, date(2026, 7, 20))
        report.take_answer(date(2026, 5, 6), "办了。")


def _struck_off(full, unit):
    item = factories.make_rectification(
        full.home, unit=unit, village=full.village, place="北山", measures="拆除。",
        group=factories.make_group(full.home),
    )  # fmt: skip
    item.supervisors.set(full.people)
    item.outcomes.create(what="拆除建筑物", quantity=3, unit="所")
    item.report_done(date(2026, 6, 1), by=full.clerk, note="拆完了。")
    Check.objects.record(
        item, key=f"check-{item.pk}", by=full.clerk, people=full.people, on=date(2026, 6, 2),
        result="done", found="干净。", others="站长",
    )  # fmt: skip
    item.accept(date(2026, 6, 3), by=full.clerk, note="同意。")
    item.strike_off(date(2026, 6, 4), by=full.clerk, note="县里同意。")


MAKERS = {
    "feedback": cases,
    "late": cases,
    "archived": cases,
    "suggestions": proposals,
    "promises": promises,
    "unkept": promises,
    "attendance": activities,
    "group-activities": activities,
    "activity-log": activities,
    "meetings": activities,
    "studies": activities,
    "duty": duties,
    "duties": duties,
    "reports": reports,
    "receptions": receptions,
    "contacts": visits,
    "talks": visits,
    "aid": visits,
    "pairings": visits,
    "donations": visits,
    "letter-box": letters,
    "congress-attendance": sessions,
    "equipment": facilities,
    "funds": facilities,
    "self-checks": facilities,
    "inspections": inspected,
    "rectifications": inspected,
    "environmental-cases": inspected,
    "struck-off": inspected,
    "special-reports": inspected,
}
