"""Signs of empty form: the chair's page and the list behind each number."""

from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_safe

from daihome.signs import BY_SLUG, SIGNS, look_of
from daihome.views.watch_form import asked, draw

# The chair's own: it is there to ask people, not to blame them.
PERMISSION = "suggestions.supervise_suggestion"
MOST_ROWS = 300


@require_safe
def page(request):
    """All signs with their numbers, each linked to its list."""
    form = asked(request, PERMISSION)
    look = look_of(request.user, form, timezone.localdate())
    numbers = [
        {
            "figure": sign,
            "number": sum(1 for _line in sign.lines(look)),
            "unit": sign.unit,
            "link": form.address("signs_listing", sign.slug, days=form.days_back),
        }
        for sign in SIGNS
    ]
    facts = {"form": form, "several": len(form.homes) > 1, "numbers": numbers, "look": look}
    return draw(request, "signs", "空转的迹象", facts | {"back": form.address("watch")})


@require_safe
def listing(request, slug):
    """What one sign counts."""
    form = asked(request, PERMISSION)
    sign = BY_SLUG.get(slug)
    if sign is None:
        raise Http404
    look = look_of(request.user, form, timezone.localdate())
    lines = list(sign.lines(look))
    facts = {
        "form": form,
        "several": len(form.homes) > 1,
        "sign": sign,
        "number": len(lines),
        "lines": lines[:MOST_ROWS],
        "look": look,
        "back": form.address("signs", days=form.days_back),
    }
    return draw(request, "sign", sign.title, facts)
