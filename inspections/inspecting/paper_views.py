"""The papers of one inspection."""

from django.http import Http404
from django.views.decorators.http import require_safe

from daihome.tools.paper import pdf_response
from inspections.inspecting.views import VIEW, inspections
from inspections.pages import staff_page


def fetched(user):
    """Inspections with all that a paper shows."""
    return inspections(user).prefetch_related("activity__files")


@require_safe
@staff_page(VIEW, fetched)
def paper(request, row, name):
    """The paper `name` (a key of PAPERS)."""
    from inspections.papers.inspecting import PAPERS  # slow to load

    if name not in PAPERS:
        raise Http404
    title, make = PAPERS[name]
    return pdf_response(make(row), f"{title}{row.activity.on:%Y%m%d}-{row.pk}.pdf")
