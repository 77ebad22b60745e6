"""Stickers for the equipment: name, number, place, on A4 sheets of 3 × 8 labels (70 × 37 mm)."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBadRequest
from django.views.decorators.http import require_safe

from daihome.tools.pages import primary_key
from daihome.tools.paper import pdf_response, render_pdf
from representatives.facilities.forms import asked_home
from representatives.facilities.papers import printed
from representatives.models import Equipment, EquipmentState, Venue

A_SHEET, MOST = 24, 480
NOTHING = "没有可以打印标签的设备。请先登记设备，再打印。"


@require_safe
def labels(request):
    """One label for each line of the inventory of a Home (or of `?venue=`) that is still there."""
    if not request.user.has_perm("representatives.view_equipment"):
        raise PermissionDenied
    home, _homes = asked_home(request)
    rows = Equipment.objects.of(home).exclude(state=EquipmentState.GONE).select_related("venue")
    asked = request.GET.get("venue", "")
    if asked:
        venue = Venue.objects.of(home).filter(pk=primary_key(asked)).first()
        if venue is None:
            raise Http404
        rows = rows.filter(venue=venue)
    found = [
        _label(home, row) for row in rows.order_by("venue__order", "venue", "name", "pk")[:MOST]
    ]
    if not found:
        return HttpResponseBadRequest(NOTHING, content_type="text/plain")
    sheets = [found[at : at + A_SHEET] for at in range(0, len(found), A_SHEET)]
    facts = {"home": home, "sheets": sheets}
    return pdf_response(render_pdf("print/facilities/labels.html", facts), "设备标签.pdf")


def _label(home, row):
    since = f"{row.bought_on:%Y-%m}" if row.bought_on else ""
    return {
        "name": printed(row.name),
        "number": f"{home.number_prefix}-SB-{row.pk:05d}",
        "amount": f"{row.quantity} {printed(row.unit)}",
        "venue": printed(row.venue.name),
        "keeper": printed(row.keeper),
        "since": since,
    }
