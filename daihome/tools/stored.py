"""Files beside a row: cleaned pictures and PDFs with what is known of them (abstract)."""

from contextlib import contextmanager

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone

from daihome.tools.scope import scoped_through
from daihome.tools.uploads import upload_path


@contextmanager
def stored_files(uploads, model):
    """Store `daihome.tools.uploads.Upload`s for `model`; yields pairs of (stored name, upload).

    Files come before rows, so that no row names a file that is not there; when the block fails,
    the files go again, so that none is left behind.
    """
    stored = []
    try:
        for upload in uploads:
            name = default_storage.save(upload_path(model, upload.name), upload.content)
            stored.append((name, upload))
        yield stored
    except BaseException:
        for name, _upload in stored:
            default_storage.delete(name)
        raise


class StoredFiles:
    """For the queryset of a `StoredFile`."""

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

    def erase(self, why):
        """Delete the files for good; the rows stay and say `why`. Call inside `atomic()`."""
        rows = self.exclude(file="")
        names = list(rows.values_list("file", flat=True))
        rows.update(file="", name=why, size=0, sha256="")
        # Files go last: a row that still names one must not be without it.
        transaction.on_commit(lambda: [default_storage.delete(name) for name in names])


def files_through(path):
    """A queryset class for the `StoredFile`s of a row whose Home is reached by the lookup `path`."""
    return type("FilesThroughQuerySet", (StoredFiles, scoped_through(path)), {})


class StoredFile(models.Model):
    """A cleaned picture or PDF; served only by a view that checks who asks."""

    file = models.FileField("文件", upload_to=upload_path, blank=True)
    name = models.CharField("文件名", max_length=120)
    kind = models.CharField("种类", max_length=10)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField("字节")
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField("加入时间", auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name


class StoredBy(StoredFile):
    """A stored file of which is known who put it there; nobody of what came before that was kept."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="存入人",
    )

    class Meta:
        abstract = True

    @property
    def put_there(self):
        """“2026年4月15日 9:30 魏秋菊存入”, for people. Reads `by`: select it with the rows."""
        at = timezone.localtime(self.added_at)
        return f"{at:%Y年%-m月%-d日 %-H:%M} {self.by.name if self.by else ''}存入"
