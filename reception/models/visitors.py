"""What a row of this room knows of a person who is no representative: little, sealed, for a time.

The name that a visitor, a host of a visit or a letter's writer left is encrypted, shown masked and
emptied when its time is over (个人信息保护法第十九条), like the identity of a matter. Where a matter
was made of what they said, the identity lives in the matter alone.
"""

from datetime import timedelta

from django.db import models, transaction
from django.db.models import Q

from daihome.tools import journal
from daihome.tools.text import mask_name
from daihome.tools.vault import EncryptedTextField


class VisitorQuerySet:
    """For the queryset of a `Visitor`."""

    def to_purge(self, today):
        """Rows whose time is over and that still hold something."""
        return self.filter(purge_on__lte=today, purged_at=None)

    def purge(self, today, now):
        """Empty them; how many there were. The rest of the row stays."""
        blank = dict.fromkeys(self.model.PERSONAL, "")
        return self.to_purge(today).update(purged_at=now, **blank)


EXPIRED = "身份信息到期，文件已删除"


class ScannedVisitorQuerySet(VisitorQuerySet):
    """For rows with scans (`files`, some of which `shows_identity`): these go with the name."""

    def to_purge(self, today):
        """Also those whose name went into a matter and was removed there: the scan still has it."""
        scans = self.model.files.rel.related_model.objects.exclude(file="")
        showing = scans.filter(shows_identity=True).values(self.model.files.rel.field.name)
        gone = Q(raised__suggestion__identity__purged_at__isnull=False, pk__in=showing)
        due = Q(purge_on__lte=today, purged_at=None)
        found = self.model._default_manager.filter(due | gone)
        return self.filter(pk__in=found.order_by().values("pk"))

    def purge(self, today, now):
        """Empty them and delete their telling scans; how many rows there were."""
        blank = dict.fromkeys(self.model.PERSONAL, "")
        with transaction.atomic():
            keys = list(self.to_purge(today).order_by().values_list("pk", flat=True))
            scans = self.model.files.rel.related_model.objects.filter(shows_identity=True)
            scans.filter(**{f"{self.model.files.rel.field.name}__in": keys}).erase(EXPIRED)
            self.model._base_manager.filter(pk__in=keys).update(purged_at=now, **blank)
            transaction.on_commit(journal.wipe, robust=True)
        return len(keys)


class Visitor(models.Model):
    """Adds a name, when it is to be emptied, and when it was (abstract)."""

    # Names of the encrypted fields that are emptied.
    PERSONAL = ("person",)

    person = EncryptedTextField("姓名", blank=True, help_text="可以只写称呼或代号，也可以不写")
    purge_on = models.DateField("清除日期", null=True, blank=True, editable=False)
    purged_at = models.DateTimeField("清除时间", null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def person_shown(self):
        """The name as lists and papers show it: 张**, also where a matter has it now; or empty."""
        if self.person or not hasattr(self, "raised"):
            return mask_name(self.person)
        matters = [row.suggestion for row in self.raised.all()]
        return next((row.identity.masked_name for row in matters if hasattr(row, "identity")), "")

    def forget_person(self):
        """Empty the personal data, because a matter has it now."""
        for name in self.PERSONAL:
            setattr(self, name, "")
        self.purge_on = None
        self.save(update_fields=[*self.PERSONAL, "purge_on"])

    forget_person.alters_data = True

    def keep_until(self, home, today):
        """Set the day on which the personal data goes, counted from `today`."""
        filled = any(getattr(self, name) for name in self.PERSONAL)
        self.purge_on = today + timedelta(days=home.identity_days) if filled else None


class ScannedVisitor(Visitor):
    """With scans (`files`) that go when the name goes, where they show who it was (abstract)."""

    class Meta:
        abstract = True

    def keep_until(self, home, today):
        """As every visitor; a scan that shows who it was has a last day also without a name."""
        super().keep_until(home, today)
        if self.purge_on is None and self.pk and self._is_shown_by_scan():
            self.purge_on = today + timedelta(days=home.identity_days)

    def keep_scan_until(self, home, today):
        """A scan was added that shows who it was: it has a last day too, counted from `today`."""
        if self.purge_on is None or self.purged_at:
            self.purge_on, self.purged_at = today + timedelta(days=home.identity_days), None
            self.save(update_fields=["purge_on", "purged_at"])

    keep_scan_until.alters_data = True

    def forget_person(self):
        """As every visitor; but a scan that shows who it was keeps its date."""
        until = self.purge_on
        super().forget_person()
        if self._is_shown_by_scan():
            self.purge_on = until
            self.save(update_fields=["purge_on"])

    forget_person.alters_data = True

    def _is_shown_by_scan(self):
        return self.files.exclude(file="").filter(shows_identity=True).exists()
