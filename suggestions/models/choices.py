"""The closed lists of words that a case uses."""

from django.db import models


class Kind(models.TextChoices):
    OPINION = "opinion", "选民意见"
    PROPOSAL = "proposal", "代表建议"


class Channel(models.TextChoices):
    WEB = "web", "网上提交"
    DESK = "desk", "当面反映"
    PHONE = "phone", "电话反映"
    LETTER = "letter", "来信"
    REPRESENTATIVE = "representative", "代表提出"
    RECEPTION = "reception", "接待日反映"
    VISIT = "visit", "代表走访"
    MAILBOX = "mailbox", "代表信箱"
    ACTIVITY = "activity", "代表活动"
    INSPECTION = "inspection", "视察检查"


class Nature(models.TextChoices):
    """The columns of R7: 建议、批评、意见、问题."""

    ADVICE = "advice", "建议"
    CRITICISM = "criticism", "批评"
    OPINION = "opinion", "意见"
    PROBLEM = "problem", "问题"


class IdentityMode(models.TextChoices):
    NAMED = "named", "实名"
    CONFIDENTIAL = "confidential", "实名但请保密"
    ANONYMOUS = "anonymous", "匿名"


class OwnerLevel(models.TextChoices):
    VILLAGE = "village", "村（社区）能办"
    TOWNSHIP = "township", "镇级能办"
    COUNTY = "county", "县级权限"
    ABOVE = "above", "县级以上权限"


class Disclosure(models.TextChoices):
    """Whether the result may be published (DOMAIN.md 8, 公开／不公开)."""

    PUBLIC = "public", "可以公开"
    REDACTED = "redacted", "处理后公开"
    NOT_PUBLIC = "not_public", "不公开"
