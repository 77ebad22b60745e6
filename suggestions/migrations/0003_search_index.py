"""An index of the words of all matters: SQLite by FTS5, PostgreSQL by GIN; filled with what is there."""

import django.db.models.deletion
from django.db import migrations, models

import suggestions.models.searching
from suggestions.sorting import search


def make_tables(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        # New entries wait in a short list (kB) that every search reads through: it makes a matter
        # that comes in six times cheaper, and a search not slower by a tenth of a millisecond.
        schema_editor.execute(
            "CREATE INDEX suggestions_searchentry_body ON suggestions_searchentry"
            " USING gin (body) WITH (gin_pending_list_limit = 256)"
        )
    else:
        schema_editor.execute(
            "CREATE VIRTUAL TABLE suggestions_searchgrams USING fts5"
            "(grams, content='', detail=none, tokenize=\"ascii tokenchars '.'\")"
        )


def drop_tables(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        schema_editor.execute("DROP TABLE suggestions_searchgrams")


def fill(apps, schema_editor):
    search.rebuild(apps.get_model)


class Migration(migrations.Migration):
    dependencies = [("suggestions", "0002_known_working_days")]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "suggestion",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="suggestions.suggestion",
                    ),
                ),
                ("body", suggestions.models.searching.SearchBody(editable=False)),
            ],
            options={"verbose_name": "查找索引", "verbose_name_plural": "查找索引"},
        ),
        migrations.RunPython(make_tables, drop_tables),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
