"""The papers of a matter, for staff: shown in the browser, ready to print."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.views.decorators.http import require_safe

from daihome.tools.paper import pdf_response
from suggestions import papers
from suggestions.models import Suggestion


@require_safe
def paper(request, pk, name):
    """The paper `name` of the matter `pk`: receipt, assignment or reply.

    `?of=` chooses one of several assignments or replies. What the user may not see is not there.
    """
    if not request.user.has_perm("suggestions.view_suggestion"):
        raise PermissionDenied
    matters = Suggestion.objects.visible_to(request.user).select_related(*TOGETHER)
    suggestion = matters.filter(pk=pk).first()
    if suggestion is None or name not in PAPERS:
        raise Http404
    return PAPERS[name](request, suggestion)


TOGETHER = ("home", "village", "representative", "category__parent")


def _receipt(request, suggestion):
    # It carries the query code, with which one speaks as the voter: not for those who only read.
    if not request.user.has_perm("suggestions.add_suggestion"):
        raise PermissionDenied
    content = papers.receipt_pdf(suggestion, request.build_absolute_uri("/"))
    return pdf_response(content, f"回执{suggestion.number}.pdf")


def _assignment(request, suggestion):
    assignment = _chosen(request, suggestion.assignments, "round_no", "role")
    assignment.suggestion = suggestion
    content = papers.assignment_pdf(assignment, request.build_absolute_uri("/"))
    return pdf_response(content, f"交办单{suggestion.number}-{assignment.handed_on}.pdf")


def _reply(request, suggestion):
    rows = suggestion.replies.select_related("assignment__unit", "reply_class")
    reply = _chosen(request, rows, "assignment__round_no", "assignment__role")
    reply.suggestion = suggestion
    return pdf_response(
        papers.reply_letter_pdf(reply), f"答复函{suggestion.number}-{reply.replied_on}.pdf"
    )


PAPERS = {"receipt": _receipt, "assignment": _assignment, "reply": _reply}


def _chosen(request, rows, round_no, role):
    """The row that `?of=` names, else the main unit's of the latest round. Raises `Http404`."""
    asked = request.GET.get("of")
    if asked is not None:
        usable = asked.isascii() and asked.isdigit() and len(asked) <= 18
        rows = rows.filter(pk=int(asked)) if usable else rows.none()
    # “main” comes after “assist”; a unit that got it after a return has the higher key.
    found = rows.order_by(f"-{round_no}", f"-{role}", "-pk").first()
    if found is None:
        raise Http404
    return found
