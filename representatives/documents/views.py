"""The paper of a letter, issuing it, copying it, drafting one from an activity."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from daihome.tools.paper import pdf_response
from representatives.activities import cells
from representatives.documents import drafting, papers
from representatives.documents.forms import IssueForm, gaps, numbers_of_persons
from representatives.documents.pages import (
    ADD,
    UNREADABLE,
    Taken,
    back,
    document_page,
    note,
    opened,
    page,
)
from representatives.models import Activity, OfficialDocument

ISSUED = "这份公文已经发出，编过号了。请看现在的情况。"
PERSONAL = (
    "这份公文里有电话号码或者身份证号，不能登到网上。请按“照着再拟一份”，删去以后另发一份公开的。"
)
CHANGED = "您看过以后，有人改了这份草稿，还没有发出。请再看一遍，再按“发出”。"


@require_safe
@document_page("view")
def paper(request, document):
    """Exactly what is printed; a draft is marked as one."""
    content = papers.letter_pdf(document, timezone.localdate())
    return pdf_response(content, papers.file_name(document))


@document_page("change")
def issue(request, document):
    """Ask once more, then number and close it."""
    if document.is_issued:
        raise Taken(ISSUED)
    today = timezone.localdate()
    day = document.signed_on if document.signed_on and document.signed_on <= today else today
    is_sent = request.method == "POST"
    form = IssueForm(request.POST if is_sent else None, initial={"signed_on": day})
    missing = gaps(document)
    if is_sent and not missing and form.is_valid():
        return _issue(request, document, form.cleaned_data["signed_on"])
    facts = {"form": form, "gaps": missing, "seen": version_of(document)}
    status = UNREADABLE if is_sent else 200
    return page(request, "issue", document, status=status, title=f"发出：{document}", **facts)


def version_of(document):
    """The id of its newest history row, as text: what a page showed."""
    newest = document.history.order_by("-history_id").values_list("history_id", flat=True).first()
    return str(newest or 0)


def _issue(request, document, day):
    with transaction.atomic():
        rows = OfficialDocument.objects.filter(pk=document.pk)
        # Locks the letter: who is saving the draft meanwhile comes before or after, not between.
        list(rows.select_for_update().values_list("pk"))
        if version_of(document) != request.POST.get("seen", ""):
            raise Taken(ISSUED if rows.issued().exists() else CHANGED)
        document.signed_on = day
        if not document.issue(timezone.now(), day):
            raise Taken(ISSUED)
        note(request, document, f"发出，编号{document.number}。")
    messages.success(
        request, f"已经发出，编号{document.number}。请打印、盖章，再把扫描件存在下面。"
    )
    return back(document)


@require_POST
@document_page("add")
def copy(request, document):
    """A new draft with the same wording."""
    return opened(request, drafting.copy_of(document))


@require_POST
@document_page("change")
def publish(request, document):
    """Put an issued notice before everybody, or take it back; its text stays as it is."""
    if not document.may_be_opened or not document.is_issued:
        raise Taken(
            "只有已经发出的通知和报告可以选择公开不公开。公告发出以后总是公开，函和会议纪要不公开。"
        )
    document.is_public = request.POST.get("is_public") == "1"
    if document.is_public and list(numbers_of_persons(document.home, partial(getattr, document))):
        raise Taken(PERSONAL)
    document.save(update_fields=["is_public"])
    words = "已经登在“制度和公示”里，谁都能看。" if document.is_public else "已经从网上撤下。"
    note(request, document, words)
    messages.success(request, words)
    return back(document)


@require_POST
def from_activity(request, pk, kind):
    """A draft of the 通知 or 会议纪要 of an activity."""
    rows = cells.with_people(Activity.objects.visible_to(request.user).filter(pk=pk))
    activity = rows.first()
    if activity is None:
        raise Http404
    if not request.user.has_perm(ADD):
        raise PermissionDenied
    if kind not in drafting.kinds_for(activity):
        raise Http404
    return opened(request, drafting.from_activity(activity, kind, timezone.localdate()))
