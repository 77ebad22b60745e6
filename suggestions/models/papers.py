"""What is attached to a matter: pictures and files, words added later, co-signers."""

from django.core.files.storage import default_storage
from django.db import models, transaction

from daihome.tools.scope import scoped_through
from daihome.tools.stored import StoredFile, StoredFiles
from suggestions.sorting import search


class AttachmentQuerySet(StoredFiles, scoped_through("suggestion__home")):
    def kept(self):
        """Those whose file is still there."""
        return self.filter(removed_on=None)

    def remove(self, on, why):
        """Delete the files for good; the rows stay and say why. Call inside `atomic()`."""
        rows = self.kept()
        names = list(rows.values_list("file", flat=True))
        rows.update(file="", name=why, size=0, sha256="", removed_on=on)
        # Files go last: a row that still names one must not be without it.
        transaction.on_commit(lambda: [default_storage.delete(name) for name in names])


class Attachment(StoredFile):
    """A cleaned picture or PDF of a matter."""

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
    source = models.CharField("来自", max_length=10, choices=Source, default=Source.VOTER)
    # Such as a signed letter: it goes together with the identity.
    shows_identity = models.BooleanField("看得出反映人是谁", default=False)
    # Set when the file was deleted; `name` then says why.
    removed_on = models.DateField("删除日期", null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ("pk",)


class SupplementQuerySet(scoped_through("suggestion__home")):
    def add(self, suggestion, key, text):
        """Keep words added to a matter, findable at once. Raises `IntegrityError` for a used key."""
        with transaction.atomic():
            row = self.create(suggestion=suggestion, key=key, text=text)
            search.index(suggestion.pk)
        return row


class Supplement(models.Model):
    """Words that the voter added later, or staff on their behalf; the original stays as it was."""

    suggestion = models.ForeignKey(
        "suggestions.Suggestion", on_delete=models.PROTECT, related_name="supplements"
    )
    text = models.TextField("补充内容", max_length=2000)
    at = models.DateTimeField("时间", auto_now_add=True)
    # A page sent twice adds once.
    key = models.CharField(max_length=64, unique=True, editable=False)

    objects = SupplementQuerySet.as_manager()

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
