"""Rows written by thousands: one statement a table, none of Django's signals."""

from typing import Any

from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, connections, models

BATCH = 2_000
# Values that every database takes as they are.
PLAIN = {int, str, bool, type(None)}


class Rows:
    """Rows of one model, kept and written together; absent columns take defaults.

    What Django fills when it saves (dates of today, random identifiers) is given by
    the caller, so that the same seed gives the same rows.
    """

    def __init__(self, model: type[models.Model], *, with_key: bool = False) -> None:
        fields = [
            field
            for field in model._meta.local_concrete_fields
            if with_key or not isinstance(field, models.AutoField)
        ]
        # The connection itself: its stand-in is looked up at each use.
        self._connection = connections[DEFAULT_DB_ALIAS]
        quote = self._connection.ops.quote_name
        columns = ", ".join(quote(str(field.column)) for field in fields)
        marks = ", ".join(["%s"] * len(fields))
        table = quote(model._meta.db_table)
        self._statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 - names of our own models
        self._places = {
            field.attname: (place, field.get_db_prep_save)
            for place, field in enumerate(fields)
        }
        self._blank = [
            field.get_db_prep_save(field.get_default(), self._connection)
            for field in fields
        ]
        self._kept: list[list[Any]] = []

    def add(self, **values: Any) -> None:
        row = self._blank.copy()
        for name, value in values.items():
            place, prepare = self._places[name]
            row[place] = (
                value if type(value) in PLAIN else prepare(value, self._connection)
            )
        self._kept.append(row)
        if len(self._kept) >= BATCH:
            self.flush()

    def flush(self) -> None:
        if self._kept:
            with self._connection.cursor() as cursor:
                cursor.executemany(self._statement, self._kept)
            self._kept.clear()


class Links:
    """Rows of a many-to-many relation of a model."""

    def __init__(self, model: type[models.Model], name: str) -> None:
        relation: Any = model._meta.get_field(name)
        self._rows = Rows(relation.remote_field.through)
        self._from = f"{relation.m2m_field_name()}_id"
        self._to = f"{relation.m2m_reverse_field_name()}_id"

    def add(self, key: int, others: list[int]) -> None:
        for other in others:
            self._rows.add(**{self._from: key, self._to: other})

    def flush(self) -> None:
        self._rows.flush()


def next_key(model: type[models.Model]) -> int:
    return (model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1


def follow_keys(model: type[models.Model]) -> None:
    """Let the database number on after the keys that were given by hand."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)
