"""Papers that take long: what I ordered, how far each is, and fetching it."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from daihome.models import KEPT_DAYS, OrderState, PaperOrder
from daihome.orders import ordering
from daihome.orders.makers import MAKERS
from representatives.activities import year_books
from representatives.activities.plan_views import BAD_YEAR, PlanForm

REFRESH_SECONDS = 4
SHOWN = 50
PDF = "application/pdf"  # looked at in the browser before it is printed


def _mine_or_404(request, pk):
    found = PaperOrder.objects.visible_to(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@never_cache
@require_safe
def page(request):
    """My orders, newest first; the page comes again by itself while something is being made."""
    rows = PaperOrder.objects.visible_to(request.user).select_related("package", "home")
    orders = list(rows[:SHOWN])
    facts = {"title": "要取的文书", "orders": orders, "days": KEPT_DAYS}
    response = render(request, "admin/orders/page.html", admin.site.each_context(request) | facts)
    if any(order.state in (OrderState.WAITING, OrderState.MAKING) for order in orders):
        response["Refresh"] = str(REFRESH_SECONDS)
    return response


@never_cache
@require_safe
def fetch(request, pk):
    """The finished file, to its orderer only (a PDF to look at); 404 while there is none."""
    found = _mine_or_404(request, pk)
    path = ordering.folder() / found.file
    if found.state != OrderState.READY or not path.is_file():
        raise Http404
    maker = MAKERS[found.paper]
    return FileResponse(
        path.open("rb"),
        as_attachment=maker.content_type != PDF,
        filename=f"{found.title}{maker.suffix}",
        content_type=maker.content_type,
    )


@require_POST
def remove(request, pk):
    """Throw one of my orders away."""
    ordering.remove(_mine_or_404(request, pk))
    return redirect("orders")


@require_POST
def activity_book(request, name):
    """Order the book `name` of a year's activities."""
    if not request.user.has_perm("representatives.view_activity"):
        raise PermissionDenied
    if name not in year_books.BOOKS:
        raise Http404
    asked = PlanForm(request.POST, user=request.user)
    if not asked.is_valid():
        return HttpResponseBadRequest(BAD_YEAR, content_type="text/plain")
    home, year = asked.chosen(timezone.localdate())
    title = year_books.title_of(name, year)
    return place(request, home, "activities", title, book=name, year=year)


def place(request, home, paper, title, **parameters):
    """Order a paper for the person and go to where it can be fetched."""
    try:
        ordering.order(request.user, home, paper, title, **parameters)
    except ordering.TooMany:
        messages.warning(request, "前面要的还没有做完，请等做好了再要新的。")
    return redirect("orders")
