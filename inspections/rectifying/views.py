"""One item: its page, its steps, checks, outcomes and evidence."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from daihome.tools import parking
from daihome.tools.admin_files import forget_file
from daihome.tools.stored import stored_files
from inspections.models import MoveRefused, Rectification, RectificationFile
from inspections.pages import back, form_page, note, page, staff_page
from inspections.rectifying import moves
from inspections.rectifying.forms import CheckForm, EvidenceForm, MoveForm, OutcomeForm
from inspections.rectifying.telling import tell_reported

VIEW, CHANGE = "inspections.view_rectification", "inspections.change_rectification"
ADD_CHECK, ADD_OUTCOME = "inspections.add_check", "inspections.add_outcome"
LATE = "这一件现在是“{state}”，不能再办“{button}”。请看现在的情况。"
LOST = "以前选的文件保存已超过一天，请重新选择。"
Use = RectificationFile.Use


def items(user):
    """Items that `user` sees, with what their pages name."""
    return Rectification.objects.visible_to(user).shown()


@never_cache
@staff_page(VIEW, items)
def show(request, row):
    """What is asked, what was done, how it looked before and after, and what comes next."""
    today = timezone.localdate()
    return page(
        request, "rectification/page", row,
        title=str(row),
        moves=moves.possible(row),
        watchers=row.watchers(),
        checks=row.checks.prefetch_related("people", "pictures"),
        outcomes=list(row.outcomes.all()),
        records=course_of(row),
        is_late=row.is_late(today),
        days=(row.due_on - today).days,
        **evidence_of(row),
    )  # fmt: skip


def course_of(row):
    """Its records; each with `due_after`, the last day as it was left by that step."""
    records = list(row.records.all())
    left = [record.due_before for record in records[1:]]
    for record, due in zip(records, [*left, row.due_on], strict=False):
        record.due_after = due
    return records


def evidence_of(row):
    """Pictures before and after, and everything else, of one item (one query)."""
    files = list(row.files.select_related("seen_at"))
    pictures = [file for file in files if file.kind == "picture"]
    return {
        "before": [file for file in pictures if file.use == Use.BEFORE],
        "after": [file for file in pictures if file.use == Use.AFTER],
        "papers": [file for file in files if file.kind != "picture" or file.use == Use.PAPER],
    }


@never_cache
@staff_page(CHANGE, items)
def move(request, row, name):
    """Take one step; too late a click is told so."""
    if name not in moves.MOVES:
        raise Http404
    step = moves.MOVES[name]
    if row.state not in step.states:
        raise MoveRefused(LATE.format(state=row.get_state_display(), button=step.button))
    data = request.POST if request.method == "POST" else None
    form = MoveForm(data, move=step, item=row, today=timezone.localdate())
    if form.is_valid():
        day, said = form.cleaned_data.get("day"), form.cleaned_data["note"]
        moves.take(step, row, day=day, by=request.user, note=said)
        if step.name == "report":
            tell_reported(row, timezone.now())
        messages.success(request, f"{row.number} 现在是“{row.get_state_display()}”。")
        return back(row)
    title = f"{step.button}：{row.number}"
    return form_page(request, row, form, title=title, button=step.button)


@never_cache
@staff_page(ADD_CHECK, items)
def check(request, row):
    """Write down one look at it."""
    row.refuse_when_struck_off()
    bound = (request.POST, request.FILES) if request.method == "POST" else ()
    form = CheckForm(*bound, item=row, today=timezone.localdate())
    if form.is_valid():
        made, _created = form.save(request.user)
        parking.discard(form.parked)
        messages.success(request, f"核查已经登记：{made.get_result_display()}。")
        return back(row)
    if form.is_bound:
        form.park_files()
    return form_page(request, row, form, title=f"登记核查：{row.number}", button="登记核查")


@never_cache
@staff_page(ADD_OUTCOME, items)
def outcome(request, row):
    """Write down a quantity of what was done."""
    row.refuse_when_struck_off()
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = row.outcomes.create(**form.cleaned_data)
        messages.success(request, f"已经登记：{made}。")
        return back(row)
    says = "一样一样登记，全年自动加起来。"
    return form_page(request, row, form, title=f"登记成效：{row.number}", button="登记", says=says)


@require_POST
@staff_page("inspections.delete_outcome", items)
def outcome_remove(request, row, outcome):
    """Take a quantity back that was written down wrongly."""
    row.refuse_when_struck_off()
    found = row.outcomes.filter(pk=outcome).first()
    if found is None:
        raise Http404
    said = str(found)
    found.delete()
    note(request, row, f"删去了成效：{said}。")
    messages.success(request, f"已经删去：{said}。")
    return back(row)


@never_cache
@staff_page(CHANGE, items)
def evidence(request, row):
    """Keep pictures before and after, and papers."""
    row.refuse_when_struck_off()
    bound = (request.POST, request.FILES) if request.method == "POST" else ()
    form = EvidenceForm(*bound, initial={"use": Use.BEFORE})
    if form.is_valid():
        try:
            return _keep(request, row, form)
        except FileNotFoundError:
            form.parked = []
            form.add_error("attachments", LOST)
    if form.is_bound:
        form.park_files()
    return form_page(request, row, form, title=f"存照片和材料：{row.number}", button="保存")


def _keep(request, row, form):
    uploads = form.uploads()
    facts = {"use": form.cleaned_data["use"], "caption": form.cleaned_data["caption"]}
    with stored_files(uploads, RectificationFile) as stored, transaction.atomic():
        RectificationFile.objects.attach(stored, rectification=row, **facts)
    parking.discard(form.parked)
    note(request, row, f"存了 {len(uploads)} 个文件（{Use(facts['use']).label}）。")
    messages.success(request, f"已经存好 {len(uploads)} 个文件。")
    return back(row)


@require_POST
@staff_page(CHANGE, items)
def evidence_remove(request, row, file):
    """Take a file away that does not belong there."""
    row.refuse_when_struck_off()
    with transaction.atomic():
        found = row.files.filter(pk=file).first()
        if found is None:
            raise Http404
        forget_file(found)
        found.delete()
    note(request, row, f"删去了文件：{found.get_use_display()}“{found.name}”。")
    messages.success(request, "文件已经删去。")
    return back(row)
