"""Recounts what must always be true of the data; every check yields Chinese sentences.

Rows are streamed, so that a hundred thousand matters need no more memory than a thousand.
"""

import hashlib
import time
from collections import defaultdict
from contextlib import contextmanager
from datetime import timedelta
from itertools import groupby
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Cast
from django.utils import timezone

from daihome.integrity import inspecting, presidium, standards, year
from daihome.tools import parking, vault
from daihome.tools.moved_clock import machine_time
from daihome.tools.stored import StoredFile
from suggestions import codes
from suggestions.models import (
    Assignment,
    Attachment,
    Clock,
    DueDate,
    IdentityMode,
    NumberCounter,
    Reply,
    SearchEntry,
    StepRecord,
    Suggestion,
    VoterIdentity,
    VoterNotification,
)
from suggestions.models.clocks import SHOWN
from suggestions.models.records import broken_records
from suggestions.pipeline import DELIVERED, HANDLED, NEXT_STEPS, Step, next_steps
from suggestions.sorting import search_index

CHUNK = 2000
SETTLING_SECONDS = 2  # a file is stored a moment before the row that names it


def run(now):
    """(title, iterator of findings) of each check; use each iterator before asking for the next."""
    with steady_view():
        for title, check in CHECKS:
            yield title, check(now)
    # Reading every file may take long: not inside a transaction.
    yield "文件", check_files(now)


@contextmanager
def steady_view():
    """One view of the database for all checks, without holding up those who write meanwhile."""
    if connection.in_atomic_block:
        yield  # the caller's view
        return
    connection.ensure_connection()  # connecting sets the mode, so first connect
    mode = getattr(connection, "transaction_mode", None)
    connection.transaction_mode = "DEFERRED"
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        connection.transaction_mode = mode


def check_steps(now):
    """The step of each matter is that of its last record; the records follow one another."""
    matters = Suggestion.objects.order_by("pk")
    columns = ("pk", "number", "step", "round_no", "withdrawn_on")
    rows = matters.values_list(*columns).iterator(CHUNK)
    records = StepRecord.objects.order_by("suggestion_id", "seq").iterator(CHUNK)
    groups = groupby(records, key=lambda record: record.suggestion_id)
    owner, own = next(groups, (None, ()))
    for pk, number, step, round_no, withdrawn_on in rows:
        if owner != pk:
            yield f"{number}：没有环节记录。请从备份恢复。"
            continue
        yield from _check_records(number, step, round_no, list(own), withdrawn_on)
        owner, own = next(groups, (None, ()))


def _check_records(number, step, round_no, records, withdrawn_on):
    last = records[-1]
    if last.to_step != step or last.round_no != round_no:
        yield (
            f"{number}：现在的环节是“{Step(step).label}”（第{round_no}轮），"
            f"最后一条记录却是“{Step(last.to_step).label}”（第{last.round_no}轮）。"
        )
    for record in broken_records(records):
        yield f"{number}：第{record.seq}条环节记录与登记时不一致，可能被改动过。"
    before = None
    for record in records:
        allowed = NEXT_STEPS[Step(before)] if before else (Step.RECEIVE,)
        if before and withdrawn_on:
            allowed = (*allowed, *next_steps(before, withdrawn=True))
        if record.from_step != before or record.to_step not in allowed:
            yield f"{number}：第{record.seq}条环节记录接不上前一条。"
        before = record.to_step


def check_numbers(now):
    """Numbers are well formed and, per Home and year, as many as the counter gave out."""
    given, highest = defaultdict(int), defaultdict(int)
    rows = Suggestion.objects.order_by("pk").values_list("home_id", "number", "received_at")
    for home_id, number, received_at in rows.iterator(CHUNK):
        if not codes.NUMBER.fullmatch(number):
            yield f"{number}：编号的写法不对。"
            continue
        head, serial = number.split("-")
        year = int(head[-4:])
        if year != timezone.localdate(received_at).year:
            yield f"{number}：编号的年份与收到日期不一致。"
        given[home_id, year] += 1
        highest[home_id, year] = max(highest[home_id, year], int(serial))
    yield from _check_counters(given, highest)


def _check_counters(given, highest):
    counters = {(row.home_id, row.year): row.last for row in NumberCounter.objects.all()}
    homes = dict(apps.get_model("representatives.Home").objects.values_list("pk", "name"))
    for key in sorted(given.keys() | counters.keys()):
        last = counters.get(key, 0)
        if last != given[key] or last != highest[key]:
            yield (
                f"{homes[key[0]]} {key[1]}年：编号发到 {last} 号，现有意见 {given[key]} 件，"
                f"最大号 {highest[key]}，三个数应当相同。"
            )


def check_told(now):
    """Each archived matter was told to its voter, or says why not."""
    told = VoterNotification.objects.filter(
        suggestion=OuterRef("pk"), round_no=OuterRef("round_no")
    )
    rows = Suggestion.objects.filter(~Exists(told), step__gte=Step.FEEDBACK)
    for number in _numbers(rows):
        yield f"{number}：已反馈或存档，却没有告知选民的记录，也没有写明原因。"


def check_assignments(now):
    """Units, replies and steps agree."""
    here = Assignment.objects.filter(suggestion=OuterRef("pk"), returned_on=None)
    main = here.filter(round_no=OuterRef("round_no"), role="main")
    handled = Suggestion.objects.filter(step__in=HANDLED)
    returned = DueDate.objects.running().filter(suggestion=OuterRef("pk"), clock=Clock.REDELIVER)
    for number in _numbers(handled.filter(~Exists(main), ~Exists(returned))):
        yield f"{number}：正在办理，却没有主办单位。"
    early = Suggestion.objects.filter(Exists(here), step__lt=Step.DELIVER)
    for number in _numbers(early):
        yield f"{number}：还没有送达，却有未退回的交办。"
    unsigned = main.filter(acknowledged_on=None)
    for number in _numbers(handled.filter(Exists(unsigned), step=Step.SUPERVISE)):
        yield f"{number}：已在督办，主办单位却没有签收日期。"
    answered = Reply.objects.filter(
        suggestion=OuterRef("pk"),
        assignment__round_no=OuterRef("round_no"),
        assignment__role="main",
        state="published",
    )
    ended = Suggestion.objects.filter(
        step__gte=Step.FEEDBACK, disposal__in=DELIVERED, withdrawn_on=None
    )
    for number in _numbers(ended.filter(~Exists(answered))):
        yield f"{number}：已反馈，却没有公布的答复。"
    yield from _check_replies()


def check_clocks(now):
    """What lists show as the last day is that of the running clocks; an archived matter has none."""
    running = DueDate.objects.running().filter(
        Q(assignment=None) | Q(assignment__role="main"), suggestion=OuterRef("pk"), clock__in=SHOWN
    )
    first = running.order_by("due_on").values("due_on")[:1]
    rows = Suggestion.objects.annotate(clock_due=Subquery(first))
    torn = rows.filter(~Q(due_on=F("clock_due"))).exclude(due_on=None, clock_due=None)
    for number in _numbers(torn):
        yield f"{number}：列表上的限期与正在计算的期限对不上。"
    late = DueDate.objects.running().filter(suggestion__step=Step.ARCHIVE)
    for number in _numbers(late, "suggestion__number"):
        yield f"{number}：已经存档，却还有期限在计算。"


def _check_replies():
    replied = Reply.objects.filter(assignment=OuterRef("pk"))
    rows = Assignment.objects.select_related("unit", "suggestion").defer("suggestion__query_code")
    torn = rows.filter(
        Q(Exists(replied), answered_on=None) | Q(~Exists(replied), answered_on__isnull=False)
    )
    for row in torn.iterator(CHUNK):
        yield f"{row.suggestion.number}：{row.unit}的答复日期与答复对不上。"
    wrong = rows.filter(
        Q(answered_on=None, on_time__isnull=False)
        | Q(answered_on__isnull=False, on_time=None)
        | Q(on_time=True, answered_on__gt=F("due_on"))
        | Q(on_time=False, answered_on__lte=F("due_on"))
    )
    for row in wrong.iterator(CHUNK):
        yield f"{row.suggestion.number}：{row.unit}是否按期的记录与日期对不上。"


def check_identities(now):
    """No identity outlives its date, and nobody anonymous has one."""
    rows = VoterIdentity.objects.order_by("pk")
    for number in _numbers(rows.due_for_purge(timezone.localdate(now)), "suggestion__number"):
        yield f"{number}：身份信息已过清除日期。请运行 manage.py purge_identities。"
    kept = rows.filter(purged_at=None)
    anonymous = kept.filter(suggestion__identity_mode=IdentityMode.ANONYMOUS)
    for number in _numbers(anonymous, "suggestion__number"):
        yield f"{number}：是匿名提交，却存有身份信息。"


def check_search(now):
    """Every matter is in the index of words."""
    entry = SearchEntry.objects.filter(suggestion=OuterRef("pk"))
    for number in _numbers(Suggestion.objects.filter(~Exists(entry))):
        yield f"{number}：没有编入查找索引，按文字查不到。请运行 manage.py rebuild_search。"
    for pk in search_index.without_words():
        yield f"意见（序号 {pk}）的查找索引不完整。请运行 manage.py rebuild_search。"


def check_vault(now):
    """Everything encrypted opens with the keys that are here."""
    for model in apps.get_models():
        for field in _columns(model, vault.EncryptedTextField):
            yield from _check_encrypted(model, field)


def _columns(model, kind):
    return [field for field in model._meta.local_concrete_fields if isinstance(field, kind)]


def _check_encrypted(model, field):
    # The cast hides the field's own way of reading, which would stop at the first bad value.
    raw = model._base_manager.annotate(raw=Cast(field.name, models.TextField())).order_by("pk")
    for pk, token in raw.values_list("pk", "raw").iterator(CHUNK):
        try:
            vault.decrypt(token or "")
        except vault.VaultError as error:
            yield f"{model._meta.verbose_name}（序号 {pk}）的“{field.verbose_name}”打不开：{error}"


def check_files(now):
    """Every file that a row names is there unchanged, and every file there has its row."""
    present, named = set(_stored_names()), set()
    rows = Attachment.objects.kept().order_by("pk")
    rows = rows.values_list("file", "sha256", "suggestion__number")
    for name, digest, number in rows.iterator(CHUNK):
        named.add(name)
        if not default_storage.exists(name):
            yield f"{number}：附件文件 {name} 不在了。请从备份恢复。"
        elif _digest(name) != digest:
            yield f"{number}：附件文件 {name} 的内容变了。请从备份恢复。"
    for owner, name, digest in _files():
        named.add(name)
        if not default_storage.exists(name):
            yield f"{owner}：文件 {name} 不在了。请重新上传或从备份恢复。"
        elif digest and _digest(name) != digest:
            yield f"{owner}：文件 {name} 的内容变了。请从备份恢复。"
    for name in _orphans(present - named, now):
        yield f"文件 {name} 没有任何记录用到。确认不需要后可以删除。"


def _orphans(names, now):
    """Files that no row names, even after those on their way have had time to arrive."""
    suspects = sorted(name for name in names if not _is_parked(name, now))
    if not suspects:
        return []
    time.sleep(SETTLING_SECONDS)
    arrived = set(Attachment.objects.filter(file__in=suspects).values_list("file", flat=True))
    arrived |= {name for _owner, name, _digest in _files()}
    return [name for name in suspects if name not in arrived and default_storage.exists(name)]


def _is_parked(name, now):
    if not name.startswith(f"{parking.FOLDER}/"):
        return False
    try:
        age = machine_time(now) - default_storage.get_modified_time(name)
    except FileNotFoundError:
        return True  # swept a moment ago
    return age < timedelta(seconds=parking.VALID_SECONDS)


def _stored_names():
    root = Path(settings.MEDIA_ROOT)  # one that is not there yet has no files
    return [path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()]


def _files():
    """(owner, file name, digest or "") of every file that a row names, but a matter's."""
    for model in apps.get_models():
        if model is Attachment or model._meta.model_name.startswith("historical"):
            continue
        digest = F("sha256") if issubclass(model, StoredFile) else models.Value("")
        for field in _columns(model, models.FileField):
            rows = model._base_manager.exclude(**{field.name: ""}).order_by("pk")
            rows = rows.annotate(known=digest).values_list("pk", field.name, "known")
            for pk, name, known in rows.iterator(CHUNK):
                if name:
                    yield f"{model._meta.verbose_name}（序号 {pk}）", name, known


def _digest(name):
    with default_storage.open(name) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_database(now):
    """The database itself is sound (SQLite only; PostgreSQL guards this by itself)."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        answers = [row[0] for row in cursor.execute("PRAGMA quick_check(20)").fetchall()]
        broken = cursor.execute("PRAGMA foreign_key_check").fetchall()
    if answers != ["ok"]:
        yield f"数据库文件已损坏（{answers[0]}）。请从备份恢复。"
    for table, row, parent, _key in broken:
        yield f"表 {table} 第 {row} 行指向 {parent} 里没有的一行。请从备份恢复。"


def _numbers(rows, field="number"):
    return rows.order_by("pk").values_list(field, flat=True).iterator(CHUNK)


CHECKS = [
    ("数据库", check_database),
    ("环节和记录", check_steps),
    ("编号", check_numbers),
    ("告知", check_told),
    ("交办和答复", check_assignments),
    ("期限", check_clocks),
    ("身份信息", check_identities),
    ("查找索引", check_search),
    ("加密", check_vault),
    *year.CHECKS,
    *presidium.CHECKS,
    *inspecting.CHECKS,
    *standards.CHECKS,
]
