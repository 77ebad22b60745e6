"""How far the minimum counts of the year are met, drawn and in words, for chair and conveners."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from daihome.progress import visible_misses, visible_progress
from daihome.tools import charts
from representatives.models import Home

DRAWN = 3  # drawings of six lines each: who else there is stands below in words


class HomeForm(forms.Form):
    """Which Home; nothing chosen means the first one."""

    home = forms.ModelChoiceField(
        label="代表之家", queryset=Home.objects.none(), to_field_name="slug", required=False
    )

    def __init__(self, data, *, user):
        super().__init__(data, auto_id="progress_%s", label_suffix="")
        self.homes = Home.objects.visible_to(user)
        self.fields["home"].queryset = self.homes

    def chosen(self):
        """The Home asked for, else the first. Raises `Http404` for a person without any."""
        self.is_valid()
        home = self.cleaned_data.get("home") or self.homes.first()
        if home is None:
            raise Http404
        return home


@require_safe
def page(request):
    """Every minimum count with a bar for each group, representative or the Home."""
    if not request.user.has_perm("representatives.view_target"):
        raise PermissionDenied
    form, today = HomeForm(request.GET, user=request.user), timezone.localdate()
    home = form.chosen()
    found = visible_progress(home, request.user, today)
    facts = {
        "form": form,
        "several": len(form.homes) > 1,
        "chosen": home,
        "today": today,
        "parts": [_part(one) for one in found],
        "misses": [(one, _quarter(one.start)) for one in visible_misses(home, request.user, today)],
        "title": "履职指标进度",
    }
    return render(request, "admin/watch/progress.html", admin.site.each_context(request) | facts)


def _quarter(start):
    return f"第{'一二三四'[(start.month - 1) // 3]}季度"


def _part(one):
    """A target, the drawings of those furthest behind, and the numbers of all in words."""
    numbers = [(line.name, _bar(line, one.unit)[-1]) for line in one.lines]
    return one, drawings(one)[:DRAWN], numbers


def drawings(one):
    """Bars of one target, those furthest behind first."""
    lines = sorted(one.lines, key=lambda line: line.share)
    return charts.charts(one.label, [(line.name, [_bar(line, one.unit)]) for line in lines])


def _bar(line, unit):
    planned = f"，计划{line.planned}" if line.planned else ""
    return "完成", line.share, f"{figure(line.done)}/{line.number}{unit}{planned}"


def figure(number):
    """A count without needless digits: 7, 2.5."""
    return f"{number:g}"
