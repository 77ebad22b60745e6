"""The voter's identity, kept apart from the case, encrypted, with an end date (DOMAIN.md 7)."""

from django.conf import settings
from django.db import models

from daihome.tools import text, vault
from daihome.tools.scope import scoped_through


class VoterIdentityQuerySet(scoped_through("suggestion__home")):
    def due_for_purge(self, today):
        """Identities whose last day has passed (`purge_on` is the day they go)."""
        return self.filter(purge_on__lte=today, purged_at=None)

    def with_phone(self, phone):
        """Those who left exactly this telephone number, found by its keyed hash."""
        return self.filter(phone_index=vault.blind_index(phone, "phone"))

    def purge(self, now):
        """Remove names, numbers and addresses for good; the case stays. Returns the count."""
        return self.update(name="", phone="", address="", phone_index="", purged_at=now)


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

    @property
    def masked_phone(self):
        return text.mask_phone(self.phone)


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
