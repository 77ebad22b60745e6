"""Recounts the representative's year: duties, attendance, visitors, letters, numbered paper.

What is written once stands in several books; here each is held against its source.
"""

from django.db.models import CharField, Count, Exists, F, Max, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from reception.models import (
    MailboxOpening,
    MailItem,
    RaisedMatter,
    ReceptionRecord,
    Visit,
)
from representatives.models import (
    Attendance,
    BlankForm,
    DocumentKind,
    DutyRecord,
    DutyReport,
    OfficialDocument,
)
from suggestions.models import Cosigner, Kind, Suggestion

CHUNK = 2000
ADVICE = "请运行 manage.py settle_duties。"
ROW_OF_FORM = {"JD": "reception_record", "LX": "visit", "XX": "mailbox_opening"}


def _sources():
    """(label, kind of key, rows, their source's key, their person's key) of all duty sources."""
    present = Attendance.objects.filter(state="present", activity__state="held")
    proposals = Suggestion.objects.filter(kind=Kind.PROPOSAL, withdrawn_on=None)
    signed = Cosigner.objects.exclude(confirmed_at=None).filter(
        suggestion__kind=Kind.PROPOSAL, suggestion__withdrawn_on=None
    )
    led = proposals.exclude(representative=None)
    return [
        ("活动出席", "activity", [(present, "activity_id", "representative_id")]),
        ("走访", "visit", [(Visit.representatives.through.objects, "visit_id", "representative_id")]),
        ("述职", "report", [(DutyReport.objects.filter(present__gt=0), "pk", "representative_id")]),
        ("代表建议", "proposal", [
            (led, "pk", "representative_id"), (signed, "suggestion_id", "representative_id"),
        ]),
    ]  # fmt: skip


def _keyed(rows, kind, source):
    key = Concat(Value(f"{kind}:"), Cast(source, CharField()), output_field=CharField())
    return rows.annotate(duty_key=key)


def check_duties(now):
    """Every source has its duty record, and every generated record its source."""
    for label, kind, parts in _sources():
        keyed = [(_keyed(rows.order_by(), kind, source), person) for rows, source, person in parts]
        for rows, person in keyed:
            record = DutyRecord.objects.filter(
                key=OuterRef("duty_key"), representative=OuterRef(person)
            )
            missing = rows.filter(~Exists(record)).values_list("duty_key", flat=True)
            for key in missing.iterator(CHUNK):
                yield f"{label}（{key}）没有记入代表的履职登记。{ADVICE}"
        orphans = DutyRecord.objects.filter(key__startswith=f"{kind}:")
        for rows, person in keyed:
            there = rows.filter(duty_key=OuterRef("key"), **{person: OuterRef("representative_id")})
            orphans = orphans.filter(~Exists(there))
        for pk, key in orphans.order_by("pk").values_list("pk", "key").iterator(CHUNK):
            yield f"履职记录（序号 {pk}，{key}）找不到它的来源。{ADVICE}"


def check_attendance(now):
    """Of an activity that was held it is known who came."""
    rows = Attendance.objects.filter(state="expected", activity__state="held")
    found = rows.order_by("pk").values_list("activity__title", "representative__name")
    for title, name in found.iterator(CHUNK):
        yield f"“{title}”已经举行，{name}到没到还没有登记。"


def check_visitors(now):
    """No name of a visitor outlives its date."""
    today = timezone.localdate(now)
    for model in (ReceptionRecord, Visit, MailItem):
        rows = model.objects.to_purge(today).order_by("pk").values_list("pk", flat=True)
        for pk in rows.iterator(CHUNK):
            label = model._meta.verbose_name
            yield f"{label}（序号 {pk}）的姓名已过清除日期。请运行 manage.py purge_identities。"


def check_letters(now):
    """Letters are numbered without a gap, and as many as were in the box."""
    series = MailItem.objects.order_by().values_list("home__name", "year")
    for home, year, count, last in series.annotate(Count("pk"), Max("serial")):
        if count != last:
            yield f"{home} {year}年：来信 {count} 封，最大号 {last}，两个数应当相同。"
    openings = MailboxOpening.objects.annotate(letters=Count("items")).exclude(letters=F("count"))
    for pk, count, letters in openings.order_by("pk").values_list("pk", "count", "letters"):
        yield f"开箱登记（序号 {pk}）：登记 {count} 封，编了号的 {letters} 封。"


def check_blank_forms(now):
    """A numbered sheet that was entered became one row, and a row's sheet was entered."""
    for kind, row in ROW_OF_FORM.items():
        rows = BlankForm.objects.filter(kind=kind)
        torn = rows.filter(
            Q(entered_at=None, **{f"{row}__isnull": False})
            | Q(entered_at__isnull=False, **{f"{row}__isnull": True})
        )
        if kind == "JD":  # a record made at the desk takes its number from the same series
            taken = ReceptionRecord.objects.filter(number=OuterRef("number"))
            torn = torn.filter(~Exists(taken))
        for number in torn.order_by("pk").values_list("number", flat=True).iterator(CHUNK):
            yield f"空白表 {number}：录入的记录与编号对不上。"


def check_raised(now):
    """A matter and what it was raised from belong to the same Home."""
    for name in ("record", "visit", "letter", "activity"):
        rows = RaisedMatter.objects.filter(**{f"{name}__isnull": False})
        torn = rows.exclude(**{f"{name}__home": F("suggestion__home")})
        for number in torn.order_by("pk").values_list("suggestion__number", flat=True):
            yield f"{number}：意见和它的来源不在同一个代表之家。"


def check_documents(now):
    """Issued letters are numbered without a gap within their Home, kind and year."""
    rows = OfficialDocument.objects.issued().order_by()
    series = rows.values_list("home__name", "kind", "year").annotate(Count("pk"), Max("serial"))
    for home, kind, year, count, last in series.order_by("home", "kind", "year"):
        if count != last:
            label = DocumentKind(kind).label
            yield f"{home} {year}年：{label}发出 {count} 件，最大号 {last}，两个数应当相同。"


CHECKS = [
    ("履职记录", check_duties),
    ("出席", check_attendance),
    ("来访人信息", check_visitors),
    ("来信", check_letters),
    ("公文编号", check_documents),
    ("编号空白表", check_blank_forms),
    ("意见来源", check_raised),
]
