"""The portal on a real Elasticsearch, through a proxy that can fail."""

import os
from collections.abc import Iterator
from uuid import uuid4

import pytest

from search.engines import breaker, current_engine
from search.engines.elasticsearch import ElasticsearchEngine
from tests.search.faults.proxy import Proxy
from tests.search.faults.site import Site


@pytest.fixture
def behind_a_proxy(settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """The current engine is behind ``site.proxy``; there is no index yet."""
    proxy = Proxy(os.environ["TEST_ELASTICSEARCH_URL"])
    settings.SEARCH_URL = f"elasticsearch://{proxy.address}/test-{uuid4().hex[:12]}"
    monkeypatch.setattr(breaker, "_breakers", {})
    engine = current_engine()
    assert isinstance(engine, ElasticsearchEngine)
    yield Site(proxy, engine)
    proxy.heal()
    for index in engine.indices.all():
        engine.client.indices.delete(index=index.name)
    engine.client.close()
    proxy.close()


@pytest.fixture
def site(db: None, behind_a_proxy: Site) -> Site:
    """A site with nothing but its first pages, undone after the test."""
    return behind_a_proxy
