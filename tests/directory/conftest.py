from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from directory.models import ActorPage, DirectoryIndexPage
from tests.factories import ActorPageFactory, GroupFactory, UserFactory, first_index
from tests.search.site.conftest import Site


@pytest.fixture
def site(db: None, settings: Settings, tmp_path: Path) -> Site:
    """An index of its own: ``site.index()`` brings it up to date."""
    settings.DATA_DIR = tmp_path
    settings.SEARCH_DRAIN = "never"
    return Site()


@pytest.fixture
def actor(db: None) -> ActorPage:
    """An organisation in a space of its own."""
    parent = first_index(DirectoryIndexPage)
    space = parent.add_child(instance=DirectoryIndexPage(title="Un réseau"))
    space.save_revision().publish()
    return ActorPageFactory(parent=space, published=True)


@pytest.fixture
def member_client(actor: ActorPage) -> Client:
    """Someone who may publish in the space of ``actor`` and nowhere else."""
    space = actor.get_parent().specific
    client = Client()
    client.force_login(UserFactory(groups=[GroupFactory(pages=[space])]))
    return client
