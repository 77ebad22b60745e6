"""What every page of the portal stands on: who is signed in, and the frame of the page."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache

from representatives import carrying

UNREADABLE = 422
# Years that somebody may leaf through; a mandate lasts five.
FIRST_YEAR, LAST_YEAR = 1990, 2100


def representative_required(view):
    """The view gets the signed-in representative as `request.me`; others get 403.

    Nothing is kept by the browser: a telephone is passed around, and pages name voters.
    """

    @wraps(view)
    @never_cache
    def checked(request, *args, **kwargs):
        if not request.user.is_authenticated and carrying.brings_typed(request):
            return carrying.carry_on(request)
        return signed_in(request, *args, **kwargs)

    @login_required
    def signed_in(request, *args, **kwargs):
        request.me = request.user.represents
        if request.me is None:
            raise PermissionDenied
        request.home = request.me.home
        return view(request, *args, **kwargs)

    return checked


def show(request, template, *, status=200, **facts):
    """A page of the portal; `owner` ties what the browser keeps to the account."""
    common = {"home": request.home, "me": request.me, "owner": owner_of(request.user)}
    return render(request, template, common | facts, status=status)


def owner_of(user):
    """An opaque name of the account, by which a browser keeps apart what two people typed."""
    return salted_hmac("daihome.portal.owner", str(user.pk)).hexdigest()[:20]


def chosen_year(request, today):
    """The year that `?year=` names, else the present one."""
    text = request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else today.year
    return year if FIRST_YEAR <= year <= LAST_YEAR else today.year
