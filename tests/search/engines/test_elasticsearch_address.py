"""``SEARCH_URL``: what it may say, and what is answered to what it may not."""

from collections.abc import Iterator

import pytest
from django.test import override_settings
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines import current_engine
from search.engines.base import EngineRequest, EngineUnavailable
from search.engines.elasticsearch.address import Address, BadAddress

SECRET = "hunter2"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with override("en"):
        yield


class TestAnAddress:
    def test_names_a_server_and_a_prefix(self) -> None:
        address = Address.read("elasticsearch://search.example.org/portail")
        assert address.servers == ("http://search.example.org:9200",)
        assert address.prefix == "portail"
        assert (address.user, address.password, address.api_key) == ("", "", "")

    def test_signs_in_over_tls(self, tmp_path) -> None:
        authority = tmp_path / "ca.pem"
        authority.write_text("", encoding="ascii")
        address = Address.read(
            f"elasticsearch+https://us%40er:p%2Fss@host:9243/portail?ca={authority}"
        )
        assert address.servers == ("https://host:9243",)
        assert (address.user, address.password) == ("us@er", "p/ss")
        assert address.ca == str(authority)

    def test_takes_its_key_from_a_variable(self) -> None:
        url = "elasticsearch+https://host/portail?api_key_env=SEARCH_KEY"
        assert Address.read(url, {"SEARCH_KEY": SECRET}).api_key == SECRET

    def test_names_the_nodes_of_a_cluster(self) -> None:
        address = Address.read("elasticsearch://u:p@a:9201,b,[::1]:9203/portail")
        assert address.servers == (
            "http://a:9201",
            "http://b:9200",
            "http://[::1]:9203",
        )
        assert address.user == "u"

    def test_shows_no_secret(self) -> None:
        url = f"elasticsearch://user:{SECRET}@host/portail?api_key_env=KEY"
        address = Address.read(url, {"KEY": SECRET})
        assert SECRET not in repr(address)
        assert SECRET not in address.shown


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (f"solr://user:{SECRET}@host/portail", "embedded://search"),
        (SECRET, "embedded://search"),
        ("", "embedded://search"),
        ("embedded://", "embedded://search"),
        (f"elasticsearch://user:{SECRET}@/portail", "no host"),
        (f"elasticsearch://user:{SECRET}@ho st/portail", "no host"),
        (f"elasticsearch://user:{SECRET}@host:99999/portail", "port"),
        (f"elasticsearch://user:{SECRET}@host:port/portail", "port"),
        (f"elasticsearch://user:{SECRET}@host", "prefix"),
        (f"elasticsearch://user:{SECRET}@host/Portail", "prefix"),
        (f"elasticsearch://user:{SECRET}@host/a,b*", "prefix"),
        (f"elasticsearch://user:{SECRET}@host/portail?key={SECRET}", "option"),
        (f"elasticsearch://host/portail?api_key_env={SECRET}", "api_key_env"),
        ("elasticsearch://host/portail?api_key_env=NO_SUCH_KEY", "NO_SUCH_KEY"),
        (
            f"elasticsearch://u:{SECRET}@host/portail?ca=/nowhere",
            r"elasticsearch\+https",
        ),
        (f"elasticsearch+https://u:{SECRET}@host/portail?ca=/nowhere", "ca=PATH"),
    ],
)
class TestAWrongAddress:
    def test_is_told_with_its_remedy_and_without_the_secret(self, url, said) -> None:
        with pytest.raises(BadAddress, match=said) as refusal:
            Address.read(url, {})
        assert SECRET not in str(refusal.value)

    def test_is_an_engine_that_does_not_answer(self, url, said) -> None:
        with override_settings(SEARCH_URL=url):
            engine = current_engine()
        with pytest.raises(EngineUnavailable, match=said):
            engine.search(EngineRequest("fr", ()))
        health = engine.health()
        assert not health.ok
        assert SECRET not in health.detail


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60).map("elasticsearch://".__add__) | st.text(max_size=80))
def test_any_address_is_read_or_refused(url: str) -> None:
    try:
        address = Address.read(url, {})
    except BadAddress:
        return
    assert all(server.startswith("http://") for server in address.servers)
