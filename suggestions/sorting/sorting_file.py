"""What the case page shows of joining and splitting."""

from django.db.models import Q
from django.utils.functional import cached_property

from suggestions.models import Attachment, Joining, Suggestion


class SortingFile:
    """The part of `CaseFile` about other matters; needs `suggestion` and `user`."""

    @cached_property
    def joinings(self):
        """Present joinings of this matter, with those that the user may see."""
        seen = Suggestion.objects.visible_to(self.user)
        here = Q(suggestion=self.suggestion) | Q(lead=self.suggestion)
        rows = Joining.objects.open().filter(here, suggestion__in=seen, lead__in=seen)
        return list(rows.select_related("lead__village", "suggestion__village", "by"))

    @property
    def joined_to(self):
        """The joining by which this matter is handled with another one, or None."""
        mine = (row for row in self.joinings if row.suggestion_id == self.suggestion.pk)
        return next(mine, None)

    @property
    def members(self):
        """Joinings of the matters that are handled with this one."""
        return [row for row in self.joinings if row.lead_id == self.suggestion.pk]

    @cached_property
    def letter(self):
        """Matters of the same letter but this one, the one that has the letter first."""
        root = self.suggestion.split_from_id or self.suggestion.pk
        rows = Suggestion.objects.visible_to(self.user).exclude(pk=self.suggestion.pk)
        rows = rows.filter(Q(pk=root) | Q(split_from=root)).select_related("village")
        return list(rows.defer("query_code").order_by("pk"))

    @property
    def origin(self):
        """The matter that this one was split from, when the user may see it."""
        return next((row for row in self.letter if row.pk == self.suggestion.split_from_id), None)

    @cached_property
    def attachments(self):
        """What came with the matter, and with the letter that it was split from."""
        rows = Attachment.objects.filter(suggestion__in=[self.suggestion.pk, *self._origin_key()])
        return list(rows.filter(reply=None).order_by("pk"))

    def _origin_key(self):
        return [self.origin.pk] if self.origin else []
