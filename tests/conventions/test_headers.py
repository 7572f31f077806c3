"""What every answer carries, whatever it is: page, error, file, probe, admin."""

import pytest
from django.conf import settings
from django.http import HttpResponse

pytestmark = pytest.mark.django_db

PUBLIC = ["/fr/", "/fr/recherche/", "/fr/nowhere/", "/nowhere", "/documents/1/x.pdf"]
OTHER = [
    "/live",
    "/ready",
    "/static/dsfr/dist/dsfr.main.min.css",
    "/static/nothing.css",
]
ADMIN = [f"/{settings.ADMIN_PATH}/login/", f"/{settings.ADMIN_PATH}/nowhere/"]
YEAR = 365 * 24 * 3600


@pytest.fixture
def get(client):
    client.raise_request_exception = False

    def get(path: str) -> HttpResponse:
        response = client.get(path, secure=True)
        response.close()  # a file is left open otherwise
        return response

    return get


@pytest.mark.parametrize("path", PUBLIC + OTHER + ADMIN)
class TestEveryAnswer:
    def test_is_protected(self, get, path):
        headers = get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "geolocation=()" in headers["Permissions-Policy"]
        seconds = headers["Strict-Transport-Security"].split(";")[0]
        assert int(seconds.removeprefix("max-age=")) >= YEAR

    def test_is_held_to_our_own_content(self, get, path):
        policy = policy_of(get(path))
        assert policy["default-src"] == {"'self'"}
        assert policy["object-src"] == {"'none'"}
        assert policy["base-uri"] == {"'none'"}
        assert policy["form-action"] == {"'self'"}
        assert policy["frame-ancestors"] == {"'self'"}
        for sources in policy.values():
            assert not any("http" in source or "*" in source for source in sources)
            assert "'unsafe-eval'" not in sources

    def test_says_nothing_of_the_server(self, get, path):
        assert not {"Server", "X-Powered-By"} & set(get(path).headers)


@pytest.mark.parametrize("path", PUBLIC + OTHER)
class TestPublicAnswers:
    def test_run_no_inline_code(self, get, path):
        policy = policy_of(get(path))
        for kind in ("script-src", "style-src"):
            assert policy[kind] == {"'self'"}

    def test_leave_no_cookie(self, get, path):
        assert get(path).cookies == {}


def test_the_admin_alone_has_inline_code(get):
    policy = policy_of(get(ADMIN[0]))
    assert policy["script-src"] == {"'self'", "'unsafe-inline'"}


def test_errors_of_ours_are_protected_too(get, monkeypatch):
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("not for the reader")

    monkeypatch.setattr("portal.home.models.HomePage.serve", fail)
    response = get("/fr/")
    assert response.status_code == 500
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert policy_of(response)["script-src"] == {"'self'"}
    assert b"not for the reader" not in response.content
    assert response.cookies == {}


def test_pages_of_someone_signed_in_are_kept_by_nobody(admin_client):
    response = admin_client.get("/fr/")
    assert response.headers["Cache-Control"] == "private, no-store"


def test_plain_http_promises_nothing(client):
    assert "Strict-Transport-Security" not in client.get("/live").headers


def policy_of(response) -> dict[str, set[str]]:
    directives = response.headers["Content-Security-Policy"].split(";")
    parts = [directive.split() for directive in directives if directive.strip()]
    return {name: set(sources) for name, *sources in parts}
