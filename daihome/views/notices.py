"""Rules and boards for everybody: the rules in force, and what hangs on the walls, to be read on a phone."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from daihome.boards import BY_SLUG
from daihome.tools.paper import pdf_response
from daihome.walls import public_subjects
from representatives.documents.papers import file_name, letter_facts, letter_pdf
from representatives.models import Home, OfficialDocument

NEWEST = 50  # letters on the page


def _open_home(request, slug):
    request.home = get_object_or_404(Home.objects.open(), slug=slug)
    return request.home


def address_of(home, board, subject):
    if subject:
        return reverse("notice_about", args=[home.slug, board, subject])
    return reverse("notice", args=[home.slug, board])


@require_safe
def index(request, slug):
    """The rules in force and the boards as they hang."""
    home = _open_home(request, slug)
    found = public_subjects(home, timezone.localdate())
    links = [
        (board, name, address_of(home, board, subject)) for (board, subject), name in found.items()
    ]
    facts = {
        "home": home,
        "place": "notices",
        "rules": [pair[1:] for pair in links if pair[0] == "rules"],
        "boards": [pair[1:] for pair in links if pair[0] != "rules"],
        "documents": OfficialDocument.objects.of(home).public()[:NEWEST],
    }
    return render(request, "public/notices.html", facts)


@require_safe
def notice(request, slug, board, subject=""):
    """One rule or board; 404 for what neither hangs nor is in force."""
    home, today = _open_home(request, slug), timezone.localdate()
    if (board, subject) not in public_subjects(home, today):
        raise Http404
    found = BY_SLUG[board]
    facts = found.facts(home, today, subject)
    if facts is None:
        raise Http404
    context = {"home": home, "place": "notices", "inside": found.template, "on_paper": False}
    return render(request, "public/notice.html", context | found.context(facts))


@require_safe
def issued(request, slug, key):
    """An issued letter that is public, as text; 404 for drafts and for what is not public."""
    home, document = _public_document(request, slug, key)
    facts = letter_facts(document, document.signed_on)
    context = {"home": home, "place": "notices", "document": document}
    return render(request, "public/document.html", context | facts)


@require_safe
def issued_paper(request, slug, key):
    """The same letter as it was printed."""
    _home, document = _public_document(request, slug, key)
    return pdf_response(letter_pdf(document, document.signed_on), file_name(document))


def _public_document(request, slug, key):
    home = _open_home(request, slug)
    rows = OfficialDocument.objects.of(home).public().by_key(key).select_related("home")
    return home, get_object_or_404(rows)
