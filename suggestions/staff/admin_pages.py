"""What the staff's pages of a matter share: finding it, who may act, drawing, being too late."""

import re
from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from suggestions.models import Presence, Suggestion
from suggestions.pipeline import StepTaken

JOINED = (
    "home", "village", "venue", "representative", "category__parent", "volume",
    "classification_by", "identity",
)  # fmt: skip
# Hidden fields, and what buttons send.
NOT_WORDS = {"csrfmiddlewaretoken", "key", "seen", "reply"}
CHOICE = re.compile(r"[\w./:-]{0,40}", re.ASCII)
FOLDER = "admin/suggestions/suggestion"


def find(request, pk):
    """The matter as the signed-in person may see it, with what belongs to it joined; else 404."""
    rows = Suggestion.objects.visible_to(request.user).select_related(*JOINED)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def case_page(permission):
    """Decorates a view of one matter: not visible is 404, without the permission 403.

    A step that somebody else took first becomes the page that shows the present state (409).
    """

    def decorate(view):
        @wraps(view)
        def checked(request, pk, **kwargs):
            suggestion = find(request, pk)
            if not request.user.has_perm(f"suggestions.{permission}"):
                raise PermissionDenied
            try:
                return view(request, suggestion, **kwargs)
            except StepTaken as late:
                return too_late(request, suggestion, str(late))

        return checked

    return decorate


def page(request, name, *, status=200, **facts):
    """One of our templates inside the staff's site."""
    context = admin.site.each_context(request) | {"opts": Suggestion._meta} | facts
    if "suggestion" in facts:
        context["others"] = Presence.objects.sentence(
            facts["suggestion"], request.user, timezone.now()
        )
    return render(request, f"{FOLDER}/{name}.html", context, status=status)


def case_link(suggestion):
    """The address of the case page."""
    return reverse("admin:suggestions_suggestion_change", args=[suggestion.pk])


def back(suggestion):
    """To the case page."""
    return redirect(case_link(suggestion))


def note(request, suggestion, sentence):
    """Keep in the site's history what is no step: entering, correcting, publishing."""
    admin.site.get_model_admin(Suggestion).log_change(request, suggestion, sentence)


def too_late(request, suggestion, sentence):
    """409 with the present state of the matter."""
    suggestion.refresh_from_db()
    last = suggestion.records.order_by("seq").last()
    facts = {"suggestion": suggestion, "last": last, "sentence": sentence}
    facts["typed"] = typed_words(request)
    return page(request, "late", status=409, title="这件事刚刚有了变化", **facts)


def typed_words(request):
    """What was written into the page that came too late, so that nobody writes it twice.

    Words only: choices, dates, keys and numbers of rows are quickly chosen again.
    """
    return [
        text
        for name, texts in request.POST.lists()
        if name not in NOT_WORDS
        for text in texts
        if text.strip() and not CHOICE.fullmatch(text)
    ]


def refused(form, error):
    """Show a rule's refusal on the form; somebody being faster is passed on."""
    if isinstance(error, StepTaken):
        raise error
    form.add_error(None, str(error))
