"""The starter content, for the tests that read it: loading it takes seconds."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import transaction

from search.indexing.rebuild import rebuild_index


@pytest.fixture(scope="module")
def starter(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """The starter content, loaded once for the module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_starter", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def indexed_starter(starter: None, django_db_blocker: object) -> None:
    """The starter content and its index."""
    with django_db_blocker.unblock():
        rebuild_index()
