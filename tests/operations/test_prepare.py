"""What `prepare` says when it cannot work."""

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection


@pytest.mark.django_db
def test_a_database_that_is_away_is_said_in_a_line(monkeypatch):
    def away():
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "ensure_connection", away)
    with pytest.raises(CommandError, match=r"DATABASE_URL\. connection refused"):
        call_command("prepare")
