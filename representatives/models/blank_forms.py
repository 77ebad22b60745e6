"""Numbered blank forms for those who write by hand: issued, entered, or void; no number is lost."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q

from daihome.tools.scope import ScopedQuerySet
from representatives.models.home import Home


class FormKind(models.TextChoices):
    """Forms that are printed with numbers; the value is the middle of the number."""

    RECEPTION = "JD", "接待选民记录表"
    CONTACT = "LX", "联系选民记录表"
    LETTER_BOX = "XX", "开箱登记表"


class BlankFormQuerySet(ScopedQuerySet):
    def unused(self):
        """Printed, and neither entered nor void: the gap that somebody must explain."""
        return self.filter(entered_at=None, voided_at=None)

    @transaction.atomic
    def issue(self, home, kind, count, *, year, by, now):
        """`count` new numbered forms in order (1 to 200); the numbers go on without a gap."""
        # Locks the Home until the end: two who print at once get different numbers.
        Home.objects.filter(pk=home.pk).update(name=models.F("name"))
        rows = self.of(home).filter(kind=kind, year=year)
        last = rows.aggregate(last=models.Max("serial"))["last"] or 0
        return self.bulk_create(
            BlankForm(
                home=home,
                kind=kind,
                year=year,
                serial=serial,
                number=f"{home.number_prefix}-{kind}{year}-{serial:04d}",
                printed_by=by,
                printed_at=now,
            )
            for serial in range(last + 1, last + 1 + count)
        )

    def take(self, home, number):
        """The unused form with this typed number, or None."""
        tidy = number.upper().replace("－", "-").replace(" ", "")
        return self.of(home).unused().filter(number=tidy).first()


class BlankForm(models.Model):
    """One numbered sheet of paper (空白表) and what became of it."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="blank_forms", verbose_name="代表之家"
    )
    kind = models.CharField("表格", max_length=4, choices=FormKind)
    year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("顺序号")
    number = models.CharField("编号", max_length=24, unique=True)
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="打印人"
    )
    printed_at = models.DateTimeField("打印时间")
    entered_at = models.DateTimeField("录入时间", null=True)
    voided_at = models.DateTimeField("作废时间", null=True)
    void_reason = models.CharField("作废原因", max_length=200, blank=True)

    objects = BlankFormQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "编号空白表"
        ordering = ("home", "kind", "year", "serial")
        constraints = [
            models.UniqueConstraint(
                fields=["home", "kind", "year", "serial"], name="blank_form_numbers_in_order"
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None) | Q(entered_at=None) & ~Q(void_reason=""),
                name="void_form_has_reason_and_no_entry",
            ),
        ]

    def __str__(self):
        return self.number

    def void(self, reason, now):
        """Strike the number off; False when somebody has entered or voided it since."""
        rows = BlankForm.objects.filter(pk=self.pk).unused()
        return bool(rows.update(voided_at=now, void_reason=reason))

    void.alters_data = True

    def enter(self, now):
        """Mark as entered; False when somebody was faster. Call in the entry's transaction."""
        return bool(BlankForm.objects.filter(pk=self.pk).unused().update(entered_at=now))

    enter.alters_data = True
