"""The papers of one item."""

from django.http import Http404
from django.views.decorators.http import require_safe

from daihome.tools.paper import pdf_response
from inspections.pages import staff_page
from inspections.rectifying.views import VIEW, items


@require_safe
@staff_page(VIEW, items)
def paper(request, row, name):
    """The paper `name` (a key of PAPERS)."""
    from inspections.papers.rectifying import PAPERS  # slow to load

    if name not in PAPERS:
        raise Http404
    title, make = PAPERS[name]
    return pdf_response(make(row), f"{title}{row.year}-{row.serial:03d}.pdf")
