"""PostgreSQL finds « réseau » when « reseau » is typed, as SQLite does."""

from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TEXT SEARCH CONFIGURATION IF EXISTS portal")
        schema_editor.execute(
            "CREATE TEXT SEARCH CONFIGURATION portal (COPY = pg_catalog.simple)"
        )
        schema_editor.execute(
            "ALTER TEXT SEARCH CONFIGURATION portal"
            " ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TEXT SEARCH CONFIGURATION IF EXISTS portal")


class Migration(migrations.Migration):

    dependencies = [("core", "0001_initial")]

    operations = [UnaccentExtension(), migrations.RunPython(make, drop)]
