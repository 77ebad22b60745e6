"""Papers of one visit: its record to sign, and the way from a numbered sheet to its form."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from daihome import errors
from daihome.tools.paper import pdf_response
from reception.models import VisitKind
from reception.visiting.pages import visit_page
from representatives.models import BlankForm, FormKind

TAKEN = "这张表刚刚已经录入或者作废了。"
# Aid is signed for in its book, a line a visit.
ON_PAPER = (VisitKind.CONTACT, VisitKind.TALK)


@require_safe
@visit_page("view_visit")
def record(request, visit):
    """The 联系选民记录表 or 谈心走访记录 of a visit."""
    from reception.papers.visit_sheets import TITLES, visit_pdf  # slow to load

    if visit.kind not in ON_PAPER:
        raise Http404
    return pdf_response(visit_pdf(visit), f"{TITLES[visit.kind]}{visit.on}.pdf")


@require_safe
def sheet_entry(request, pk):
    """From a numbered 联系选民记录表 to the form of a contact, its number filled in."""
    rows = BlankForm.objects.visible_to(request.user).filter(kind=FormKind.CONTACT)
    sheet = get_object_or_404(rows.select_related("home"), pk=pk)
    if not request.user.has_perm("reception.add_visit"):
        raise PermissionDenied
    if sheet.entered_at or sheet.voided_at:
        there = f"{reverse('desk:number')}?number={sheet.number}"
        return errors.conflict(request, TAKEN, there)
    query = {"home": sheet.home.slug, "kind": VisitKind.CONTACT.value, "sheet": sheet.number}
    return redirect(f"{reverse('admin:reception_visit_add')}?{urlencode(query)}")
