"""What each Home decides about its public pages and reminders; columns of `Home`."""

import re

from django.core.validators import RegexValidator
from django.db import models

DAYS_LIST = RegexValidator(
    r"^\d{1,2}([、，,\s]+\d{1,2})*$", "请写天数，几次就写几个，用顿号分开，例：7、1。"
)


class PublicSwitches(models.Model):
    """What a representative's public page says.

    代表法第五十八条 wants basic information and duties published and says no more than that; what is
    personal waits for the person's own consent as well (个人信息保护法第二十五条).
    """

    shows_photo = models.BooleanField("照片", default=True)
    shows_post = models.BooleanField("工作单位及职务", default=True)
    shows_district = models.BooleanField("选区", default=True)
    shows_group = models.BooleanField("代表小组", default=True)
    shows_village = models.BooleanField("居住村（社区）", default=True)
    shows_intro = models.BooleanField("简介", default=True)
    shows_phone = models.BooleanField("电话", default=True, help_text="只显示本人同意公开的")
    shows_sex = models.BooleanField("性别", default=False, help_text="只显示本人同意公开的")
    shows_ethnicity = models.BooleanField("民族", default=False, help_text="只显示本人同意公开的")
    shows_party = models.BooleanField("政治面貌", default=False, help_text="只显示本人同意公开的")
    shows_education = models.BooleanField(
        "文化程度", default=False, help_text="只显示本人同意公开的"
    )
    shows_next_day = models.BooleanField("接待日", default=True)
    shows_duties = models.BooleanField("各类履职次数", default=True)
    shows_contacts = models.BooleanField("接待、联系选民次数", default=True)
    shows_proposals = models.BooleanField("领衔建议件数", default=True)
    shows_reports = models.BooleanField("向选民述职和测评票数", default=True)

    class Meta:
        abstract = True


class YearPolicy(models.Model):
    """When people are reminded of their days, and when an entry counts as written long after."""

    reception_remind_before = models.CharField(
        "接待日提前几天提醒",
        max_length=40,
        blank=True,
        default="7、1",
        validators=[DAYS_LIST],
        help_text="日历天，几次就写几个，例：7、1。提醒当班代表和工作人员；不填不提醒",
    )
    activity_remind_before = models.CharField(
        "活动提前几天提醒",
        max_length=40,
        blank=True,
        default="1",
        validators=[DAYS_LIST],
        help_text="日历天，例：1。提醒已通知、没有请假的代表；不填不提醒",
    )
    late_entry_days = models.PositiveSmallIntegerField(
        "事后多少天算补记",
        default=7,
        help_text="接待、走访、活动过了这么多天才登记的，列在主席的督查页上",
    )

    class Meta:
        abstract = True

    @property
    def reception_thresholds(self):
        """Days before a reception day on which people are reminded, the nearest first."""
        return days_in(self.reception_remind_before)

    @property
    def activity_thresholds(self):
        return days_in(self.activity_remind_before)


def days_in(text):
    """The numbers in a list of days, each once, in order."""
    return sorted({int(number) for number in re.findall(r"\d+", text)})
