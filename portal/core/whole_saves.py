"""Saves that are one transaction with what their handlers write.

In autocommit Django sends ``post_save`` once the row is committed: a process killed in
between would lose what the handlers write. Deletions, many-to-many changes and the
saves of pages are whole already.
"""

from django.db import transaction
from django.db.models import Model


def save_whole(*models: type[Model]) -> None:
    """From now on each save of ``models`` commits, or not, with its handlers' writes."""
    for model in models:
        model.save_base = transaction.atomic(savepoint=False)(model.save_base)
