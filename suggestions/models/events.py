"""What happened to a matter beside its steps: append-only, with a fixed vocabulary."""

from django.conf import settings
from django.db import models

from daihome.tools.scope import scoped_through


class EventKind(models.TextChoices):
    CONTACTED = "contacted", "与代表或反映人沟通"
    ACKNOWLEDGED = "acknowledged", "协办单位签收"
    RETURNED = "returned", "单位退回"
    TAKEN_BACK = "taken_back", "收回改交"
    ASSIST_ADDED = "assist_added", "增加协办单位"
    LINK = "link", "新的答复链接"
    ANSWERED = "answered", "单位答复"
    SENT_BACK = "sent_back", "答复退回修改"
    APPROVED = "approved", "答复审定"
    PUBLISHED = "published", "答复公布"
    EXTENSION_ASKED = "extension_asked", "申请延期"
    EXTENDED = "extended", "同意延期"
    EXTENSION_REFUSED = "extension_refused", "不同意延期"
    PAUSED = "paused", "请反映人补充，暂停计时"
    RESUMED = "resumed", "恢复计时"
    URGED = "urged", "催办"
    SUPERVISED = "supervised", "督办通知"
    PROMISED = "promised", "作出承诺"
    PROMISE_ENDED = "promise_ended", "承诺再次答复"
    FOLLOWED_UP = "followed_up", "告知承诺落实情况"
    EVALUATED = "evaluated", "评价"
    EVALUATION_REMINDED = "evaluation_reminded", "提醒评价"
    PRESIDIUM = "presidium", "主席团研究"
    CHASED = "chased", "反映人催问"
    WITHDRAWAL_ASKED = "withdrawal_asked", "反映人申请撤回"
    WITHDRAWN = "withdrawn", "撤回"
    WITHDRAWAL_REFUSED = "withdrawal_refused", "撤回申请未准"
    ANONYMISED = "anonymised", "改为匿名"
    JOINED = "joined", "并案"
    UNJOINED = "unjoined", "取消并案"
    SPLIT = "split", "拆分"
    DISCLOSURE = "disclosure", "公开范围"
    REDACTED = "redacted", "公开前处理"
    HANDED_ON = "handed_on", "换届交接"


class CaseEventQuerySet(scoped_through("suggestion__home")):
    def update(self, **kwargs):
        raise TypeError("Events of a matter are append-only.")

    def delete(self):
        raise TypeError("Events of a matter are append-only.")


class CaseEvent(models.Model):
    """One thing that happened: who, when, what; `public_text` is all that the voter reads of it.

    Written by `Suggestion.tell` only.
    """

    suggestion = models.ForeignKey(
        "suggestions.Suggestion", on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField("事项", max_length=20, choices=EventKind)
    assignment = models.ForeignKey(
        "suggestions.Assignment", on_delete=models.PROTECT, null=True, related_name="events"
    )
    round_no = models.PositiveSmallIntegerField("办理轮次", default=1)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    by_name = models.CharField("经手人", max_length=120)
    text = models.TextField("说明", blank=True)
    public_text = models.TextField("对选民的说明", blank=True)
    facts = models.JSONField("登记内容", default=dict)

    objects = CaseEventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办理事项记录"
        ordering = ("pk",)
        indexes = [models.Index(fields=["suggestion", "kind"], name="case_event_kind")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise TypeError("Events of a matter are append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("Events of a matter are append-only.")
