"""The switch for large type (大字), kept in a cookie of the visitor's own browser."""

from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

SIZES = {"normal", "large"}
A_YEAR = 365 * 24 * 3600


# Exempt so that pages without a form need no token and stay cacheable; the most that a foreign
# page could do here is to change the size of somebody's letters.
@csrf_exempt
@require_POST
def switch(request):
    """Set the cookie `text_size` and go back to the page that asked."""
    response = HttpResponseRedirect(_way_back(request))
    size = request.POST.get("size", "")
    if size in SIZES:
        response.set_cookie(
            "text_size", size, max_age=A_YEAR, samesite="Lax", secure=request.is_secure()
        )
    return response


def _way_back(request):
    """The address to return to, never one of another site."""
    address = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(address, allowed_hosts=None) and "\x00" not in address:
        return address
    return "/"
