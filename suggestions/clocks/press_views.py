"""催办 and 督办通知单, issued by hand to one unit."""

from django.contrib import messages
from django.db import transaction
from django.utils import timezone

from suggestions.clocks.clock_forms import PressForm
from suggestions.clocks.clock_views import form_page
from suggestions.clocks.extension_views import find_assignment
from suggestions.clocks.reminders import tell_unit
from suggestions.models import Press
from suggestions.pipeline import StepRefused, StepTaken
from suggestions.staff.admin_pages import back, case_page, note, refused

ANOTHER = "刚刚已经给这个单位发过一张催办或督办通知单，您这次没有再发。请看最新情况。"


@case_page("change_suggestion")
def press(request, suggestion, assignment):
    """A numbered sheet with what is demanded and by when; the unit hears of it at once."""
    found = find_assignment(suggestion, assignment)
    form = PressForm(
        request.POST or None, assignment=found, user=request.user, today=timezone.localdate(),
        seen=found.presses.count(),
    )  # fmt: skip
    if form.is_valid():
        try:
            issued = _issue(request.user, found, **form.cleaned_data)
        except StepRefused as error:
            refused(form, error)
        else:
            note(request, suggestion, f"发了{issued.doc_no}，{found.unit}。")
            messages.success(request, f"已经发出{issued.doc_no}，可以在“催办和延期”里打印。")
            return back(suggestion)
    title = f"催办{found.unit}：{suggestion.number}"
    return form_page(request, suggestion, form, title=title, button="发出")


def _issue(user, assignment, *, seen, **given):
    now = timezone.now()
    with transaction.atomic():
        # Locks the matter: of a page that is sent twice the second one finds the first sheet.
        assignment.suggestion.claim()
        if assignment.presses.count() != seen:
            raise StepTaken(ANOTHER)
        issued = Press.objects.issue(assignment, by=user, at=now, **given)
        title = f"{assignment.suggestion.number} {issued.get_kind_display()}：{issued.doc_no}"
        tell_unit(f"press:{issued.pk}", assignment, title=title, text=issued.demand, now=now)
    return issued
