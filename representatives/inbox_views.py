"""Everybody's own inbox. Opening it changes nothing; a message is read when a button says so."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from daihome.tools.pages import Page
from representatives.account_forms import NotifyForm
from representatives.models import Message

PAGE_ROWS = 30


def _page(request, template, status=200, **facts):
    """Representatives keep the bar of their portal, everybody else gets a way back to work."""
    user = request.user
    in_portal = not user.is_staff and user.represents
    facts["layout"] = "my/base.html" if in_portal else "accounts/signed_in.html"
    return render(request, template, {"home": user.home, **facts}, status=status)


@never_cache
@login_required
def inbox(request):
    """My messages, newest first."""
    page = Page(Message.objects.to(request.user), request.GET.get("before", ""), PAGE_ROWS)
    has_unread = Message.objects.to(request.user).unread().exists()
    return _page(request, "accounts/messages.html", page=page, has_unread=has_unread)


@require_POST
@login_required
def read(request, pk):
    """Mark one of my messages as read and go where it leads."""
    found = Message.objects.to(request.user).filter(pk=pk)
    message = found.first()
    if message is None:
        raise Http404
    found.mark_read(timezone.now())
    return redirect(message.link or "accounts:messages")


@require_POST
@login_required
def read_all(request):
    """Mark all my messages as read."""
    count = Message.objects.to(request.user).mark_read(timezone.now())
    if count:
        messages.success(request, f"{count} 条消息已标为已读。")
    return redirect("accounts:messages")


@never_cache
@login_required
def notify(request):
    """The address to which my messages also go."""
    form = NotifyForm(request.POST if request.method == "POST" else None, instance=request.user)
    if form.is_valid():
        form.save()
        given = form.cleaned_data["notify_email"]
        words = f"以后的消息也发到 {given}。" if given else "以后不再发邮件，消息仍在这里。"
        messages.success(request, words)
        return redirect("accounts:messages")
    status = 422 if form.is_bound else 200
    return _page(request, "accounts/notify.html", status=status, form=form)
