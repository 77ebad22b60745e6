"""The chair's page: what is late, returned, unsatisfied, promised and silent, and where nothing comes.

Every number is counted by the same function that narrows the list behind its link.
"""

from datetime import timedelta
from itertools import groupby

from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_safe

from daihome.contacts import last_heard, silent_villages
from daihome.tools.pinyin import Pinyin
from daihome.views import watch_reception
from daihome.views.watch_form import asked, draw
from suggestions.watch.watching import (
    FIGURES,
    VILLAGE_FIGURES,
    VILLAGES_BY_SLUG,
    villages_of,
)
from suggestions.worklist import of_user


@require_safe
def page(request):
    """All figures with their numbers, each linked to its list."""
    form, today = asked(request), timezone.localdate()
    rows = form.of_home(of_user(request.user)).order_by()
    numbers = [
        {
            "figure": figure,
            "number": figure.pick(rows, today).count(),
            "link": form.address("admin:suggestions_suggestion_changelist", watch=figure.slug),
        }
        for figure in FIGURES
    ]
    facts = {
        "form": form,
        "several": len(form.homes) > 1,
        "parts": [
            (heading, list(found))
            for heading, found in groupby(numbers, lambda one: one["figure"].heading)
        ],
        "villages": _village_numbers(request.user, form, today),
        "reception": watch_reception.numbers(request.user, form, today),
        "today": today,
        "links": {name: form.address(name) for name in ("watch_statistics",)},
        "late_units": form.address("register", "late"),
    }
    return draw(request, "page", "督查", facts)


def _village_numbers(user, form, today):
    villages = form.of_home(villages_of(user, today)).order_by()
    since = today - timedelta(days=form.days_back)
    return [
        {
            "figure": figure,
            "number": silent_villages(villages, figure, since).count(),
            "link": form.address("watch_villages", figure.slug, days=form.days_back),
        }
        for figure in VILLAGE_FIGURES
    ]


@require_safe
def villages(request, slug):
    """The villages that one figure counts, with when the last matter came from each."""
    form, today = asked(request), timezone.localdate()
    if slug not in VILLAGES_BY_SLUG:
        raise Http404
    figure, since = VILLAGES_BY_SLUG[slug], today - timedelta(days=form.days_back)
    rows = form.of_home(villages_of(request.user, today)).select_related("home")
    found = silent_villages(rows, figure, since).order_by("home", Pinyin("name"), "pk")
    lines = [(village, last_heard(village)) for village in found]
    facts = {"form": form, "figure": figure, "rows": lines, "since": since}
    facts |= {"several": len(form.homes) > 1, "back": form.address("watch")}
    return draw(request, "villages", figure.title, facts)
