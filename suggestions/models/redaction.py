"""What of a matter may be published, and the versions that were made for it.

The original is never changed and never published: only the open `Redaction` and the pictures in
it are. Older versions stay, with who, when and why.
"""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from daihome.tools.scope import scoped_through
from daihome.tools.stored import stored_files
from daihome.tools.uploads import upload_path
from suggestions.models.choices import Disclosure
from suggestions.models.events import EventKind
from suggestions.models.papers import Attachment
from suggestions.pipeline import StepTaken

GONE = "别人刚刚改过公开的文字，您这次没有改动任何内容。请看最新情况。"


class RedactionQuerySet(scoped_through("suggestion__home")):
    def open(self):
        """The version in force, at most one for each matter."""
        return self.filter(undone_at=None)

    def keep(self, suggestion, *, by, title, content, reason, seen=None):
        """A new version of the text; `seen` is the key of the version that it was made from.

        Raises `StepTaken` when somebody made another one meanwhile. Pictures stay in force.
        """
        with transaction.atomic():
            suggestion.claim()
            before = self.open().filter(suggestion=suggestion).first()
            if (before.pk if before else None) != seen:
                raise StepTaken(GONE)
            if before:
                before.undo(by=by, tells=False)
            found = self.create(
                suggestion=suggestion, title=title, content=content, reason=reason, by=by
            )
            suggestion.tell(EventKind.REDACTED, by=by, text=f"处理了公开用的文字：{reason}")
        return found


class Redaction(models.Model):
    """The text of a matter as everybody may read it; the original stays as it came."""

    suggestion = models.ForeignKey(
        "suggestions.Suggestion", on_delete=models.PROTECT, related_name="redactions"
    )
    title = models.CharField("标题", max_length=100, blank=True)
    content = models.TextField("反映内容", max_length=5000)
    reason = models.CharField("为什么这样处理", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", auto_now_add=True)
    undone_at = models.DateTimeField("停用时间", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RedactionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公开用的文字"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion"], condition=Q(undone_at=None), name="one_redaction_in_force"
            ),
            models.CheckConstraint(condition=~Q(content=""), name="redaction_has_content"),
        ]

    def __str__(self):
        return f"{self.suggestion.number} {self.at:%Y-%m-%d}"

    def undo(self, *, by, tells=True):
        """Take the version out of force; a result that needs it is withdrawn with it."""
        with transaction.atomic():
            rows = Redaction.objects.open().filter(pk=self.pk)
            if not rows.update(undone_at=timezone.now(), undone_by=by):
                raise StepTaken(GONE)
            if tells:
                self.suggestion.claim()
                self.suggestion.tell(EventKind.REDACTED, by=by, text="停用了公开用的文字。")
                if self.suggestion.disclosure == Disclosure.REDACTED:
                    self.suggestion.withdraw_result()

    undo.alters_data = True


class RedactedPictureQuerySet(scoped_through("attachment__suggestion__home")):
    def open(self):
        """Those in force, at most one for each picture."""
        return self.filter(undone_at=None)

    def public(self):
        """Those that everybody may see: of a published matter that is published redacted."""
        return self.open().filter(
            attachment__suggestion__is_published=True,
            attachment__suggestion__is_restricted=False,
            attachment__suggestion__disclosure=Disclosure.REDACTED,
            attachment__suggestion__home__is_open=True,
            attachment__suggestion__redactions__undone_at=None,
            attachment__suggestion__redactions__isnull=False,
        )

    def keep(self, attachment, upload, *, by, boxes, reason):
        """A picture for everybody, made from `attachment`; `boxes` in percent are burnt into it."""
        suggestion = attachment.suggestion
        with stored_files([upload], Attachment) as [(name, _upload)], transaction.atomic():
            suggestion.claim()
            for before in self.open().filter(attachment=attachment):
                before.undo(by=by, tells=False)
            found = self.create(attachment=attachment, file=name, boxes=boxes, reason=reason, by=by)
            text = f"处理了公开用的照片“{attachment.name}”，遮盖{len(boxes)}处：{reason}"
            suggestion.tell(EventKind.REDACTED, by=by, text=text)
        return found


class RedactedPicture(models.Model):
    """A copy of a picture with black boxes burnt in; the original stays as it came."""

    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, related_name="redacted_pictures"
    )
    file = models.ImageField("照片", upload_to=upload_path)
    # Each [x, y, width, height] in percent of the picture, from its upper left corner.
    boxes = models.JSONField("遮盖的地方", default=list)
    reason = models.CharField("为什么这样处理", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", auto_now_add=True)
    undone_at = models.DateTimeField("停用时间", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RedactedPictureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公开用的照片"
        ordering = ("attachment_id", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["attachment"],
                condition=Q(undone_at=None),
                name="one_redacted_picture_in_force",
            )
        ]

    def __str__(self):
        return str(self.attachment)

    def undo(self, *, by, tells=True):
        """The picture is not shown to everybody any more."""
        with transaction.atomic():
            rows = RedactedPicture.objects.open().filter(pk=self.pk)
            if not rows.update(undone_at=timezone.now(), undone_by=by):
                raise StepTaken("别人刚刚改过这张照片。请看最新情况。")
            if tells:
                text = f"停用了公开用的照片“{self.attachment.name}”。"
                self.attachment.suggestion.tell(EventKind.REDACTED, by=by, text=text)

    undo.alters_data = True
