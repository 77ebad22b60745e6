"""How the voter was told, and how satisfied they are: replace 选民意见反馈簿's last columns (R7)."""

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When

from daihome.tools.scope import scoped_through
from suggestions.models.choices import Kind


class ToldWay(models.TextChoices):
    PHONE = "phone", "电话告知"
    VISIT = "visit", "上门告知"
    MEETING = "meeting", "当面告知"
    LETTER = "letter", "书面告知"
    ONLINE = "online", "网上查询页公布"


class VoterNotification(models.Model):
    """That the voter was told how it ended, or why they could not be; one a round."""

    suggestion = models.ForeignKey(
        "suggestions.Suggestion", on_delete=models.PROTECT, related_name="notifications"
    )
    round_no = models.PositiveSmallIntegerField("办理轮次", default=1)
    # Of a promise that was answered again: one more notification in the same round.
    commitment = models.OneToOneField(
        "suggestions.Commitment",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="notification",
    )
    told_on = models.DateField("告知日期", null=True, blank=True)
    way = models.CharField("告知方式", max_length=10, choices=ToldWay, blank=True)
    untold_reason = models.CharField(
        "未能告知的原因", max_length=200, blank=True, help_text="例：匿名提交，未留联系方式"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    by_name = models.CharField("告知人", max_length=60)

    objects = scoped_through("suggestion__home").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "告知记录"
        ordering = ("round_no", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion", "round_no"],
                condition=Q(commitment=None),
                name="told_once_a_round",
            ),
            models.CheckConstraint(
                condition=Q(told_on__isnull=False) & ~Q(way="") | ~Q(untold_reason=""),
                name="told_or_reason",
                violation_error_message="请填告知日期和方式，或者填未能告知的原因。",
            ),
        ]

    def __str__(self):
        if self.told_on:
            return f"{self.told_on} {self.get_way_display()}"
        return f"未告知：{self.untold_reason}"


class SatisfactionLevel(models.TextChoices):
    SATISFIED = "satisfied", "满意"
    BASIC = "basic", "基本满意"
    UNSATISFIED = "unsatisfied", "不满意"


class Party(models.TextChoices):
    """Who judges: whoever raised a matter decides about a new round."""

    VOTER = "voter", "反映人"
    REPRESENTATIVE = "representative", "代表"


class VerdictSource(models.TextChoices):
    PAGE = "page", "查询页"
    LINK = "link", "评价链接"
    PHONE = "phone", "电话"
    PAPER = "paper", "征询意见表"
    DESK = "desk", "当面"


def deciding_party(kind="kind"):
    """Whose verdict decides, by the field `kind` of a matter: the voter's, of a proposal the lead's."""
    proposal = When(**{kind: Kind.PROPOSAL}, then=Value(Party.REPRESENTATIVE))
    return Case(proposal, default=Value(Party.VOTER))


class SatisfactionQuerySet(scoped_through("suggestion__home")):
    def deciding(self):
        """Verdicts of whoever raised the matter."""
        return self.filter(party=deciding_party("suggestion__kind"))


class Satisfaction(models.Model):
    """One verdict on one round: the voter's, or the representative's (征询意见表)."""

    suggestion = models.ForeignKey(
        "suggestions.Suggestion", on_delete=models.PROTECT, related_name="satisfactions"
    )
    round_no = models.PositiveSmallIntegerField("办理轮次", default=1)
    party = models.CharField("评价人", max_length=14, choices=Party, default=Party.VOTER)
    source = models.CharField(
        "方式", max_length=10, choices=VerdictSource, default=VerdictSource.PHONE
    )
    # Of the result; `attitude` of the manner, where the Home asks for both (DOMAIN.md 3).
    level = models.CharField("办理结果评价", max_length=12, choices=SatisfactionLevel)
    attitude = models.CharField(
        "办理态度评价", max_length=12, choices=SatisfactionLevel, blank=True
    )
    reason = models.CharField("理由", max_length=300, blank=True)
    given_on = models.DateField("评价日期")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = SatisfactionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "满意度"
        ordering = ("round_no", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion", "round_no", "party"], name="one_verdict_a_round"
            ),
            models.CheckConstraint(
                condition=~Q(level="unsatisfied") | ~Q(reason=""),
                name="unsatisfied_says_why",
                violation_error_message="选“不满意”的，请写明理由，以便重新办理。",
            ),
        ]

    def __str__(self):
        return self.get_level_display()
