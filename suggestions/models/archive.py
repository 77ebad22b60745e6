"""Archive volumes: replace the boxes' table of contents (卷内目录)."""

from django.db import models
from django.db.models import Max
from simple_history.models import HistoricalRecords

from daihome.tools.scope import ScopedQuerySet
from representatives.models import Home


class Retention(models.TextChoices):
    """乡镇档案工作办法（国家档案局令第18号）; suggestions and their replies are permanent."""

    PERMANENT = "permanent", "永久"
    THIRTY = "thirty", "30年"
    TEN = "ten", "10年"


class ArchiveVolumeQuerySet(ScopedQuerySet):
    def next_number(self, home, year):
        """The number after the Home's last volume of `year`, from 1."""
        return (self.filter(home=home, year=year).aggregate(last=Max("number"))["last"] or 0) + 1


class ArchiveVolume(models.Model):
    """One volume (卷) of one year; matters are filed into it in the order of archiving."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="archive_volumes", verbose_name="代表之家"
    )
    year = models.PositiveSmallIntegerField("年度", help_text="例：2026")
    number = models.PositiveSmallIntegerField("卷号", help_text="例：1")
    title = models.CharField("卷名", max_length=60, help_text="例：2026年代表建议和选民意见")
    box = models.CharField("盒号", max_length=20, blank=True, help_text="例：2026-永久-3")

    history = HistoricalRecords()
    objects = ArchiveVolumeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "档案卷"
        ordering = ("home", "-year", "-number")
        constraints = [
            models.UniqueConstraint(
                fields=["home", "year", "number"],
                name="volume_unique_in_home_and_year",
                violation_error_message="这个年度已经有同号的卷。",
            )
        ]

    def __str__(self):
        return f"{self.year}年第{self.number}卷 {self.title}"
