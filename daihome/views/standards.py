"""Self-checks where they need the whole house: starting one, asking the system again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from daihome.standards.beginning import begin, look_again
from daihome.tools.pages import primary_key
from representatives.facilities.forms import StartForm, asked_home
from representatives.facilities.pages import (
    CLOSED,
    UNREADABLE,
    Taken,
    checks_of,
    find,
    late,
    link_to,
    may_keep,
    page,
    viewers_only,
)
from representatives.models import SelfCheck


@viewers_only
def start(request):
    """Ask for venue, standard and day; all items are there at once, answered as far as known."""
    if not request.user.has_perm("representatives.add_selfcheck"):
        raise PermissionDenied
    home, homes = asked_home(request)
    today = timezone.localdate()
    first = {"venue": primary_key(request.GET.get("venue", "")), "on": today}
    first["checked_by"] = request.user.name
    data = request.POST if request.method == "POST" else None
    form = StartForm(data, home=home, today=today, initial=first)
    if form.is_valid():
        check, is_new = begin(home, request.user, **form.cleaned_data)
        words = "系统查得到的已经填好，请逐项核对。" if is_new else "这次自查已经开始了，请接着查。"
        messages.success(request, words)
        return redirect(link_to(check))
    facts = {"title": "开始自查", "form": form, "chosen": home, "homes": homes}
    return page(request, "start", status=UNREADABLE if form.errors else 200, **facts)


@require_POST
def ask_again(request, pk):
    """Let the system look again; what people answered stays."""
    found = find(request, pk)
    if not may_keep(request):
        raise PermissionDenied
    with transaction.atomic():
        held = SelfCheck.objects.select_for_update().get(pk=found.pk)
        if held.is_closed:
            return late(request, Taken(CLOSED), found)
        changed = look_again(found, checks_of(found), request.user)
    words = (
        f"系统重新查过，有 {changed} 项和原来不一样。" if changed else "系统重新查过，没有变化。"
    )
    messages.success(request, f"{words}您填过的结论没有动。")
    return redirect(link_to(found))
