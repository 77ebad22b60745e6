"""Planning an inspection: the activity and what is inspected, in one form."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.views.decorators.cache import never_cache

from daihome.tools.admin import only_home
from inspections.deadlines import notice_hint
from inspections.inspecting.forms import PlanForm
from inspections.models import Inspection
from inspections.pages import UNREADABLE, back, page
from representatives.models import Home

LEARNT = (
    "保存以后到“名单和通知”里发通知，代表在手机上看、说来不来；办完在“签到登记”里登记谁到了，"
    "签到簿、活动记录本和履职登记自动有。与受检对象有利害关系的代表，请登记回避。"
)
# In the order of the form, under their headings.
PARTS = (
    ("查什么", (
        "home", "kind", "form", "title", "plan_no", "object", "unit", "approaches", "agenda",
    )),
    ("什么时候、在哪里", ("starts_at", "ends_at", "venue", "place")),
    ("谁去", ("leader", "everyone", "groups", "people")),
)  # fmt: skip


@never_cache
def plan(request):
    """Write the inspection, its activity and the list of those who should come."""
    if not request.user.has_perm("inspections.add_inspection"):
        raise PermissionDenied
    today = timezone.localdate()
    home = only_home(request, Home)
    data = request.POST if request.method == "POST" else None
    form = PlanForm(data, user=request.user, home=home, today=today)
    if form.is_valid():
        return _planned(request, form.save(), today)
    parts = [
        (heading, [form[name] for name in names if name in form.fields]) for heading, names in PARTS
    ]
    facts = {"form": form, "parts": parts, "says": LEARNT, "title": "安排一次视察检查"}
    status = UNREADABLE if form.is_bound else 200
    return page(request, "inspection/plan", model=Inspection, status=status, **facts)


def _planned(request, row, today):
    people = row.activity.attendances.count()
    messages.success(request, f"已经安排好，名单上有 {people} 位代表。接着请发通知。")
    hint = notice_hint(row, today)
    if hint:
        messages.warning(request, hint)
    return back(row)
