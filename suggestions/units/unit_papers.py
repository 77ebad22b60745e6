"""The forms that a unit may print for itself, with the head of its matter: for the seal on paper."""

from django.http import Http404
from django.views.decorators.http import require_safe

from daihome.tools.paper import pdf_response
from suggestions.units.unit_access import unit_page


@unit_page
@require_safe
def form(request, door, name):
    """签收回执, 退办申请 or 延期申请 of this one assignment."""
    from suggestions.papers.blank import FOR_UNIT  # drawing PDFs is slow to load

    if name not in FOR_UNIT:
        raise Http404
    number = door.assignment.suggestion.number
    return pdf_response(FOR_UNIT[name](door.assignment).pdf(), f"{name}-{number}.pdf")
