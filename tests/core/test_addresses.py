"""Whatever an address holds, what is not there is said to be not there."""

import pytest

from tests.templates.reading import read

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    ["%00", "fr/%00/", "fr/outils/a%00b/", "fr/territoires/%00/", "fr/agenda/%00.ics"],
)
def test_a_character_that_no_database_keeps_is_not_found(client, path):
    page = read(client, f"/{path}", status=404)
    assert page.find("h1")
