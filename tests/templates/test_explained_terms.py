"""Words of the glossary are explained where they appear, once, without script."""

import pytest
from django.template import Context, Template
from django.utils.translation import override

from portal.core.models import GlossaryTerm
from tests.factories import AudienceFactory, GlossaryTermFactory

pytestmark = pytest.mark.django_db

PAGE = (
    "{% load glossary %}{% explained as terms %}{{ text|safe }}{% endexplained %}"
    "|{% for term in terms %}{{ term.term }};{% endfor %}"
)


@pytest.fixture(autouse=True)
def glossary() -> None:
    GlossaryTermFactory(
        slug="siae", term_fr="SIAE", variants="structure d’insertion\nSIAEs (ancien)"
    )
    GlossaryTermFactory(slug="marche-reserve", term_fr="Marché réservé", variants="AE")


def draw(text: str) -> tuple[str, list[str]]:
    with override("fr"):
        html, names = Template(PAGE).render(Context({"text": text})).rsplit("|", 1)
    return html, [name for name in names.split(";") if name]


def test_the_first_mention_leads_to_the_explanation():
    html, names = draw("<p>Une SIAE, puis une SIAE.</p>")
    assert html.count('href="#mot-siae"') == 1
    assert html.index('id="vu-siae"') < html.index("puis")
    assert names == ["SIAE"]


@pytest.mark.parametrize(
    "text",
    [
        '<a href="/x">la SIAE</a>',
        "<h2>La SIAE</h2>",
        "<button>SIAE</button>",
        '<img alt="SIAE">',
        "<!-- SIAE -->",
        "<p>les SIAEXX, l’ASIAE et une-SIAE</p>",
        "<p>la siae en minuscules</p>",
    ],
)
def test_some_places_are_left_alone(text):
    assert draw(text) == (text, [])


@pytest.mark.parametrize("text", ["marché réservé", "Marchés réservés", "AE"])
def test_phrases_are_found_in_any_case_and_number(text):
    html, names = draw(f"<p>Un {text} ici.</p>")
    assert 'href="#mot-marche-reserve"' in html
    assert names == ["Marché réservé"]


def test_ordinary_variants_are_not_marked():
    assert draw("<p>une structure d’insertion</p>")[1] == []


def test_entities_stay_as_they_are():
    html, _names = draw("<p>SIAE &amp; Cie &lt;b&gt;</p>")
    assert "&amp; Cie &lt;b&gt;</p>" in html


def test_a_change_of_the_glossary_is_felt_at_once():
    assert draw("<p>une EITI</p>")[1] == []
    GlossaryTermFactory(slug="eiti", term_fr="EITI")
    assert draw("<p>une EITI</p>")[1] == ["EITI"]
    GlossaryTerm.objects.get(slug="eiti").delete()
    assert draw("<p>une EITI</p>")[1] == []


def test_who_readers_are_needs_no_explanation():
    AudienceFactory(slug="acheteur")
    GlossaryTermFactory(slug="acheteur", term_fr="Acheteur")
    assert draw("<p>Un acheteur</p>")[1] == []


def test_a_term_without_definition_is_not_marked():
    GlossaryTermFactory(slug="xyz", term_fr="XYZ", definition_fr="")
    assert draw("<p>XYZ</p>")[1] == []
