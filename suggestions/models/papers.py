"""What is attached to a matter: pictures and files, words added later, co-signers."""

from daihome.tools.uploads import upload_path
from django.db import models

from daihome.tools.scope import scoped_through


class Attachment(models.Model):
    """A cleaned picture or PDF; served only by a view that checks who asks."""

    class Source(models.TextChoices):
        VOTER = "voter", "反映人"
        STAFF = "staff", "工作人员"
        REPLY = "reply", "承办单位"

    suggestion = models.ForeignKey(
        "suggestions.Suggestion", on_delete=models.PROTECT, related_name="attachments"
    )
    reply = models.ForeignKey(
        "suggestions.Reply",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attachments",
    )
    file = models.FileField("文件", upload_to=upload_path)
    name = models.CharField("文件名", max_length=120)
    kind = models.CharField("种类", max_length=10)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField("字节")
    sha256 = models.CharField(max_length=64)
    source = models.CharField("来自", max_length=10, choices=Source, default=Source.VOTER)
    added_at = models.DateTimeField("加入时间", auto_now_add=True)

    objects = scoped_through("suggestion__home").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ("pk",)

    def __str__(self):
        return self.name


class Supplement(models.Model):
    """Words that the voter added later, or staff on their behalf; the original stays as it was."""

    suggestion = models.ForeignKey(
        "suggestions.Suggestion", on_delete=models.PROTECT, related_name="supplements"
    )
    text = models.TextField("补充内容", max_length=2000)
    at = models.DateTimeField("时间", auto_now_add=True)
    # A page sent twice adds once.
    key = models.CharField(max_length=64, unique=True, editable=False)

    objects = scoped_through("suggestion__home").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "补充内容"
        ordering = ("pk",)

    def __str__(self):
        return self.text[:20]


class Cosigner(models.Model):
    """A representative who signs a proposal with its lead (附议); confirmed by themselves."""

    suggestion = models.ForeignKey(
        "suggestions.Suggestion", on_delete=models.PROTECT, related_name="cosigners"
    )
    representative = models.ForeignKey(
        "representatives.Representative",
        on_delete=models.PROTECT,
        related_name="cosigned",
        verbose_name="附议代表",
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)

    objects = scoped_through("suggestion__home").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "附议人"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "representative"], name="cosigns_once")
        ]

    def __str__(self):
        return str(self.representative)
