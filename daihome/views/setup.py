"""The set-up checklist of a Home on the staff's site."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone

from daihome.presets import load_presets
from daihome.setup import Task, checklist
from daihome.tools import fonts
from representatives.models import Home

NEEDS = "representatives.change_home"
# The site is empty: everything else belongs to a Home.
FIRST_TASKS = (
    Task(
        "新建代表之家",
        "填写名称、网址代号、编号字头和落款机关，其他的以后再补。",
        False,
        reverse_lazy("admin:representatives_home_add"),
        "新建代表之家",
    ),
)


def page(request):
    """What is missing, a link or a button for each; POST fills the empty tables."""
    if not request.user.has_perm(NEEDS):
        raise PermissionDenied
    homes = Home.objects.visible_to(request.user)
    if not homes.exists():
        return _list(request, None, homes, FIRST_TASKS)
    home = _chosen(homes, request.GET.get("home", ""))
    if request.method == "POST":
        load_presets(home)
        messages.success(request, "常用设置已经载入，已有的内容没有改动。可以按本镇情况增减。")
        return redirect(request.get_full_path())
    return _list(request, home, homes, checklist(home, timezone.localdate()))


def _list(request, home, homes, tasks):
    context = {
        **admin.site.each_context(request),
        "title": f"{home or ''}开办清单",
        "home": home,
        "homes": homes[:100],
        "waiting": [task for task in tasks if not task.done],
        "done": [task for task in tasks if task.done],
        "faces": fonts.faces(),
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
