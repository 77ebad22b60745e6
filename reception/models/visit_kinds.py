"""The words of a visit: its kind, how somebody was reached, who was helped."""

from django.db import models

from representatives.models import DutySource


class VisitKind(models.TextChoices):
    CONTACT = "contact", "联系选民"
    TALK = "talk", "谈心走访"
    AID = "aid", "走访慰问"


DUTY_OF = {kind: DutySource(kind.value) for kind in VisitKind}


class Way(models.TextChoices):
    """How somebody was reached (R3, 联系方式)."""

    VISIT = "visit", "走访"
    PHONE = "phone", "电话"
    WECHAT = "wechat", "微信"
    FORUM = "forum", "座谈"


class Beneficiary(models.TextChoices):
    POOR = "poor", "困难户（脱贫户、监测户）"
    DISABLED = "disabled", "残疾人"
    CARE_HOME = "care_home", "敬老院"
    PUPIL = "pupil", "困难学生"
    OTHER = "other", "其他"
