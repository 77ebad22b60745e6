"""Ways out for messages, and what went out by them, on the staff's site."""

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from daihome.tools.admin import ScopedAdmin
from daihome.tools.admin_forms import ScopedForm
from daihome.tools.admin_lists import OwnRowsFilter
from daihome.tools.fields import LineField
from daihome.tools.text import mask_mail
from representatives import sending
from representatives.models import ChannelKind, Delivery, DeliveryState, MessageChannel

NO_MAIL = (
    "本网站还没有设置发信服务器，邮件发不出去。请让装这个网站的人设置 EMAIL_URL 和 EMAIL_FROM。"
)
NO_LINKS = "本网站还没有设置自己的网址，发出去的消息里没有链接。请让装这个网站的人设置 SITE_URL。"
HELP = {
    "webhook": "在群的机器人设置里点“复制”，整个粘贴过来。电子邮件不用填：邮件发到各人自己的通知邮箱",
    "secret": (
        "只有钉钉机器人、安全设置选了“加签”才填，以 SEC 开头。"
        "安全设置选“自定义关键词”的，关键词填“代表之家”"
    ),
}


class MessageChannelForm(ScopedForm):
    """A stored address is never sent to the page again: left empty, it stays."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, words in HELP.items():
            if name in self.fields:
                self.initial[name] = ""
                self.fields[name].help_text = words + self._stored(name)
                self.fields[name].widget.attrs["autocomplete"] = "off"

    def _stored(self, name):
        if name == "webhook" and self.instance.webhook:
            return f"。已保存：{self.instance.masked_webhook}，不改就不用填"
        if name == "secret" and self.instance.secret:
            return "。已保存一个，不改就不用填；重新粘贴地址时要一起填"
        return ""

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if self.instance.pk and not data.get("webhook"):
            data["webhook"] = self.instance.webhook
            data["secret"] = data.get("secret") or self.instance.secret


@admin.register(MessageChannel)
class MessageChannelAdmin(ScopedAdmin):
    form = MessageChannelForm
    form_classes = {"webhook": LineField, "secret": LineField}
    list_display = ("label", "kind", "destination", "is_active")
    list_filter = ("kind", "is_active")
    list_select_related = ("home",)
    search_fields = ("label",)
    fields = ("home", "kind", "label", "webhook", "secret", "is_active")
    empty_text = "消息都在各人登录后的“消息”里。要同时发到邮箱或工作群，请点“增加”。"

    def get_readonly_fields(self, request, obj=None):
        """What was sent through a channel keeps its meaning: another way is another row."""
        readonly = super().get_readonly_fields(request, obj)
        return (*readonly, "kind") if obj else readonly

    @admin.display(description="发到哪里")
    def destination(self, channel):
        if channel.is_robot:
            return channel.masked_webhook
        return "各人的通知邮箱" if settings.SENDS_MAIL else NO_MAIL

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not obj.is_robot and not settings.SENDS_MAIL:
            self.message_user(request, NO_MAIL, messages.WARNING)
        if not settings.SITE_URL:
            self.message_user(request, NO_LINKS, messages.WARNING)

    def get_urls(self):
        view = self.admin_site.admin_view(self.test)
        return [
            path("<int:pk>/test/", view, name="representatives_messagechannel_test"),
            *super().get_urls(),
        ]

    def test(self, request, pk):
        """Send a test message now, and say how it went."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        channel = self.find(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        self.message_user(request, *self._try(channel, request.user))
        return redirect("admin:representatives_messagechannel_change", pk)

    def _try(self, channel, user):
        """(sentence, level) after sending a test message."""
        address = "" if channel.is_robot else user.notify_email
        if channel.kind == ChannelKind.EMAIL and not settings.SENDS_MAIL:
            return NO_MAIL, messages.ERROR
        if channel.kind == ChannelKind.EMAIL and not address:
            where = reverse("accounts:notify")
            return f"测试邮件发到您自己的通知邮箱，请先在“消息”里填好（{where}）。", messages.ERROR
        failure = sending.send_test(channel, address, user, timezone.now())
        if failure:
            return f"没有发出：{failure.sentence}", messages.ERROR
        where = "群里" if channel.is_robot else mask_mail(address)
        return f"测试消息已经发出，请到{where}看看有没有收到。", messages.SUCCESS


@admin.register(Delivery)
class DeliveryAdmin(ScopedAdmin):
    """Read-only: the record of what went out."""

    list_display = ("title", "state", "outcome", "channel", "to_whom", "attempts", "created_at")
    list_filter = ("state", ("channel", OwnRowsFilter))
    list_select_related = ("home", "channel")
    search_fields = ("title",)
    ordering = ("-pk",)
    fields = (
        "channel", "receiver_address", "title", "text", "state", "attempts", "outcome", "created_at",
    )  # fmt: skip
    readonly_fields = ("receiver_address", "outcome")
    actions = ("retry",)
    empty_text = (
        "还没有往外发过消息。在“消息渠道”里设好邮箱或工作群以后，这里能看到每一条发出的情况。"
    )

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_retry_permission(self, request):
        return request.user.has_perm("representatives.change_delivery")

    def history_view(self, request, object_id, extra_context=None):
        """A delivery has no history: it is one itself."""
        raise Http404

    @admin.display(description="发给")
    def to_whom(self, row):
        return mask_mail(row.address) or "群"

    @admin.display(description="发给")
    def receiver_address(self, row):
        return row.address or "群"

    @admin.display(description="情况")
    def outcome(self, row):
        if row.state == DeliveryState.SENT:
            return f"{timezone.localtime(row.sent_at):%m-%d %H:%M} 发出"
        if row.state == DeliveryState.WAITING:
            again = f"{timezone.localtime(row.next_try_at):%m-%d %H:%M} 以后发送"
            return f"{row.last_error}{again}" if row.last_error else again
        return row.last_error

    @admin.action(description="重试所选的发送失败的消息", permissions=["retry"])
    def retry(self, request, queryset):
        count = queryset.order_by().retry(timezone.now())
        words = f"{count} 条消息排进了等待发送，几分钟内会再发。"
        if count:
            self.message_user(request, words, messages.SUCCESS)
        else:
            self.message_user(request, "所选的消息里没有发送失败的，不用重试。", messages.WARNING)
