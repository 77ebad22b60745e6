"""Reports of representatives to their voters (述职) with the vote on them (代表法第五十八条)."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from daihome.tools.scope import ScopedQuerySet
from daihome.tools.stored import StoredBy, files_through
from representatives.models.accounts import Role
from representatives.models.activities import Activity
from representatives.models.duty import DutyRecord, DutySource
from representatives.models.home import Home
from representatives.models.people import Representative
from representatives.models.places import ElectoralDistrict


class DutyReportQuerySet(ScopedQuerySet):
    def visible_to(self, user):
        """Staff of the Home all; a representative their own; a unit none."""
        rows = super().visible_to(user)
        if user.is_authenticated and user.role == Role.UNIT:
            return rows.none()
        if user.is_authenticated and user.role == Role.REPRESENTATIVE:
            return rows.filter(representative=user.represents)
        return rows


class DutyReport(models.Model):
    """One representative's report to voters: where, who was there, the votes, what follows."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="duty_reports", verbose_name="代表之家"
    )
    representative = models.ForeignKey(
        Representative, on_delete=models.PROTECT, related_name="duty_reports", verbose_name="代表"
    )
    # The meeting at which several may have reported.
    activity = models.ForeignKey(
        Activity,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="duty_reports",
        verbose_name="述职会",
    )
    district = models.ForeignKey(
        ElectoralDistrict,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="duty_reports",
        verbose_name="选区",
    )
    on = models.DateField("述职日期")
    place = models.CharField("地点", max_length=120, blank=True)
    present = models.PositiveIntegerField("到会选民数", default=0)
    text = models.TextField("述职内容", max_length=10000, blank=True)
    satisfied = models.PositiveIntegerField("满意票", default=0)
    basic = models.PositiveIntegerField("基本满意票", default=0)
    unsatisfied = models.PositiveIntegerField("不满意票", default=0)
    void = models.PositiveIntegerField("弃权或废票", default=0)
    host = models.CharField("主持人", max_length=50, blank=True)
    scrutineer = models.CharField("监票人", max_length=50, blank=True)
    teller = models.CharField("计票人", max_length=50, blank=True)
    opinions = models.TextField("选民意见", max_length=3000, blank=True)
    result = models.TextField(
        "整改和结果", max_length=3000, blank=True, help_text="对选民意见怎样改进，结果怎样"
    )

    history = HistoricalRecords()
    objects = DutyReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "述职"
        ordering = ("-on", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["representative", "on"],
                name="one_duty_report_a_day",
                violation_error_message="这位代表这一天的述职已经登记过了，请改那一条。",
            ),
            models.CheckConstraint(
                condition=Q(
                    present__gte=models.F("satisfied")
                    + models.F("basic")
                    + models.F("unsatisfied")
                    + models.F("void")
                ),
                name="votes_not_more_than_present",
                violation_error_message="各种票加起来超过了到会选民数，请核对。",
            ),
        ]

    def __str__(self):
        return f"{self.representative} {self.on}"

    @property
    def is_held(self):
        """Whether voters came; before that it is a date with a notice and ballots."""
        return self.present > 0

    def settle(self):
        """Let the representative's duty record say what this report says now."""
        self._follow([self.representative] if self.is_held else [])

    settle.alters_data = True

    def withdraw(self):
        """Take the duty record away, before the report itself is deleted."""
        self._follow([])

    withdraw.alters_data = True

    def _follow(self, people):
        DutyRecord.objects.follow(
            f"report:{self.pk}",
            self.home,
            people,
            source=DutySource.REPORT,
            on=self.on,
            content=f"向选民述职，到会选民{self.present}人",
            place=self.place,
            by_name=self.host,
        )


class DutyReportFile(StoredBy):
    """The signed report, the sheet of votes, pictures."""

    report = models.ForeignKey(DutyReport, on_delete=models.CASCADE, related_name="files")

    address = "report_file"
    objects = files_through("report__home").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "述职附件"
        ordering = ("pk",)
