"""The addresses of the house, and one for each error page."""

from django.db import OperationalError
from django.urls import path

from daihome import errors
from daihome.tools.paper import MissingGlyphs
from daihome.urls import handler400, handler403, handler404, handler500
from daihome.urls import urlpatterns as addresses

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def answering(page, *facts):
    return lambda request: page(request, *facts)


def raising(error):
    def view(request):
        raise error

    return view


VIEWS = {
    "400": answering(errors.bad_request),
    "403": answering(errors.permission_denied),
    "403-form": answering(errors.csrf_failure),
    "404": answering(errors.not_found),
    "405": answering(errors.method_not_allowed, ["POST"]),
    "409": answering(errors.conflict, "这件意见刚刚被别人处理过了，请看最新情况。", "/"),
    "413": answering(errors.too_large),
    "422": answering(errors.unprintable, MissingGlyphs(["\ue123"])),
    "429": answering(errors.too_many, 5),
    "500": raising(RuntimeError("secret detail")),
    "503": raising(OperationalError("secret detail")),
}
urlpatterns = [*addresses, *(path(f"failing/{name}/", view) for name, view in VIEWS.items())]
