"""The set-up checklist of a Home on the staff's site."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from daihome.presets import load_presets
from daihome.setup import checklist
from representatives.models import Home

NEEDS = "representatives.change_home"


def page(request):
    """What is missing, a link or a button for each; POST fills the empty tables."""
    if not request.user.has_perm(NEEDS):
        raise PermissionDenied
    homes = Home.objects.visible_to(request.user)
    home = _chosen(homes, request.GET.get("home", ""))
    if request.method == "POST":
        load_presets(home)
        messages.success(request, "常用设置已经载入，已有的内容没有改动。可以按本镇情况增减。")
        return redirect(request.get_full_path())
    tasks = checklist(home, timezone.localdate())
    context = {
        **admin.site.each_context(request),
        "title": f"{home.name}开张清单",
        "home": home,
        "homes": homes[:100],
        "waiting": [task for task in tasks if not task.done],
        "done": [task for task in tasks if task.done],
    }
    return render(request, "admin/setup.html", context)


def _chosen(homes, key):
    """The Home with this key, the first one without a key. Raises Http404."""
    if key and not (key.isascii() and key.isdigit() and len(key) < 19):
        raise Http404
    home = homes.filter(pk=key).first() if key else homes.first()
    if home is None:
        raise Http404
    return home
