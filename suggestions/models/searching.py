"""The index over the texts of all matters; written and asked by `suggestions/sorting/search.py` only."""

from django.db import models


class SearchBody(models.Field):
    """What one matter is found by: its tokens on PostgreSQL, the text that gave them on SQLite.

    SQLite keeps the tokens in a table of its own kind beside this one (FTS5) that can only take
    tokens out again when it is told them.
    """

    def db_type(self, connection):
        return "tsvector" if connection.vendor == "postgresql" else "text"


class SearchEntry(models.Model):
    """The entry of one matter in the index: made out of the matter, lost without harm."""

    suggestion = models.OneToOneField(
        "suggestions.Suggestion", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    body = SearchBody(editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "查找索引"

    def __str__(self):
        return str(self.suggestion_id)
