"""What was typed into a form while the sitting ended, carried through the page to sign in.

It travels sealed in a hidden field of that page and, once somebody has signed in, waits in their
session for the form it belongs to. It is bound to the account that typed it: a telephone is passed
around, and somebody else who signs in on the same page must not see it. Nothing is stored for
people who are not signed in. New pictures do not travel; those that were kept already do.
"""

import json
import time

from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve

from daihome.tools.vault import VaultError, decrypt, encrypt
from representatives.account_forms import SignInForm

FIELD = "carried"
VALID_SECONDS = 24 * 3600
# Far more than the longest form; what is longer was not typed.
LENGTH_MAX = 200_000
FORBIDDEN = 403
NOT_TYPED = ("csrfmiddlewaretoken",)


def brings_typed(request):
    """Whether `request` brings something typed into a form whose view says that it is kept."""
    if request.method != "POST" or not request.POST.get("owner"):
        return False
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    return getattr(view, "keeps_typed", False)


def carry_on(request):
    """The answer to a form that could not be taken: back to it, or first to the page to sign in."""
    token = _seal(request)
    if request.user.is_authenticated:
        keep(request, token)
        return redirect(request.path)
    facts = {
        "form": SignInForm(request),
        "next": request.path,
        "sitting_ended": True,
        "carried": token,
        "lost_files": bool(request.FILES),
    }
    return render(request, "accounts/sign_in.html", facts, status=FORBIDDEN)


def _seal(request):
    """What was typed, as a token; "" when there is too much of it."""
    typed = [(name, values) for name, values in request.POST.lists() if name not in NOT_TYPED]
    text = json.dumps({"at": int(time.time()), "path": request.path, "typed": typed})
    return encrypt(text) if len(text) <= LENGTH_MAX else ""


def keep(request, token):
    """Let what was typed wait in the session of the one who is signed in."""
    if token and len(token) <= 2 * LENGTH_MAX:
        request.session[FIELD] = token


def carried(request, owner):
    """What `owner` typed into the form at this address, as a QueryDict, or None."""
    found = _open(request.session.get(FIELD, ""))
    if found is None or found["path"] != request.path:
        return None
    typed = QueryDict(mutable=True)
    for name, values in found["typed"]:
        typed.setlist(name, values)
    return typed if typed.get("owner") == owner else None


def forget(request):
    """Throw it away: the form was saved."""
    request.session.pop(FIELD, None)


def _open(token):
    try:
        found = json.loads(decrypt(token)) if token else None
    except VaultError:
        return None
    if found is None or time.time() - found["at"] > VALID_SECONDS:
        return None
    return found
