"""The staff's pages of 述职 beside the form itself: who still owes one, and the papers."""

from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from daihome.tools.paper import pdf_response
from representatives.models import DutyReport, Home
from representatives.reports.due import due_of, in_turn


def viewers_only(view):
    """The view is for those who may read the Home's reports; else 403."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not request.user.has_perm("representatives.view_dutyreport"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


@viewers_only
@require_safe
def due(request):
    """Who in office has reported as often as wanted, and who has not."""
    today = timezone.localdate()
    homes = [_turns(home, today) for home in Home.objects.visible_to(request.user)]
    context = admin.site.each_context(request) | {"title": "谁还没有述职", "homes": homes}
    context["opts"] = DutyReport._meta
    return render(request, "admin/representatives/reports/due.html", context)


def _turns(home, today):
    wanted = due_of(home, today)
    owing, done = in_turn(home, wanted, today)
    return {"home": home, "due": wanted, "owing": owing, "done": done}


@viewers_only
@require_safe
def paper(request, pk, name):
    """述职通知, 测评表 or 测评汇总 of one report as PDF; imported late: drawing is slow to load."""
    from representatives.reports.papers import PAPERS, report_pdf

    rows = DutyReport.objects.visible_to(request.user)
    rows = rows.select_related("home", "representative", "district", "activity")
    found = get_object_or_404(rows, pk=pk)
    if name not in PAPERS:
        raise Http404
    return pdf_response(report_pdf(found, name), f"{PAPERS[name][0]}-{found.on}.pdf")
