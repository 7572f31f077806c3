"""What visitors find on a site, with its vocabularies, glossary and territories."""

from datetime import timedelta

import pytest
from django.utils import timezone

from search import service
from search.service import asking, suggesting
from tests.factories import (
    ActorPageFactory,
    GlossaryTermFactory,
    GuidancePageFactory,
    LeverPageFactory,
    PracticePageFactory,
    SessionFactory,
    TerritoryFactory,
    ThemeFactory,
    TrainingPageFactory,
    translated,
)
from tests.search.service.conftest import count_of, kinds_of_notes
from tests.search.service.oracle import Oracle
from tests.search.site.conftest import Site


def test_the_path_of_a_facilitator(site: Site) -> None:
    """Words, then a theme, then a place: each count says what comes next."""
    laon = TerritoryFactory(code="02408", name="Laon")
    lille = TerritoryFactory(code="59350", name="Lille")
    aisne = TerritoryFactory(departement=True, code="02", communes=[laon])
    TerritoryFactory(departement=True, code="59", communes=[lille])
    parent = ThemeFactory(slug="marche")
    child = ThemeFactory(slug="reserver", parent=parent)
    PracticePageFactory(
        title="Nettoyage réservé", themes=[child], territories=[laon], published=True
    )
    PracticePageFactory(
        title="Nettoyage à Lille", themes=[parent], territories=[lille], published=True
    )
    LeverPageFactory(title="Nettoyage : une aide", published=True)
    site.index()
    first = site.find("nettoyages")
    assert first.total == 3
    assert count_of(first, "type") == {"pratique": 2, "levier": 1}
    assert count_of(first, "theme") == {"marche": 2, "reserver": 1}
    assert count_of(first, "territoire")["departement-02"] == 1
    narrowed = site.find("nettoyages", territoire=aisne.value, theme="marche")
    assert [hit.title for hit in narrowed.hits] == ["Nettoyage réservé"]
    assert "<mark>" in narrowed.hits[0].title_html


def test_glossary_changes_are_felt_at_once(site: Site) -> None:
    GuidancePageFactory(title="Travailler avec un chantier école", published=True)
    site.index()
    assert site.find("atelier apprenant").total == 0
    term = GlossaryTermFactory(term_fr="chantier école", variants="atelier apprenant")
    results = site.find("atelier apprenant")
    assert results.total == 1
    assert "synonym" in kinds_of_notes(results)
    term.delete()
    assert site.find("atelier apprenant").total == 0


def test_labels_follow_their_vocabulary_at_once(site: Site) -> None:
    theme = ThemeFactory(slug="marche", label_fr="Le marché", label_en="Contracts")
    GuidancePageFactory(themes=[theme], published=True)
    site.index()

    def label(language: str) -> str:
        facets = site.find(language=language).facets
        return next(f.values[0].label for f in facets if f.key == "theme")

    assert label("fr") == "Le marché"
    assert label("en") == "Contracts"
    theme.label_fr = "Préparer le marché"
    theme.save()
    assert label("fr") == "Préparer le marché"


def test_a_typing_error_is_put_right(site: Site) -> None:
    for n in range(4):
        GuidancePageFactory(title=f"Calibrer les heures {n}", published=True)
    site.index()
    results = site.find("calibrre")
    assert results.total == 4
    assert "spelling" in kinds_of_notes(results)
    assert site.find("calibrre", sans="correction").total == 0


def test_words_of_a_hidden_page_are_never_offered(site: Site) -> None:
    for _ in range(4):
        page = GuidancePageFactory(title="Zibeline zibeline", published=True)
        page.view_restrictions.create(restriction_type="login")
    GuidancePageFactory(title="Autre chose", published=True)
    site.index()
    results = site.find("zibelinne")
    assert results.total == 0
    assert not results.notes
    assert not results.nearby


def test_sessions_are_found_by_place_and_time_together(site: Site) -> None:
    laon = TerritoryFactory(code="02408", name="Laon")
    lille = TerritoryFactory(code="59350", name="Lille")
    course = TrainingPageFactory(title="Rédiger une clause", published=True)
    soon, later = (timezone.now() + timedelta(days=n) for n in (10, 100))
    SessionFactory(
        course=course, territory=laon, starts_at=soon, ends_at=soon + timedelta(hours=6)
    )
    SessionFactory(
        course=course,
        territory=lille,
        starts_at=later,
        ends_at=later + timedelta(hours=6),
    )
    site.index()
    assert site.find("clause").total == 1
    assert site.find(periode="30-jours").total == 1
    assert site.find(periode="30-jours", territoire=lille.value).total == 0
    both = site.find(type="formation", periode="6-mois")
    assert both.total == 2
    assert both.query.chosen("type") == ("session",)
    hit = site.find(periode="30-jours").hits[0]
    assert hit.title == "Rédiger une clause"
    assert "#" in hit.url


def test_french_is_shown_for_want_of_a_translation(site: Site) -> None:
    page = GuidancePageFactory(title="Réserver un lot", published=True)
    GuidancePageFactory(title="Réserver un marché", published=True)
    translated(page, title="Reserve a lot", published=True)
    site.index()
    results = site.find(language="en")
    assert {hit.title for hit in results.hits} == {
        "Reserve a lot",
        "Réserver un marché",
    }
    assert results.hits[0].title == "Reserve a lot"
    assert "language" in kinds_of_notes(results)
    assert site.find(language="en", sans="repli").total == 1
    assert site.find("marché", language="en").total == 1


def test_titles_are_suggested_as_one_types(site: Site) -> None:
    GuidancePageFactory(title="Réserver un lot", published=True)
    GuidancePageFactory(title="Réserver en brouillon")
    site.index()
    assert [one.text for one in service.suggest("rés", "fr")] == ["Réserver un lot"]
    assert service.suggest("r", "fr") == []
    assert service.suggest("<script>", "fr") == []


def test_near_pages_are_offered_and_never_the_page_itself(site: Site) -> None:
    pages = [
        GuidancePageFactory(
            title=f"Réserver un lot de nettoyage {n}",
            summary="Comment réserver un lot de nettoyage à une structure inclusive.",
            published=True,
        )
        for n in range(3)
    ]
    ActorPageFactory(title="Tout autre chose", kinds=["autre"], published=True)
    site.index()
    found = service.related(pages[0])
    assert pages[0].title not in [hit.title for hit in found]
    assert {hit.title for hit in found} >= {page.title for page in pages[1:]}


def test_the_database_answers_while_the_engine_is_down(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme = ThemeFactory(slug="marche")
    GuidancePageFactory(title="Réserver un lot", themes=[theme], published=True)
    LeverPageFactory(title="Réservation : une aide", published=True)
    hidden = GuidancePageFactory(title="Réserver en secret", published=True)
    hidden.view_restrictions.create(restriction_type="login")
    site.index()
    engine = Oracle()
    engine.down = True
    for module in (asking, suggesting):
        monkeypatch.setattr(module, "current_engine", lambda: engine)
    results = site.find("réserver")
    assert results.engine == "database"
    assert kinds_of_notes(results) == ["degraded"]
    assert results.total == 2
    assert count_of(results, "type") == {"fiche": 1, "levier": 1}
    alone = site.find("réserver", type="levier", theme="marche")
    assert [hit.title for hit in alone.hits] == ["Réservation : une aide"]
    assert site.find("zythum").total == 0
    assert service.suggest("rés", "fr") == []
    assert service.related(hidden) == ()
