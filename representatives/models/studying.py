"""Study materials to read, and who has read them (学习资料)."""

from django.db import models
from simple_history.models import HistoricalRecords

from daihome.tools.scope import ScopedQuerySet, scoped_through
from daihome.tools.stored import StoredFile, files_through
from representatives.models.home import Home
from representatives.models.people import Representative


class StudyMaterialQuerySet(ScopedQuerySet):
    def published(self, today):
        """Those that representatives may read on `today`."""
        return self.filter(published_on__lte=today)


class StudyMaterial(models.Model):
    """Something to read: a law, a report, a piece of practical knowledge."""

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="study_materials", verbose_name="代表之家"
    )
    title = models.CharField("标题", max_length=100, help_text="例：新修改的代表法要点")
    topic = models.CharField(
        "类别", max_length=30, blank=True, help_text="例：法律法规、会议精神、业务知识"
    )
    text = models.TextField("正文", max_length=20000, blank=True)
    published_on = models.DateField(
        "发布日期", null=True, blank=True, help_text="不填就是还没有发布，代表看不到"
    )

    history = HistoricalRecords()
    objects = StudyMaterialQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "学习资料"
        ordering = ("-published_on", "-pk")

    def __str__(self):
        return self.title


class MaterialFile(StoredFile):
    """A PDF or picture that belongs to a study material."""

    material = models.ForeignKey(StudyMaterial, on_delete=models.CASCADE, related_name="files")

    address = "material_file"
    objects = files_through("material__home").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "资料附件"
        ordering = ("pk",)


class MaterialReading(models.Model):
    """That a representative said to have read it; pressed by themselves."""

    material = models.ForeignKey(StudyMaterial, on_delete=models.CASCADE, related_name="readings")
    representative = models.ForeignKey(
        Representative, on_delete=models.PROTECT, related_name="readings", verbose_name="代表"
    )
    read_at = models.DateTimeField("学习时间")

    objects = scoped_through("material__home").as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "学习记录"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["material", "representative"], name="material_read_once"
            )
        ]

    def __str__(self):
        return f"{self.representative}：{self.material}"
