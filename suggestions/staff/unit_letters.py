"""An empty official letter (函) to a handling unit."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.views.decorators.http import require_POST

from representatives.documents.drafting import draft_from
from representatives.documents.pages import opened
from representatives.models import DocumentKind
from suggestions.models import HandlingUnit


@require_POST
def draft(request, pk):
    """To its draft, with the unit as 主送 and the usual frame to fill in."""
    unit = (
        HandlingUnit.objects.visible_to(request.user).select_related("home").filter(pk=pk).first()
    )
    if unit is None:
        raise Http404
    if not request.user.has_perm("suggestions.view_handlingunit"):
        raise PermissionDenied
    phone = f"联系电话：{unit.home.phone}" if unit.home.phone else ""
    letter = draft_from(
        unit.home, DocumentKind.LETTER, "关于××××的函",
        to=unit.name, body="××××。\n请予研究，并将办理意见函告我们。", contact=phone,
    )  # fmt: skip
    return opened(request, letter)
