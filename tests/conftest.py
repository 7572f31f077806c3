from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from portal.settings import environment
from portal.users.models import User
from tests.factories import UserFactory


@pytest.fixture(autouse=True)
def _in_french(settings) -> None:
    """A request leaves its language to the thread: each test starts in the site's own."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def admin(db: None) -> User:
    return UserFactory(admin=True)


@pytest.fixture
def admin_client(admin: User) -> Client:
    """A browser where someone with all rights is signed in."""
    client = Client()
    client.force_login(admin)
    return client


@pytest.fixture
def in_an_hour() -> datetime:
    return timezone.now() + timedelta(hours=1)


@pytest.fixture
def cache_away(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache is on a server that refuses connections."""
    monkeypatch.setenv("CACHE_URL", "rediscache://127.0.0.1:1/0")
    settings.CACHES = {"default": environment.cache()}
