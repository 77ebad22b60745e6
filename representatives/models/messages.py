"""Messages to people of the house, and what of them goes out by mail or to a group.

Replaces the telephone calls with which a clerk reminds everybody. Written by `posting.post`, sent
by `sending.send_waiting`; neither knows what a message is about.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from daihome.tools import robots
from daihome.tools.scope import ScopedQuerySet
from daihome.tools.vault import EncryptedTextField
from representatives.models.home import Home

KEY_LENGTH = 120
MOST_SHOWN = 4
RECEIVER = "e-mail"  # the purpose of the blind index by which addresses are told apart


class MessageQuerySet(ScopedQuerySet):
    def to(self, user):
        """The inbox of one person."""
        return self.filter(user=user)

    def unread(self):
        return self.filter(read_at=None)

    def mark_read(self, now):
        """How many were marked; a message keeps the time of its first reading."""
        return self.unread().update(read_at=now)


class Message(models.Model):
    """One message in one person's inbox on the site."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="inbox",
        db_index=False,
        verbose_name="收件人",
    )
    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="+", verbose_name="代表之家"
    )
    # The sender's name for the occasion, e.g. "due:12:-7"; each person gets it once.
    key = models.CharField(max_length=KEY_LENGTH, editable=False)
    title = models.CharField("标题", max_length=100)
    text = models.TextField("内容", blank=True)
    link = models.CharField("链接", max_length=300, blank=True)
    at = models.DateTimeField("时间")
    read_at = models.DateTimeField("阅读时间", null=True)  # set when the receiver says so

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "站内消息"
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(fields=["key", "user"], name="message_once_per_person")
        ]
        indexes = [
            models.Index(fields=["user", "id"], name="inbox_of_a_person"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="inbox_unread"),
        ]

    def __str__(self):
        return self.title


class ChannelKind(models.TextChoices):
    EMAIL = "email", "电子邮件"
    WECOM = robots.Robot.WECOM.value, robots.Robot.WECOM.label
    DINGTALK = robots.Robot.DINGTALK.value, robots.Robot.DINGTALK.label


class MessageChannelQuerySet(ScopedQuerySet):
    def usable(self):
        """Channels through which something can be sent now."""
        rows = self.filter(is_active=True)
        return rows if settings.SENDS_MAIL else rows.exclude(kind=ChannelKind.EMAIL)


class MessageChannel(models.Model):
    """A way out of the site that the Home set up: mail, or the robot of a group.

    Mail goes to each receiver's own address, so its row has no address.
    """

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="message_channels", verbose_name="代表之家"
    )
    kind = models.CharField("方式", max_length=10, choices=ChannelKind)
    label = models.CharField(
        "名称", max_length=40, help_text="自己认得就行，例：人大办工作群、各村代表群"
    )
    webhook = EncryptedTextField("机器人地址", blank=True)
    secret = EncryptedTextField("加签密钥", blank=True)
    is_active = models.BooleanField(
        "启用", default=True, help_text="取消选中后不再从这里发出；站内消息不受影响"
    )

    history = HistoricalRecords(excluded_fields=["webhook", "secret"])
    objects = MessageChannelQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "消息渠道"
        ordering = ("home", "kind", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["home", "label"],
                name="message_channel_unique_in_home",
                violation_error_message="已经有这个名称的渠道，请换一个名称。",
            ),
            models.UniqueConstraint(
                fields=["home"],
                condition=Q(kind="email"),
                name="one_mail_channel_per_home",
                violation_error_message="已经有电子邮件这个渠道了，请直接启用它。",
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def is_robot(self):
        return self.kind != ChannelKind.EMAIL

    @property
    def masked_webhook(self):
        """Where it leads, and the end of its key to tell two robots apart."""
        address, _, key = self.webhook.partition("=")
        return f"{address}=…{key[-MOST_SHOWN:]}" if key else ""

    def clean(self):
        super().clean()
        if not self.is_robot:
            self.webhook = self.secret = ""
        elif self.kind:
            self._clean_robot()

    def _clean_robot(self):
        errors = {}
        for name, clean in (
            ("webhook", lambda text: robots.clean_webhook(self.kind, text)),
            ("secret", robots.clean_secret),
        ):
            try:
                setattr(self, name, clean(getattr(self, name)))
            except ValidationError as error:
                errors[name] = error
        if self.secret and self.kind != ChannelKind.DINGTALK:
            errors["secret"] = "只有钉钉机器人才有加签密钥，请清空这一项。"  # noqa: S105
        if errors:
            raise ValidationError(errors)


class DeliveryState(models.TextChoices):
    WAITING = "waiting", "等待发送"
    SENT = "sent", "已发出"
    FAILED = "failed", "发送失败"


class DeliveryQuerySet(ScopedQuerySet):
    def due(self, now):
        """What waits to be sent, the longest waiting first."""
        rows = self.filter(state=DeliveryState.WAITING, next_try_at__lte=now)
        return rows.order_by("next_try_at", "pk")

    def failed_since(self, moment):
        """What was given up, of the messages posted since then."""
        return self.filter(state=DeliveryState.FAILED, created_at__gte=moment)

    def retry(self, now):
        """Give rows that failed a new set of tries; how many there were."""
        return self.filter(state=DeliveryState.FAILED).update(
            state=DeliveryState.WAITING, attempts=0, next_try_at=now
        )


class Delivery(models.Model):
    """One message on its way out through one channel: the outbox, kept as proof of sending."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="deliveries", verbose_name="代表之家"
    )
    channel = models.ForeignKey(
        MessageChannel, on_delete=models.PROTECT, related_name="deliveries", verbose_name="渠道"
    )
    key = models.CharField(max_length=KEY_LENGTH, editable=False)
    address = EncryptedTextField("收件地址", blank=True)  # of mail; a robot knows its group
    # The blind index of the address, empty for a group: receivers can be told apart by it.
    receiver = models.CharField(max_length=64, blank=True, editable=False)
    title = models.CharField("标题", max_length=100)
    text = models.TextField("内容", blank=True)
    # Whoever has a unit's link can answer in its name: not to be read out of a copy of the data.
    link = EncryptedTextField("链接", blank=True)
    state = models.CharField(
        "状态", max_length=8, choices=DeliveryState, default=DeliveryState.WAITING
    )
    attempts = models.PositiveSmallIntegerField("已试次数", default=0)
    next_try_at = models.DateTimeField("下次发送")
    last_error = models.CharField("最近一次的原因", max_length=200, blank=True)
    created_at = models.DateTimeField("写入时间")
    sent_at = models.DateTimeField("发出时间", null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "外发记录"
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["key", "channel", "receiver"], name="delivery_once_per_receiver"
            )
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(state="waiting"), name="deliveries_waiting"
            ),
            models.Index(
                fields=["home", "created_at"],
                condition=Q(state="failed"),
                name="deliveries_failed",
            ),
        ]

    def __str__(self):
        return self.title
