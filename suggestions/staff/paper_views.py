"""The papers of a matter, for staff: shown in the browser, ready to print."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.views.decorators.http import require_safe

from daihome.tools.paper import pdf_response
from representatives.models import Home
from suggestions import papers
from suggestions.models import (
    ArchiveVolume,
    Commitment,
    ExtensionRequest,
    Press,
    Satisfaction,
    Suggestion,
)
from suggestions.papers import blank as blank_forms
from suggestions.papers import evaluations, presses, promises, units, volumes, whole


@require_safe
def paper(request, pk, name):
    """The paper `name` (a key of PAPERS) of the matter `pk`.

    `?of=` chooses one of several rows. What the user may not see is not there.
    """
    if not request.user.has_perm("suggestions.view_suggestion"):
        raise PermissionDenied
    matters = Suggestion.objects.visible_to(request.user).select_related(*TOGETHER)
    suggestion = matters.filter(pk=pk).first()
    if suggestion is None or name not in PAPERS:
        raise Http404
    return PAPERS[name](request, suggestion)


TOGETHER = ("home", "village", "representative", "category__parent", "volume")


@require_safe
def blank(request, name):
    """An empty form of the user's Home (`?home=` its slug, where they see several)."""
    if not request.user.has_perm("suggestions.view_suggestion"):
        raise PermissionDenied
    homes = Home.objects.visible_to(request.user)
    asked = request.GET.get("home", "")
    home = (homes.filter(slug=asked) if asked else homes).first()
    if home is None or name not in blank_forms.BLANK:
        raise Http404
    return pdf_response(blank_forms.BLANK[name](home).pdf(), f"空白表-{name}.pdf")


@require_safe
def volume_contents(request, pk):
    """The 卷内目录 of an archive volume: the matters in it that the user may see."""
    if not request.user.has_perm("suggestions.view_archivevolume"):
        raise PermissionDenied
    rows = ArchiveVolume.objects.visible_to(request.user).select_related("home")
    volume = rows.filter(pk=pk).first()
    if volume is None:
        raise Http404
    content = volumes.volume_contents(volume, request.user).pdf()
    return pdf_response(content, f"卷内目录{volume.year}-{volume.number}.pdf")


def may_act(request):
    """Whether the paper may carry an address behind which one acts for the unit or the voter."""
    return request.user.has_perm("suggestions.change_suggestion")


def _receipt(request, suggestion):
    # It carries the query code, with which one speaks as the voter: not for those who only read.
    if not request.user.has_perm("suggestions.add_suggestion"):
        raise PermissionDenied
    content = papers.receipt_pdf(suggestion, request.build_absolute_uri("/"))
    return pdf_response(content, f"回执{suggestion.number}.pdf")


def _assignment(request, suggestion):
    assignment = _of_unit(request, suggestion)
    base_url = request.build_absolute_uri("/")
    content = papers.assignment_pdf(assignment, base_url, with_link=may_act(request))
    return pdf_response(content, f"交办单{suggestion.number}-{assignment.handed_on}.pdf")


def _of_assignment(make, title):
    """A view of the paper that `make` draws of one assignment."""

    def view(request, suggestion):
        content = make(_of_unit(request, suggestion)).pdf()
        return pdf_response(content, f"{title}{suggestion.number}.pdf")

    return view


def _of_row(model, where, make, title, together=()):
    """A view of the paper that `make` draws of one row of `model`; `where` leads to the matter."""

    def view(request, suggestion):
        rows = model.objects.filter(**{where: suggestion}).select_related(*together)
        row = _asked(request, rows).order_by("-pk").first()
        if row is None:
            raise Http404
        return pdf_response(make(row).pdf(), f"{title}{suggestion.number}.pdf")

    return view


def _of_unit(request, suggestion):
    rows = suggestion.assignments.select_related("unit")
    assignment = _chosen(request, rows, "round_no", "role")
    assignment.suggestion = suggestion
    return assignment


def _reply(request, suggestion):
    rows = suggestion.replies.select_related("assignment__unit", "reply_class")
    reply = _chosen(request, rows, "assignment__round_no", "assignment__role")
    reply.suggestion = suggestion
    return pdf_response(
        papers.reply_letter_pdf(reply), f"答复函{suggestion.number}-{reply.replied_on}.pdf"
    )


def _survey(request, suggestion):
    """To be filled in; with `?of=` as that verdict was given."""
    verdict = None
    if "of" in request.GET:
        rows = Satisfaction.objects.filter(suggestion=suggestion)
        verdict = _asked(request, rows).first()
        if verdict is None:
            raise Http404
    base_url = request.build_absolute_uri("/") if may_act(request) else ""
    content = evaluations.survey(suggestion, verdict, base_url).pdf()
    return pdf_response(content, f"征询意见表{suggestion.number}.pdf")


def _contents(request, suggestion):
    content = whole.contents_pdf(suggestion, request.build_absolute_uri("/"))
    return pdf_response(content, f"卷内目录{suggestion.number}.pdf")


def _file(request, suggestion):
    content = whole.whole_file_pdf(suggestion, request.build_absolute_uri("/"))
    return pdf_response(content, f"全卷{suggestion.number}.pdf")


MATTER = ("assignment__suggestion__home", "assignment__suggestion__village", "assignment__unit")
PAPERS = {
    "receipt": _receipt,
    "assignment": _assignment,
    "acknowledgement": _of_assignment(units.acknowledgement, "签收回执"),
    "return": _of_assignment(units.return_form, "退办申请"),
    "ask-extension": _of_assignment(units.open_extension, "延期申请"),
    "extension": _of_row(
        ExtensionRequest, "assignment__suggestion", units.extension_form, "延期申请", MATTER
    ),
    "press": _of_row(Press, "assignment__suggestion", presses.press_sheet, "催办督办", MATTER),
    "talk": _of_assignment(evaluations.talk_record, "当面答复记录"),
    "reply": _reply,
    "contents": _contents,
    "file": _file,
    "survey": _survey,
    "promise": _of_row(
        Commitment,
        "suggestion",
        promises.promise_receipt,
        "承诺落实回执",
        ("suggestion__home", "suggestion__village", "reply__assignment__unit", "closing_reply"),
    ),
}


def _asked(request, rows):
    """The rows narrowed by `?of=`; none for nonsense."""
    asked = request.GET.get("of")
    if asked is None:
        return rows
    usable = asked.isascii() and asked.isdigit() and len(asked) <= 18
    return rows.filter(pk=int(asked)) if usable else rows.none()


def _chosen(request, rows, round_no, role):
    """The row that `?of=` names, else the main unit's of the latest round. Raises `Http404`."""
    # “main” comes after “assist”; a unit that got it after a return has the higher key.
    found = _asked(request, rows).order_by(f"-{round_no}", f"-{role}", "-pk").first()
    if found is None:
        raise Http404
    return found
