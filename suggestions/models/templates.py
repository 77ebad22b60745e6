"""Wordings that a Home keeps for its answers: replace the folder of sample letters."""

from django.db import models
from simple_history.models import HistoricalRecords

from representatives.models import Home
from suggestions.models.reference import Category, ReferenceQuerySet


class TemplateUse(models.TextChoices):
    """Where a wording is offered."""

    CLASSIFY = "classify", "分类：给选民的答复或说明"
    REPLY = "reply", "登记单位答复"
    TELL = "tell", "反馈：告知选民"


class AnswerTemplateQuerySet(ReferenceQuerySet):
    def offered(self, suggestion, use):
        """Those for this use that fit the matter's category or every category."""
        rows = self.of(suggestion.home_id).active().filter(use=use)
        category = suggestion.category
        fits = [category.pk, category.parent_id] if category else []
        return rows.filter(models.Q(category=None) | models.Q(category__in=fits))


class AnswerTemplate(models.Model):
    """A wording with named blanks such as {编号}; what they stand for: `suggestions/staff/blanks.py`."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="answer_templates", verbose_name="代表之家"
    )
    use = models.CharField("用在哪里", max_length=10, choices=TemplateUse)
    category = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="answer_templates",
        verbose_name="只用于这一类",
        help_text="不选就是各类都能用；选一级分类，它下面的二级分类也能用",
    )
    title = models.CharField("名称", max_length=40, help_text="例：引导到信访")
    text = models.TextField(
        "正文",
        max_length=2000,
        help_text="可以用这些空：{编号}、{标题}、{村}、{日期}、{收到日期}、{代表之家}、{电话}、"
        "{承办单位}、{限期}。用的时候自动换成这件意见的内容，其他花括号原样保留",
    )
    order = models.PositiveSmallIntegerField("排列顺序", default=10)
    is_active = models.BooleanField("启用", default=True)

    history = HistoricalRecords()
    objects = AnswerTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "答复模板"
        ordering = ("home", "use", "order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["home", "use", "title"],
                name="answer_template_unique_in_home",
                violation_error_message="这个用处已经有同名的模板，请换一个名称。",
            )
        ]

    def __str__(self):
        return self.title
