"""What is missing for an inspection of a year, its paper, and ordering the whole folder."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from daihome.archiving.asked import Year
from daihome.standards.folder import NO_STANDARD, PAPER, Folder
from daihome.standards.gaps import gaps_of
from daihome.tools.paper import pdf_response
from daihome.views.archive import ArchiveForm
from daihome.views.orders import place
from daihome.walls import site_of
from representatives.facilities.pages import UNREADABLE, page, viewers_only

BAD_YEAR = "年度不对，请返回上一页改正。"


def _asked(request, data):
    """(form, `Year`); None for a year that is none. Raises Http404 for a strange Home."""
    form = ArchiveForm(data, user=request.user)
    home, today = form.chosen(), timezone.localdate()
    if "year" in form.errors:
        return form, home, None
    number = form.cleaned_data["year"] or today.year
    return form, home, Year(home, number, request.user, today, site_of(request))


@viewers_only
@require_safe
def gaps(request):
    """Every kind of gap, each with a link to where it is mended."""
    form, home, year = _asked(request, request.GET)
    found = gaps_of(year) if year else []
    facts = {
        "title": "检查包：缺项清单",
        "form": form,
        "chosen": home,
        "several": len(form.homes) > 1,
        "year": year.number if year else None,
        "this_year": timezone.localdate().year,
        "kinds": found,
        "number": sum(len(rows) for _kind, rows in found),
        "has_standard": home.standards.filter(is_active=True).exists(),
        "may_order": request.user.has_perm("daihome.view_archivepackage"),
    }
    return page(request, "gaps", status=UNREADABLE if form.errors else 200, **facts)


@viewers_only
@require_safe
def paper(request):
    """检查包目录和缺项清单 by itself."""
    _form, home, year = _asked(request, request.GET)
    if year is None:
        return HttpResponseBadRequest(BAD_YEAR, content_type="text/plain")
    folder = Folder(year)
    if folder.subject.standard is None:
        return HttpResponseBadRequest(NO_STANDARD, content_type="text/plain")
    return pdf_response(folder.first_sheet(), f"检查包目录和缺项清单-{home}-{year.number}.pdf")


@require_POST
@viewers_only
def order(request):
    """Order the folder; it is made outside this request."""
    if not request.user.has_perm("daihome.view_archivepackage"):
        raise PermissionDenied
    _form, home, year = _asked(request, request.POST)
    if year is None:
        return HttpResponseBadRequest(BAD_YEAR, content_type="text/plain")
    if not home.standards.filter(is_active=True).exists():
        messages.warning(request, NO_STANDARD)
        return redirect("admin:representatives_selfcheck_gaps")
    title = f"{home.name}{year.number}年度检查包"
    return place(request, home, PAPER, title, year=year.number, site=year.site)
