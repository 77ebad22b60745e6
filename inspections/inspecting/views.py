"""One inspection: its page, recusals, opinions to the unit, matters."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from inspections.deadlines import OPINION_BASIS, notice_hint, opinion_due
from inspections.inspecting.endings import endings_of
from inspections.inspecting.forms import AnswerForm, RaiseForm, RecuseForm, SendForm
from inspections.inspecting.letters import opinions_letter
from inspections.models import FoundMatter, Inspection, Recusal
from inspections.pages import back, form_page, note, page, staff_page
from representatives.documents.pages import opened

VIEW, CHANGE = "inspections.view_inspection", "inspections.change_inspection"
RECUSE, ADD_MATTER = "inspections.add_recusal", "suggestions.add_suggestion"
NO_OPINIONS = "还没有写“意见和建议”。请先在“修改和填写记录”里写上，再转交。"


def inspections(user):
    """Inspections that `user` sees, with what their page names."""
    return Inspection.objects.visible_to(user).shown()


@never_cache
@staff_page(VIEW, inspections)
def show(request, row):
    """From the plan to what came of it, on one page."""
    today = timezone.localdate()
    return page(
        request, "inspection/page", row,
        title=str(row),
        people=list(row.activity.attendances.all()),
        recusals=list(row.recusals.all()),
        hint=notice_hint(row, today),
        is_overdue=row.is_overdue(today),
        basis=OPINION_BASIS,
        endings=endings_of(row),
        items=row.rectifications.select_related("unit").order_by("pk"),
        reports=row.activity.special_reports.select_related("unit"),
        today=today,
    )  # fmt: skip


@never_cache
@staff_page(RECUSE, inspections)
def recuse(request, row):
    """Keep somebody away who has an interest."""
    form = RecuseForm(request.POST if request.method == "POST" else None, inspection=row)
    if form.is_valid():
        person, reason = form.cleaned_data["representative"], form.cleaned_data["reason"]
        Recusal.objects.recuse(row, person, reason)
        note(request, row, f"登记了{person}的回避：{reason}")
        messages.success(request, f"{person}已经登记回避，不能登记到场，也不记履职。")
        return back(row)
    says = "与受检对象有利害关系的代表应当回避。登记以后签到表上不能再登记“到”，不产生履职记录。"
    return form_page(request, row, form, title=f"登记回避：{row}", button="登记回避", says=says)


@require_POST
@staff_page("inspections.delete_recusal", inspections)
def withdraw(request, row, recusal):
    """Take a recusal back."""
    with transaction.atomic():
        found = row.recusals.filter(pk=recusal).first()
        if found is None:
            raise Http404
        person, reason = found.representative, found.reason
        found.withdraw()
    note(request, row, f"撤回了{person}的回避（原因是：{reason}）。")
    again = "已经结束登记的，请到“签到登记”里更正他到没到。" if row.activity.is_held else ""
    messages.success(request, f"{person}的回避已经撤回。{again}")
    return back(row)


@never_cache
@staff_page(CHANGE, inspections)
def send(request, row):
    """Hand the opinions to the unit; again before the answer puts unit and days right."""
    return send_page(request, row, None if row.opinions else NO_OPINIONS)


def send_page(request, row, problem):
    """The same for an inspection and a special report; `problem` is why it cannot be sent."""
    if problem:
        messages.error(request, problem)
        return back(row)
    today = timezone.localdate()
    form = SendForm(request.POST if request.method == "POST" else None, row=row, today=today)
    if form.is_valid():
        unit, sent_on = form.cleaned_data["unit"], form.cleaned_data["sent_on"]
        due = form.cleaned_data["answer_due_on"] or opinion_due(sent_on)
        row.send_opinions(unit, sent_on, due)
        messages.success(request, f"意见已经转交{unit}，应在{due:%Y-%m-%d}以前反馈。")
        return back(row)
    title = f"转交意见：{row}"
    return form_page(request, row, form, title=title, button="转交", says=OPINION_BASIS)


@never_cache
@staff_page(CHANGE, inspections)
def answer(request, row):
    """Write down what the unit answered."""
    return answer_page(request, row)


def answer_page(request, row):
    """The same for an inspection and a special report."""
    if row.sent_on is None:
        messages.error(request, "意见还没有转交，不能登记反馈。请先转交。")
        return back(row)
    today = timezone.localdate()
    form = AnswerForm(request.POST if request.method == "POST" else None, row=row, today=today)
    if form.is_valid():
        row.take_answer(form.cleaned_data["answered_on"], form.cleaned_data["answer"])
        messages.success(request, "单位的反馈已经登记。")
        return back(row)
    return form_page(request, row, form, title=f"登记反馈：{row}", button="登记反馈")


@never_cache
@staff_page(ADD_MATTER, inspections)
def raise_matter(request, row):
    """Make a matter of one thing that was found."""
    form = RaiseForm(request.POST if request.method == "POST" else None, inspection=row)
    if form.is_valid():
        typed = form.cleaned_data
        facts = {name: typed[name] for name in ("content", "title", "village", "representative")}
        key = f"found:{request.user.pk}:{typed['key']}"[:64]
        matter, _made = FoundMatter.objects.raise_matter(row, key=key, by=request.user, **facts)
        messages.success(request, f"已经转成意见，编号 {matter.number}。还有别的，可以接着转。")
        return back(row)
    says = (
        "看一遍、改好，再转。转了以后有编号，和别的意见一样办理；视察检查的页面上能看到后来怎么样。"
    )
    facts = {"title": f"转成意见：{row}", "button": "转成意见，生成编号", "says": says}
    return form_page(request, row, form, **facts)


@require_POST
@staff_page(VIEW, inspections)
def letter(request, row):
    """A draft of the 函 with the opinions; the draft begun before is opened again."""
    if not (row.opinions and row.unit_id):
        messages.error(request, "请先选主管单位、写“意见和建议”，再拟函。")
        return back(row)
    return opened(request, opinions_letter(row))
