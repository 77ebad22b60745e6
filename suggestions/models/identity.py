"""The voter's identity, kept apart from the case, encrypted, with an end date (DOMAIN.md 7)."""

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from daihome.tools import journal, text, vault
from daihome.tools.scope import scoped_through
from suggestions.models.papers import Attachment

EXPIRED, ASKED = "身份信息到期，文件已删除", "应本人要求删除"


class VoterIdentityQuerySet(scoped_through("suggestion__home")):
    def due_for_purge(self, today):
        """Identities whose last day has passed (`purge_on` is the day they go)."""
        return self.filter(purge_on__lte=today, purged_at=None)

    def with_phone(self, phone):
        """Those who left exactly this telephone number, found by its keyed hash."""
        return self.filter(phone_index=vault.blind_index(phone, "phone"))

    def purge(self, now, why=EXPIRED):
        """Remove names, numbers and addresses for good; the case stays. Returns the count.

        The one door for it: also goes every file marked as showing who it was, and the reason of
        a look where it names the person. On SQLite the old bytes are overwritten
        (`secure_delete`) and the journal is emptied; PostgreSQL reuses the space. Backups keep
        what they had until they are thrown away.
        """
        found = list(self.order_by().prefetch_related("unmaskings"))
        with transaction.atomic():
            for identity in found:
                identity.forget_mentions()
            for some in batched(found):
                matters = [row.suggestion_id for row in some]
                marked = Attachment.objects.filter(suggestion__in=matters, shows_identity=True)
                marked.remove(timezone.localdate(now), why)
                VoterIdentity.objects.filter(pk__in=[row.pk for row in some]).update(
                    name="", phone="", address="", phone_index="", purged_at=now
                )
            transaction.on_commit(journal.wipe, robust=True)
        return len(found)


class VoterIdentity(models.Model):
    """Who said it: optional, encrypted, shown masked; the case file is permanent, this is not."""

    suggestion = models.OneToOneField(
        "suggestions.Suggestion", on_delete=models.PROTECT, related_name="identity"
    )
    name = vault.EncryptedTextField("姓名", blank=True)
    phone = vault.EncryptedTextField("电话", blank=True)
    address = vault.EncryptedTextField("住址", blank=True)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    consented_at = models.DateTimeField("同意时间", null=True)
    purge_on = models.DateField("清除日期", db_index=True)
    purged_at = models.DateTimeField("已清除", null=True, blank=True)

    objects = VoterIdentityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "反映人身份"
        permissions = [("unmask_voteridentity", "查看反映人身份原文")]

    def __str__(self):
        return self.masked_name

    def save(self, *args, **kwargs):
        self.phone_index = vault.blind_index(self.phone, "phone") if self.phone else ""
        super().save(*args, **kwargs)

    @property
    def masked_name(self):
        return text.mask_name(self.name)

    def forget_mentions(self):
        """Take this person out of the reasons for which somebody looked."""
        secrets = [one for one in (self.name, self.phone, self.address) if one]
        for look in self.unmaskings.all():
            if any(secret in look.reason for secret in secrets):
                look.reason = "（理由里有身份信息，已随身份一起清除）"
                look.save(update_fields=["reason"])

    @property
    def masked_phone(self):
        return text.mask_phone(self.phone)


def batched(rows, size=500):
    """Lists of at most `size` rows: a statement takes only so many keys."""
    return (rows[start : start + size] for start in range(0, len(rows), size))


class UnmaskRecord(models.Model):
    """Who looked at whose identity, when and why."""

    identity = models.ForeignKey(VoterIdentity, on_delete=models.PROTECT, related_name="unmaskings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", auto_now_add=True)
    reason = models.CharField("理由", max_length=200)

    objects = scoped_through("identity__suggestion__home").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "身份查看记录"
        ordering = ("-at",)

    def __str__(self):
        return f"{self.by} {self.at:%Y-%m-%d %H:%M}"
