"""Cards, plates, badges and signs: choose the kind and for whom, look at it, print it."""

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from daihome.card_choices import CardForm
from daihome.cards import CARDS
from daihome.tools.paper import MissingGlyphs, pdf_response
from daihome.views.orders import place
from daihome.walls import site_of

NEEDS = "representatives.view_representative"


def _form(request, data):
    """The choices of the address or the form. Raises PermissionDenied, Http404."""
    if not request.user.has_perm(NEEDS):
        raise PermissionDenied
    form = CardForm(data, user=request.user, today=timezone.localdate())
    if form.home is None or data.get("home", form.home.slug) != form.home.slug:
        raise Http404
    return form


@require_safe
def page(request):
    """The choices; after “预览” the very PDF, and what is missing in it."""
    asked = request.GET.copy()
    asked.setdefault("kind", CARDS[0].slug)
    form = _form(request, asked)
    is_asked = "show" in request.GET
    facts = {
        "title": "卡片和标识",
        "cards": CARDS,
        "form": form,
        "card": form.card,
        "is_asked": is_asked,
    }
    if form.is_valid():
        choice = form.choice()
        facts |= {"choice": choice, "address": form.address}
        if is_asked and choice.rows:
            facts |= {"missing": _missing(choice), "parameters": form.parameters}
    context = {**admin.site.each_context(request), **facts}
    status = 200 if form.is_valid() or not is_asked else 422
    return render(request, "admin/cards/page.html", context, status=status)


def _missing(choice):
    """The sentence about characters that no font has, or ""."""
    try:
        choice.require_glyphs(choice.facts(timezone.localdate()))
    except MissingGlyphs as error:
        return " ".join(error.messages)
    return ""


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
@require_safe
def pdf(request):
    """What was chosen, as PDF; back to the choices when there is nothing, or too much at once."""
    form = _form(request, request.GET)
    if form.is_valid():
        choice = form.choice()
        if choice.rows and not choice.is_long:
            facts = choice.facts(timezone.localdate())
            return pdf_response(choice.pdf(facts, site_of(request)), f"{choice.title}.pdf")
    asked = request.GET.copy()
    asked["show"] = "1"
    return redirect(f"{reverse('cards')}?{asked.urlencode()}")


@require_POST
def order(request):
    """Order many cards; they are made outside this request."""
    form = _form(request, request.POST)
    if not form.is_valid():
        return redirect(f"{reverse('cards')}?kind={form.card.slug}&show=1")
    choice = form.choice()
    said = {"site": site_of(request), "today": str(timezone.localdate())}
    return place(request, form.home, "cards", choice.title, address=form.address, **said)
