"""The presidium's own letters (公文): 公告, 通知, 函, 报告, 会议纪要, numbered by kind and year (GB/T 9704)."""

import re

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from daihome.tools.scope import ScopedQuerySet
from daihome.tools.stored import StoredFile, files_through
from representatives.models.activities import Activity
from representatives.models.home import Home


class DocumentKind(models.TextChoices):
    ANNOUNCEMENT = "announcement", "公告"
    NOTICE = "notice", "通知"
    LETTER = "letter", "函"
    REPORT = "report", "报告"
    MINUTES = "minutes", "会议纪要"


# What follows the Home's letters (代字) in a number: each kind counts for itself.
SERIES = {
    DocumentKind.ANNOUNCEMENT: "公告",
    DocumentKind.NOTICE: "",
    DocumentKind.LETTER: "函",
    DocumentKind.REPORT: "报告",
    DocumentKind.MINUTES: "纪要",
}
# Announcements are for everybody; these where the Home says so.
OPENED = (DocumentKind.NOTICE, DocumentKind.REPORT)
# The end of the public address of an issued one: notice-2026-7.
KEY = re.compile(r"(announcement|notice|report)-([0-9]{4})-([0-9]{1,4})")


class OfficialDocumentQuerySet(ScopedQuerySet):
    def drafts(self):
        return self.filter(issued_at=None)

    def issued(self):
        return self.filter(issued_at__isnull=False)

    def public(self):
        """What everybody may read: announcements that were issued, notices and reports the Home opened."""
        told = Q(kind=DocumentKind.ANNOUNCEMENT) | Q(kind__in=OPENED, is_public=True)
        return self.issued().filter(told, home__is_open=True).order_by("-issued_at", "-pk")

    def by_key(self, key):
        """Those that the end of a public address names; none for anything else."""
        found = KEY.fullmatch(key)
        if not found:
            return self.none()
        kind, year, serial = found.groups()
        return self.filter(kind=kind, year=int(year), serial=int(serial))


class OfficialDocument(models.Model):
    """A letter from draft to issue. Issued it has a number 〔年〕号 and is not changed any more."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="documents", verbose_name="代表之家"
    )
    kind = models.CharField("文种", max_length=12, choices=DocumentKind)
    year = models.PositiveSmallIntegerField("年份", null=True, blank=True, editable=False)
    serial = models.PositiveSmallIntegerField("顺序号", null=True, blank=True, editable=False)
    # The Home's letters and the series, as they were when it was issued: 汐人大函.
    code = models.CharField("发文字", max_length=20, blank=True, editable=False)
    title = models.CharField("标题", max_length=100, help_text="例：关于举行代表接待日活动的通知")
    to = models.CharField("主送", max_length=300, blank=True, help_text="例：各代表小组、各位代表")
    body = models.TextField(
        "正文", max_length=20000, help_text="一段一行。“一、”“（一）”开头的短行印成小标题"
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
    is_public = models.BooleanField(
        "在网上公开",
        default=False,
        help_text="只用于通知和报告：发出以后登在“制度和公示”里，谁都能看。公告发出以后总是公开",
    )

    history = HistoricalRecords()
    objects = OfficialDocumentQuerySet.as_manager()

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

    @property
    def is_issued(self):
        return self.issued_at is not None

    @property
    def number(self):
        """汐人大函〔2026〕7号; empty before it is issued."""
        return f"{self.code}〔{self.year}〕{self.serial}号" if self.serial else ""

    @property
    def signed_by(self):
        """The body that signs it."""
        return self.signer or self.home.congress_name

    @property
    def issued_on(self):
        return timezone.localdate(self.issued_at) if self.issued_at else None

    @property
    def series(self):
        """What its number begins with: as issued, else as the Home would issue it today."""
        return self.code or f"{self.home.document_code}{SERIES[self.kind]}"

    @property
    def is_shown(self):
        """Whether everybody may read it (as `public()`, without the Home)."""
        open_kind = self.may_be_opened and self.is_public
        return self.is_issued and (self.kind == DocumentKind.ANNOUNCEMENT or open_kind)

    @property
    def may_be_opened(self):
        """Whether the Home chooses if everybody may read it."""
        return self.kind in OPENED

    @property
    def public_key(self):
        return f"{self.kind}-{self.year}-{self.serial}"

    @transaction.atomic
    def issue(self, now, day):
        """Give the next number of its kind and the year of `day`, and close it; False when it is."""
        # Locks the Home until the end: two who issue at once get different numbers.
        Home.objects.filter(pk=self.home_id).update(name=models.F("name"))
        rows = OfficialDocument.objects.of(self.home).filter(kind=self.kind, year=day.year)
        last = rows.aggregate(last=models.Max("serial"))["last"] or 0
        fields = {"issued_at": now, "serial": last + 1, "year": day.year, "code": self.series}
        fields["signed_on"] = self.signed_on or day
        fresh = OfficialDocument.objects.filter(pk=self.pk, issued_at=None)
        won = bool(fresh.update(**fields))
        self.refresh_from_db()
        if won:
            self.save()  # the change history does not see `update`
        return won

    issue.alters_data = True


class DocumentFile(StoredFile):
    """A scan of the sealed and signed paper."""

    document = models.ForeignKey(OfficialDocument, on_delete=models.PROTECT, related_name="files")

    address = "document_file"
    objects = files_through("document__home").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "盖章件扫描件"
        ordering = ("pk",)
