"""What is attached to a matter: pictures and files, words added later, co-signers."""

from contextlib import contextmanager

from django.core.files.storage import default_storage
from django.db import models, transaction

from daihome.tools.scope import scoped_through
from daihome.tools.uploads import upload_path
from suggestions.sorting import search


@contextmanager
def stored_files(uploads):
    """Store `daihome.tools.uploads.Upload`s; yields pairs of (stored name, upload).

    Files come before rows, so that no row names a file that is not there; when the block fails,
    the files go again, so that none is left behind.
    """
    stored = []
    try:
        for upload in uploads:
            name = default_storage.save(upload_path(Attachment, upload.name), upload.content)
            stored.append((name, upload))
        yield stored
    except BaseException:
        for name, _upload in stored:
            default_storage.delete(name)
        raise


class AttachmentQuerySet(scoped_through("suggestion__home")):
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

    def attach(self, stored, **fields):
        """Write one row for each pair of `stored_files`; `fields` are shared by all."""
        for name, upload in stored:
            self.create(
                file=name,
                name=upload.name,
                kind=upload.kind,
                content_type=upload.content_type,
                size=upload.content.size,
                sha256=upload.sha256,
                **fields,
            )


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
    file = models.FileField("文件", upload_to=upload_path, blank=True)
    name = models.CharField("文件名", max_length=120)
    kind = models.CharField("种类", max_length=10)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField("字节")
    sha256 = models.CharField(max_length=64)
    source = models.CharField("来自", max_length=10, choices=Source, default=Source.VOTER)
    added_at = models.DateTimeField("加入时间", auto_now_add=True)
    # Such as a signed letter: it goes together with the identity.
    shows_identity = models.BooleanField("看得出反映人是谁", default=False)
    # Set when the file was deleted; `name` then says why.
    removed_on = models.DateField("删除日期", null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ("pk",)

    def __str__(self):
        return self.name


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
