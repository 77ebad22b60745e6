"""The performance file (实绩档案) of a representative: only what cannot be drawn from elsewhere."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from daihome.tools.scope import scoped_through
from daihome.tools.stored import StoredBy, files_through
from representatives.models.people import Mandate


class PerformanceFile(models.Model):
    """The file of one mandate. Closed at its end: from then on it is only read."""

    mandate = models.OneToOneField(
        Mandate, on_delete=models.PROTECT, related_name="performance", verbose_name="代表资格"
    )
    closed_on = models.DateField("封存日期", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    closing_note = models.CharField("封存说明", max_length=300, blank=True)

    history = HistoricalRecords()
    objects = scoped_through("mandate__representative__home").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "实绩档案"
        ordering = ("-mandate__started_on", "pk")

    def __str__(self):
        return f"{self.mandate.representative}实绩档案"

    @property
    def is_closed(self):
        return self.closed_on is not None


class PerformanceYear(models.Model):
    """One year of a file: the representative's summary, the comments and who signed."""

    file = models.ForeignKey(
        PerformanceFile, on_delete=models.CASCADE, related_name="years", verbose_name="档案"
    )
    year = models.PositiveSmallIntegerField("年度")
    summary = models.TextField("年度小结", max_length=5000, blank=True)
    group_comment = models.TextField("小组意见", max_length=2000, blank=True)
    group_signer = models.CharField("小组召集人", max_length=50, blank=True)
    presidium_comment = models.TextField("主席团意见", max_length=2000, blank=True)
    signed_on = models.DateField("签字日期", null=True, blank=True)

    history = HistoricalRecords()
    objects = scoped_through("file__mandate__representative__home").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度小结"
        ordering = ("file", "year")
        constraints = [
            models.UniqueConstraint(fields=["file", "year"], name="one_summary_per_year"),
            models.CheckConstraint(
                condition=Q(year__range=(1980, 2100)), name="performance_year_1980_to_2100"
            ),
        ]

    def __str__(self):
        return f"{self.year}年度"


class PerformanceScan(StoredBy):
    """The signed sheet of a year."""

    of_year = models.ForeignKey(
        PerformanceYear, on_delete=models.PROTECT, related_name="scans", verbose_name="年度小结"
    )

    address = "performance_scan"
    objects = files_through("of_year__file__mandate__representative__home").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "签字扫描件"
        ordering = ("pk",)
