"""What every request passes: it must be one the house understands, and the database must be there."""

import logging

from django.conf import settings

from daihome import errors
from daihome.tools.fonts import MissingGlyphs

ALLOWED_METHODS = ("GET", "HEAD", "POST")
# Characters of the path and of the query string, each; the longest own address has about 300.
ADDRESS_MAX = 2000

logger = logging.getLogger(__name__)


class GuardRequest:
    """Refuses with a page what no view should have to think of.

    405 for other methods, 400 for a NUL or an overlong path or query string (PostgreSQL refuses
    NUL in every text) and for a nonsense Content-Length, 413 before a body larger than
    `REQUEST_MAX_BYTES` is read.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.refusal(request) or self.get_response(request)

    def refusal(self, request):
        """The page that refuses `request`, or None when it may pass."""
        if request.method not in ALLOWED_METHODS:
            return errors.method_not_allowed(request, ALLOWED_METHODS)
        if not _is_sane_address(request):
            return errors.bad_request(request)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdecimal()):
            return errors.bad_request(request)
        if int(length[:20]) > settings.REQUEST_MAX_BYTES:
            return errors.too_large(request)
        return None


def _is_sane_address(request):
    query = request.META.get("QUERY_STRING", "")
    if len(request.path) > ADDRESS_MAX or len(query) > ADDRESS_MAX:
        return False
    return "\x00" not in request.path and "\x00" not in query and "%00" not in query


class DatabaseDown:
    """Answers 503 when a view cannot reach the database, instead of an error that looks final."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, errors.DATABASE_DOWN):
            return None
        logger.error("Database unavailable: %s", request.path, exc_info=exception)
        return errors.unavailable()


class Unprintable:
    """Answers 422 and names the characters when a paper has some that no font can draw."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, MissingGlyphs):
            return None
        return errors.unprintable(request, exception)
