"""What the pages of a letter share: finding it, who may keep it, drawing, opening a new draft."""

from functools import wraps

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from daihome.errors import conflict
from representatives.documents import drafting
from representatives.models import OfficialDocument

FOLDER = "admin/representatives/officialdocument"
UNREADABLE = 422
ADD = "representatives.add_officialdocument"


class Taken(Exception):
    """The letter is no longer as the page showed it; the text is a sentence for the person."""


def document_page(permission):
    """Decorates a view of one letter: not visible is 404, without the permission 403, late 409."""

    def decorate(view):
        @wraps(view)
        def checked(request, pk, **kwargs):
            rows = OfficialDocument.objects.visible_to(request.user)
            found = rows.select_related("home", "activity").filter(pk=pk).first()
            if found is None:
                raise Http404
            if not request.user.has_perm(f"representatives.{permission}_officialdocument"):
                raise PermissionDenied
            try:
                return view(request, found, **kwargs)
            except Taken as late:
                return conflict(request, str(late), link_to(found))

        return checked

    return decorate


def page(request, name, document, *, status=200, **facts):
    """One of our templates inside the staff's site."""
    facts |= {"document": document, "opts": OfficialDocument._meta}
    context = admin.site.each_context(request) | facts
    return render(request, f"{FOLDER}/{name}.html", context, status=status)


def link_to(document):
    return reverse("admin:representatives_officialdocument_change", args=[document.pk])


def back(document):
    return redirect(link_to(document))


def note(request, document, sentence):
    """Keep in the site's history what somebody did to it."""
    admin.site.get_model_admin(OfficialDocument).log_change(request, document, sentence)


def opened(request, draft):
    """To the page of `draft` (of `drafting.draft_from`), or of the same one begun before.

    Every room that offers a letter ends its POST view with this; without the right to write
    letters it is 403.
    """
    if not request.user.has_perm(ADD):
        raise PermissionDenied
    row, is_new = drafting.keep(draft, request.user)
    if is_new:
        note(request, row, "按已有的内容拟了草稿。")
        messages.success(request, "草稿已经拟好，请核对、修改，预览以后再发出。")
    else:
        messages.warning(request, "这件公文已经拟过草稿，还没有发出，就是下面这一份。")
    return back(row)
