"""The plan of the year: months, what is missing, copying last year's, the paper for the wall."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from daihome.tools.fields import WholeNumberField
from daihome.tools.paper import pdf_response, render_pdf
from representatives.activities import plan as planning
from representatives.activities.forms import CopyForm
from representatives.activities.pages import UNREADABLE, plain_page
from representatives.activities.papers import plan_paper
from representatives.models import Home

BAD_YEAR = "年度不对，请返回上一页改正。例：2026"


class PlanForm(forms.Form):
    """Which Home, which year; nothing chosen means the first one, this year."""

    home = forms.ModelChoiceField(
        label="代表之家", queryset=Home.objects.none(), to_field_name="slug", required=False
    )
    year = WholeNumberField(label="年度", required=False, min_value=1950, max_value=2099)

    def __init__(self, data, *, user):
        super().__init__(data, auto_id="plan_%s", label_suffix="")
        self.homes = Home.objects.visible_to(user)
        self.fields["home"].queryset = self.homes

    def chosen(self, today):
        """(Home, year). Raises `Http404` for somebody who sees no Home."""
        home = self.cleaned_data.get("home") or self.homes.first()
        if home is None:
            raise Http404
        return home, self.cleaned_data.get("year") or today.year


def plan_link(home, year, name="plan"):
    """The address of a year's plan (or of its copying or paper)."""
    address = reverse(f"admin:representatives_activity_{name}")
    return f"{address}?{urlencode({'home': home.slug, 'year': year})}"


def _asked(request, permission="view"):
    if not request.user.has_perm(f"representatives.{permission}_activity"):
        raise PermissionDenied
    return PlanForm(request.GET, user=request.user)


@require_safe
def plan(request):
    """The twelve months and what is missing in them."""
    form, today = _asked(request), timezone.localdate()
    facts = {"form": form, "title": "年度活动计划", "several": len(form.homes) > 1}
    if form.is_valid():
        home, year = form.chosen(today)
        rows = list(planning.year_rows(home, year, request.user))
        facts |= {
            "home": home,
            "year": year,
            "count": len(rows),
            "months": planning.months_of(rows, year, today),
            "needs": planning.needs_of(home, year, today),
            "earlier": plan_link(home, year - 1),
            "later": plan_link(home, year + 1),
            "copy": plan_link(home, year, "copy"),
            "paper": plan_link(home, year, "plan_paper"),
            "may_add": request.user.has_perm("representatives.add_activity"),
        }
    return plain_page(request, "plan", **facts)


def copy(request):
    """Last year's activities that this year's plan does not have; the chosen ones are planned."""
    asked, today = _asked(request, "add"), timezone.localdate()
    if not asked.is_valid():
        return HttpResponseBadRequest(BAD_YEAR, content_type="text/plain")
    home, year = asked.chosen(today)
    rows = planning.copyable(home, year, request.user)
    form = CopyForm(request.POST if request.method == "POST" else None, rows=rows)
    if form.is_valid():
        chosen = list(form.cleaned_data["chosen"].select_related(None))
        planning.copy(chosen, year)
        said = f"{year}年的计划增加了 {len(chosen)} 项，日子待定。定了日子再改，再发通知。"
        messages.success(request, said)
        return redirect(plan_link(home, year))
    facts = {"form": form, "rows": rows, "home": home, "year": year, "before": year - 1}
    facts |= {"back": plan_link(home, year), "title": f"照抄{year - 1}年的计划"}
    return plain_page(request, "copy", status=UNREADABLE if form.is_bound else 200, **facts)


@require_safe
def paper(request):
    """年度活动计划 to hang up."""
    asked = _asked(request)
    if not asked.is_valid():
        return HttpResponseBadRequest(BAD_YEAR, content_type="text/plain")
    home, year = asked.chosen(timezone.localdate())
    rows = planning.year_rows(home, year, request.user)
    content = render_pdf("print/activities/plan.html", plan_paper(home, year, rows))
    return pdf_response(content, f"年度活动计划{year}.pdf")
