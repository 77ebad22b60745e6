"""The presidium's own letters (公文): 公告, 通知, 函, 会议纪要, numbered by kind and year (GB/T 9704)."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from simple_history.models import HistoricalRecords

from daihome.tools.scope import ScopedQuerySet
from representatives.models.activities import Activity
from representatives.models.home import Home


class DocumentKind(models.TextChoices):
    ANNOUNCEMENT = "announcement", "公告"
    NOTICE = "notice", "通知"
    LETTER = "letter", "函"
    MINUTES = "minutes", "会议纪要"


class OfficialDocument(models.Model):
    """A letter from draft to issue. Issued it has a number 〔年〕号 and is not changed any more."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="documents", verbose_name="代表之家"
    )
    kind = models.CharField("文种", max_length=12, choices=DocumentKind)
    year = models.PositiveSmallIntegerField("年份", null=True, blank=True, editable=False)
    serial = models.PositiveSmallIntegerField("顺序号", null=True, blank=True, editable=False)
    title = models.CharField("标题", max_length=100, help_text="例：关于举行代表接待日活动的通知")
    to = models.CharField("主送", max_length=300, blank=True, help_text="例：各代表小组、各位代表")
    body = models.TextField(
        "正文", max_length=20000, help_text="“一、”“（一）”开头的短行印成小标题"
    )
    enclosures = models.TextField("附件名称", max_length=1000, blank=True, help_text="一行一个")
    signer = models.CharField("署名", max_length=60, blank=True, help_text="不填就用落款机关")
    signed_on = models.DateField("成文日期", null=True, blank=True)
    copies = models.CharField("抄送", max_length=300, blank=True)
    contact = models.CharField("联系人和电话", max_length=60, blank=True)
    # Of minutes (纪要): who was there, who asked leave, who listened.
    present = models.TextField("出席", max_length=2000, blank=True)
    excused = models.TextField("请假", max_length=1000, blank=True)
    observers = models.TextField("列席", max_length=1000, blank=True)
    activity = models.ForeignKey(
        Activity,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name="有关活动",
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="拟稿人",
    )
    issued_at = models.DateTimeField("发出时间", null=True, blank=True, editable=False)

    history = HistoricalRecords()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公文"
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["home", "kind", "year", "serial"], name="document_number_once"
            ),
            models.CheckConstraint(
                condition=Q(issued_at=None, serial=None)
                | Q(issued_at__isnull=False, serial__gte=1),
                name="issued_document_has_a_number",
            ),
        ]

    def __str__(self):
        return self.title

    @transaction.atomic
    def issue(self, now, day):
        """Give the next number of its kind and the year of `day`, and close it; False when it is."""
        # Locks the Home until the end: two who issue at once get different numbers.
        Home.objects.filter(pk=self.home_id).update(name=models.F("name"))
        rows = OfficialDocument.objects.of(self.home).filter(kind=self.kind, year=day.year)
        last = rows.aggregate(last=models.Max("serial"))["last"] or 0
        fields = {"issued_at": now, "serial": last + 1, "year": day.year}
        fields["signed_on"] = self.signed_on or day
        fresh = OfficialDocument.objects.filter(pk=self.pk, issued_at=None)
        won = bool(fresh.update(**fields))
        self.refresh_from_db()
        return won

    issue.alters_data = True
