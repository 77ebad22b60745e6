"""Pages for what goes wrong: what happened, what to do next, whom to telephone.

The handlers are named in `daihome/urls.py`. `too_many` and `conflict` are for views. The pages of
500 and 503 touch neither the database nor the request.
"""

import math
import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import Error, InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from representatives import carrying
from representatives.models import Home

# The database cannot be reached or does not answer in time; not a fault of a statement.
DATABASE_DOWN = (OperationalError, InterfaceError)
TRY_AGAIN_SECONDS = 60


def bad_request(request, exception=None):
    """400; 413 where Django refused a body for its size."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return too_large(request)
    return _page(request, 400)


def permission_denied(request, exception=None):
    """403."""
    return _page(request, 403)


def not_found(request, exception=None):
    """404; also the answer for what belongs to another Home."""
    return _page(request, 404)


def server_error(request):
    """500, or 503 when the error being handled is that the database cannot be reached.

    Looked up from the error itself because one raised in a middleware never reaches the
    exception hook of `DatabaseDown`.
    """
    if isinstance(sys.exc_info()[1], DATABASE_DOWN):
        return unavailable()
    return HttpResponse(_plain("errors/500.html"), status=500)


def unavailable():
    """503 with the seconds after which it is worth trying again."""
    headers = {"Retry-After": str(TRY_AGAIN_SECONDS), "Cache-Control": "no-store"}
    return HttpResponse(_plain("errors/503.html"), status=503, headers=headers)


def csrf_failure(request, reason=""):
    """403 for a form without a valid token: too old a page, or cookies switched off.

    A form that keeps what was typed comes again with it, or after signing in.
    """
    if carrying.brings_typed(request):
        return carrying.carry_on(request)
    return _page(request, 403, "errors/csrf.html")


def method_not_allowed(request, allowed):
    """405 with the methods that are `allowed`."""
    response = _page(request, 405)
    response["Allow"] = ", ".join(allowed)
    return response


def conflict(request, message="", link="", link_label="看现在的情况"):
    """409: the row moved on while somebody was at it; `message` is a whole sentence.

    `link` is the address where the present state can be seen.
    """
    return _page(request, 409, message=message, link=link, link_label=link_label)


def too_large(request):
    """413 naming the limit in megabytes."""
    return _page(request, 413, megabytes=settings.REQUEST_MAX_BYTES // 2**20)


def unprintable(request, missing):
    """422 for a paper with characters that no font has; `missing` is the MissingGlyphs error."""
    where = f"这个字在“{missing.excerpt}”里。" if missing.excerpt else ""
    return _page(request, 422, sentence=f"{missing.messages[0]}{where}")


def too_many(request, wait_minutes):
    """429; `wait_minutes` is how long to wait, rounded up to a whole minute."""
    minutes = max(1, math.ceil(wait_minutes))
    response = _page(request, 429, wait_minutes=minutes)
    response["Retry-After"] = str(minutes * 60)
    return response


def locked_out(request, response=None, credentials=None):
    """429 after too many wrong passwords, as django-axes calls it."""
    return too_many(request, settings.AXES_COOLOFF_TIME * 60)


def known_home(request):
    """The Home whose telephone an error page shows: the view's own, else the only open one, else None."""
    home = getattr(request, "home", None)
    if home is not None:
        return home
    try:
        homes = list(Home.objects.filter(is_open=True)[:2])
    except Error:
        return None
    return homes[0] if len(homes) == 1 else None


def _page(request, status, template="", **facts):
    template = template or f"errors/{status}.html"
    return render(request, template, {"home": known_home(request), **facts}, status=status)


def _plain(template):
    return render_to_string(template, {"static_url": settings.STATIC_URL})
