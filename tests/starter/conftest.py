from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import transaction


@pytest.fixture(scope="module")
def starter(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The starter content, loaded once for the module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_starter", verbosity=0)
        yield
        transaction.set_rollback(True)
