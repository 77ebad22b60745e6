"""From a visit or an activity to a matter, with one press, after the words were looked over."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache

from reception.models import MailItem, Visit
from reception.visiting.endings import endings_of
from reception.visiting.pages import form_status, page
from reception.visiting.raising_forms import RaiseForm
from reception.visiting.sources import page_of
from representatives.models import Activity

# What a matter can be raised from here, and the right to see it.
SOURCES = {
    "visit": (Visit, "reception.view_visit"),
    "activity": (Activity, "representatives.view_activity"),
    "letter": (MailItem, "reception.change_mailitem"),
}


@never_cache
def raise_matter(request, source, pk):
    """Show the words, let them be corrected, make the matter."""
    if source not in SOURCES:
        raise Http404
    model, permission = SOURCES[source]
    found = model.objects.visible_to(request.user).select_related("home").filter(pk=pk).first()
    if found is None:
        raise Http404
    if not request.user.has_perms([permission, "suggestions.add_suggestion"]):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = RaiseForm(data, source=found, by=request.user, today=timezone.localdate())
    if form.is_valid():
        return _raise(request, form)
    facts = {"form": form, "source": found, "there": page_of(found)}
    facts |= {"endings": endings_of(found), "status": form_status(form)}
    return page(request, "raise", title=f"转成意见：{found}", **facts)


def _raise(request, form):
    matter, created = form.save()
    said = "已经转成意见" if created else "已经转过这一件"
    messages.success(request, f"{said}，编号 {matter.number}。")
    return redirect("admin:suggestions_suggestion_change", matter.pk)
