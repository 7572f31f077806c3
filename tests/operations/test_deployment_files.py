"""The Dockerfile, the compose file and the values they ask for, read as files.

`make lint` also gives them to a linter and to the schema of compose files; `make
rehearse-image` runs the image's own commands.
"""

import json
import re
from typing import Any

import pytest
import yaml
from django.conf import settings

from tests.conventions.project_files import text_of, tracked

_, BUILD, FINAL = text_of("Dockerfile").split("\nFROM ")
COMPOSE: dict[str, Any] = yaml.safe_load(text_of("docker-compose.yml"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
SITE = ("prepare", "web", "worker")
SECRETS = ("PORTAL_SECRET_KEY", "POSTGRES_PASSWORD", "ELASTIC_PASSWORD")
# Asked for with a message, and so without a value that everyone knows.
ASKED = set(re.findall(r"\$\{(\w+):\?", text_of("docker-compose.yml")))
GIVEN = dict(
    line.split("=", 1)
    for line in text_of(".env.example").splitlines()
    if line and not line.startswith("#")
)


class TestTheImage:
    def test_runs_as_nobody_in_particular(self):
        user, group = re.findall(r"^USER (\d+):(\d+)$", FINAL, re.MULTILINE)[-1]
        assert int(user) >= 10000
        assert int(group) >= 10000

    def test_installs_in_a_stage_that_is_left_behind(self):
        assert not re.search(r"\b(pip|apt|apt-get|gcc)\b", FINAL)
        copied = re.findall(r"^COPY (.*)", FINAL, re.MULTILINE)
        assert all(text.startswith("--from=build /") for text in copied)

    def test_takes_packages_that_the_lock_knows_already_built(self):
        assert "--only-binary :all: --require-hashes" in BUILD
        assert "--no-index" in BUILD

    def test_starts_without_a_shell_that_would_keep_the_signals(self):
        command = re.findall(r"^CMD (.*)", FINAL, re.MULTILINE)[-1]
        assert json.loads(command)[0] == "gunicorn"
        assert "STOPSIGNAL SIGTERM" in FINAL

    def test_keeps_no_secret(self):
        assert not re.search("KEY|PASSWORD|SECRET|^ARG", FINAL, re.MULTILINE)

    def test_names_its_base_to_the_minor_version(self):
        assert all(re.match(r"python:3\.\d+-", stage) for stage in (BUILD, FINAL))

    def test_takes_each_package_of_the_site_and_nothing_else(self):
        lines = text_of(".dockerignore").splitlines()
        assert lines[1] == "*", "Leave everything out first, then let names in."
        kept = {line[1:] for line in lines if line.startswith("!")}
        apps = {app.split(".")[0] for app in settings.INSTALLED_APPS}
        ours = {path.split("/")[0] for path in tracked() if "/" in path}
        assert (apps & ours) | {"templates", "static", "locale"} <= kept
        assert {"tests", "docs", ".git", ".ci", ".env"}.isdisjoint(kept)


@pytest.mark.parametrize("name", SERVICES)
class TestEachService:
    def test_is_confined(self, name):
        service = SERVICES[name]
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["read_only"] or name == "elasticsearch"
        assert not service.get("privileged")

    def test_has_limits(self, name):
        limits = SERVICES[name]["deploy"]["resources"]["limits"]
        assert {"cpus", "memory", "pids"} <= limits.keys()

    def test_has_a_health_check(self, name):
        # That of the image, for the site; one that ends has none.
        assert name in ("web", "prepare") or SERVICES[name]["healthcheck"]["test"]

    def test_keeps_its_data_in_a_named_volume(self, name):
        volumes = [text.split(":")[0] for text in SERVICES[name]["volumes"]]
        assert volumes
        assert set(volumes) <= COMPOSE["volumes"].keys()

    def test_has_a_version(self, name):
        image = SERVICES[name]["image"]
        assert ":" in image
        assert not image.endswith(":latest")


class TestTheWhole:
    def test_the_site_alone_is_reached_and_from_this_machine_alone(self):
        assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["web"]
        assert all(port.startswith("127.0.0.1:") for port in SERVICES["web"]["ports"])
        assert COMPOSE["networks"]["inside"] == {"internal": True}
        for name in set(SERVICES) - set(SITE):
            assert SERVICES[name]["networks"] == ["inside"]

    def test_the_site_starts_once_its_servers_answer_and_its_tables_are_there(self):
        for name in ("web", "worker"):
            waits = SERVICES[name]["depends_on"]
            assert waits["prepare"]["condition"] == "service_completed_successfully"
            assert waits["database"]["condition"] == "service_healthy"

    def test_it_starts_without_elasticsearch(self):
        assert SERVICES["elasticsearch"]["profiles"] == ["elasticsearch"]
        for name in SITE:
            assert SERVICES[name]["depends_on"]["elasticsearch"]["required"] is False
        engine = SERVICES["web"]["environment"]["SEARCH_URL"]
        assert engine == "${SEARCH_URL:-embedded://search}"

    def test_it_stops_after_the_answers_under_way(self):
        from portal.settings import web_server

        seconds = int(SERVICES["web"]["stop_grace_period"].removesuffix("s"))
        assert seconds > web_server.graceful_timeout


class TestTheValues:
    def test_no_secret_has_a_value_that_everyone_knows(self):
        assert {"PORTAL_SECRET_KEY", "POSTGRES_PASSWORD"} <= ASKED
        assert [GIVEN[name] for name in SECRETS] == ["", "", ""]

    def test_all_that_is_asked_for_is_in_the_example(self):
        assert ASKED - GIVEN.keys() == set()

    def test_none_of_them_is_under_version_control(self):
        assert ".env" in text_of(".gitignore").splitlines()
        assert ".env" not in tracked()

    def test_the_site_knows_all_it_is_given(self):
        known = text_of("README.md")
        given = SERVICES["web"]["environment"].keys() - {"WEB_CONCURRENCY"}
        assert [name for name in given if f"`{name}`" not in known] == []
