"""Who has which matter open now: written by the open page itself, forgotten after two minutes."""

from datetime import timedelta

from django.conf import settings
from django.db import models

from daihome.tools.scope import scoped_through

PRESENT_FOR = timedelta(minutes=2)


class PresenceQuerySet(scoped_through("suggestion__home")):
    def seen(self, suggestion, user, now):
        """`user` has the matter open at `now`; sweeps those who have left."""
        self.filter(seen_at__lt=now - PRESENT_FOR).delete()
        self.update_or_create(suggestion=suggestion, user=user, defaults={"seen_at": now})

    def sentence(self, suggestion, user, now):
        """“王秀英也正在看这件……”: the others who have it open at `now`; "" for nobody."""
        here = self.filter(suggestion=suggestion, seen_at__gte=now - PRESENT_FOR)
        people = here.exclude(user=user).select_related("user").order_by("user_id")
        names = "、".join(str(row.user) for row in people)
        return f"{names}也正在看这件。要改的，先说一声。" if names else ""


class Presence(models.Model):
    """One person at one matter; no record of work, it goes when the page is closed."""

    suggestion = models.ForeignKey(
        "suggestions.Suggestion", on_delete=models.CASCADE, related_name="presences"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(db_index=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "正在看的人"
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "user"], name="present_once_a_matter")
        ]

    def __str__(self):
        return f"{self.user} {self.suggestion_id}"
