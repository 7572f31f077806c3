"""What each kind of page says, and the states that change what it says."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.rich_text import RichText

from knowledge.enums import AmountUnit, LeverStatus, Verdict
from portal.core.enums import StructureKind, Trust
from tests.factories import (
    ActorPageFactory,
    DecisionStepFactory,
    GuidancePageFactory,
    LegalReferenceFactory,
    LeverCombinationFactory,
    LeverPageFactory,
    PracticeOrganisationFactory,
    PracticePageFactory,
    SectorFactory,
    SessionFactory,
    StandardPageFactory,
    TerritoryFactory,
    ToolPageFactory,
    TrainingPageFactory,
    translated,
)
from tests.templates.reading import faults, read, section, words

pytestmark = pytest.mark.django_db

YESTERDAY = timezone.localdate() - timedelta(days=1)


class TestWhatEveryPageSays:
    def test_the_answer_then_the_facts_then_the_story(self, client: Client) -> None:
        page = GuidancePageFactory(published=True)
        text = words(read(client, page.get_url()).find("main"))
        places = [
            text.index(found)
            for found in (page.title, page.summary, "Réponse courte", "L’essentiel")
        ]
        assert places == sorted(places)

    def test_sources_dates_and_who_answers(self, client: Client) -> None:
        actor = ActorPageFactory(title="Service de l’État", published=True)
        page = ToolPageFactory(
            published=True,
            answers_for=actor,
            trust=Trust.STATE,
            trust_on=date(2026, 11, 2),
            review_by=date(2099, 1, 1),
            sources=[("source", {"label": "Un guide", "published": "2018-03"})],
        )
        about = words(section(read(client, page.get_url()), "Sources et fiabilité"))
        for said in (
            "Service de l’État",
            "Relue le 2 novembre 2026",
            "1er janvier 2099",
            "Un guide mars 2018",
        ):
            assert said in about

    def test_nobody_answers_yet(self, client: Client) -> None:
        page = ToolPageFactory(published=True)
        about = words(section(read(client, page.get_url()), "Sources et fiabilité"))
        assert "À désigner par l’éditeur du portail" in about
        assert "Aucun juriste ne l’a encore validée" in about

    def test_an_unpublished_organisation_is_named_without_link(
        self, client: Client
    ) -> None:
        actor = ActorPageFactory(title="Service en projet")
        page = ToolPageFactory(published=True, answers_for=actor)
        about = section(read(client, page.get_url()), "Sources et fiabilité")
        assert "Service en projet" in words(about)
        assert actor.get_url() not in [
            link["href"] for link in about.find_all("a", href=True)
        ]

    def test_it_is_past_its_review(self, client: Client) -> None:
        page = ToolPageFactory(published=True, review_by=YESTERDAY)
        assert "devait être relue avant" in words(read(client, page.get_url()).main)

    def test_it_is_kept_for_memory(self, client: Client) -> None:
        page = ToolPageFactory(published=True, archived=True)
        assert "gardée pour mémoire" in words(read(client, page.get_url()).main)

    def test_otherwise_nothing_alarms(self, client: Client) -> None:
        page = ToolPageFactory(published=True)
        assert read(client, page.get_url()).select(".fr-alert") == []

    def test_what_it_is_filed_under_leads_to_searches(self, client: Client) -> None:
        page = ToolPageFactory(
            published=True,
            sectors=[SectorFactory(slug="proprete", label_fr="Propreté")],
            territories=[TerritoryFactory(departement=True, code="02", name="Aisne")],
        )
        links = {
            words(a): a["href"]
            for a in read(client, page.get_url()).find_all("a", href=True)
        }
        assert links["Propreté"] == "/fr/recherche/?secteur=proprete"
        assert links["Aisne"] == "/fr/recherche/?territoire=departement-02"

    def test_a_translation_says_what_it_translates(self, client: Client) -> None:
        source = LeverPageFactory(
            published=True,
            title="Aide au tutorat",
            amount_max=1200,
            amount_unit=AmountUnit.EURO,
        )
        copy = translated(source, published=True, title="Aid for mentors")
        page = read(client, copy.get_url())
        assert page.html["lang"] == "en"
        notice = page.select_one(".cs-sheet__notices a")
        assert (notice["href"], notice["lang"]) == (source.get_url(), "fr")
        assert "1,200" in words(page.select_one(".cs-amount"))
        switch = {a["lang"]: a["href"] for a in page.select(".fr-header__tools a")}
        assert switch == {"fr": source.get_url()}


class TestGuidance:
    def test_the_rule_its_date_and_its_path(self, client: Client) -> None:
        page = GuidancePageFactory(
            published=True,
            law_checked_on=date(2026, 11, 22),
            decision_steps=[DecisionStepFactory.build(question="Au-dessus du seuil ?")],
            mistakes=[("line", "Compter un seul lot.")],
            legal_references=[
                LegalReferenceFactory(article="L2112-2-1", to_verify=True, url="")
            ],
        )
        drawn = read(client, page.get_url())
        text = words(drawn.main)
        assert "droit vérifié le 22 novembre 2026" in text
        assert "ne remplace pas votre service juridique" in text
        assert "Au-dessus du seuil ?" in words(section(drawn, "Suis-je concerné ?"))
        assert "Compter un seul lot." in words(section(drawn, "Erreurs fréquentes"))
        assert "À vérifier" in words(section(drawn, "Textes et dates"))
        assert faults(drawn) == []

    def test_the_law_was_not_checked(self, client: Client) -> None:
        page = GuidancePageFactory(published=True)
        assert "droit non encore vérifié" in words(read(client, page.get_url()).main)


class TestLever:
    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            (
                {"status": LeverStatus.OPEN, "permanent": True},
                "Ouvert sans date de fin",
            ),
            ({"status": LeverStatus.OPEN}, "Ouvert date de fin inconnue"),
            ({"status": LeverStatus.OPEN, "closes_on": YESTERDAY}, "Fermé"),
            (
                {
                    "status": LeverStatus.OPEN,
                    "closes_on": timezone.localdate() + timedelta(days=3),
                },
                "Ferme bientôt",
            ),
            ({"status": LeverStatus.SUSPENDED}, "Suspendu"),
            ({"status": LeverStatus.TO_VERIFY}, "À vérifier demandez à l’organisme"),
        ],
    )
    def test_where_it_stands_in_words(self, client: Client, fields, said) -> None:
        page = LeverPageFactory(published=True, **fields)
        assert words(read(client, page.get_url()).select_one(".cs-status")).startswith(
            said
        )

    @pytest.mark.parametrize(
        ("least", "most", "said"),
        [
            (1000, 4500, "de 1 000 à 4 500 €"),
            (None, 4500, "jusqu’à 4 500 €"),
            (1000, None, "à partir de 1 000 €"),
            (1000, 1000, "1 000 €"),
        ],
    )
    def test_how_much(self, client: Client, least, most, said) -> None:
        page = LeverPageFactory(
            published=True,
            amount_min=least,
            amount_max=most,
            amount_unit=AmountUnit.EURO,
            amount_year=2019,
        )
        amount = words(read(client, page.get_url()).select_one(".cs-amount"))
        assert said in amount
        assert "Donnée ancienne (2019)" in amount

    def test_what_has_no_source_is_not_verified(self, client: Client) -> None:
        sourced, unsourced, unknown = (
            LeverPageFactory(published=True, title=title)
            for title in ("Levier sourcé", "Levier affirmé", "Levier inconnu")
        )
        page = LeverPageFactory(
            published=True,
            combinations=[
                LeverCombinationFactory.build(
                    lever=sourced, verdict=Verdict.COMPATIBLE, source_label="Décret"
                ),
                LeverCombinationFactory.build(
                    lever=unsourced, verdict=Verdict.COMPATIBLE, conditions="Sous avis."
                ),
                LeverCombinationFactory.build(
                    lever=unknown, verdict=Verdict.COMPATIBLE
                ),
            ],
        )
        drawn = read(client, page.get_url())
        rows = [words(row) for row in drawn.select(".cs-stacked tbody tr")]
        assert rows[0].startswith("Levier sourcé Se cumule")
        assert rows[1].startswith("Levier affirmé Non vérifié")
        assert [words(a) for a in drawn.select(".cs-untold a")] == ["Levier inconnu"]
        assert faults(drawn) == []


class TestPractice:
    def test_in_brief_with_whom_and_how_to_redo_it(self, client: Client) -> None:
        buyer = ActorPageFactory(buyer=True, title="Ville de Laon", published=True)
        page = PracticePageFactory(
            published=True,
            result="Douze personnes embauchées.",
            buyer=buyer,
            year=2019,
            hours_planned=1000,
            hours_done=1200,
            people=3,
            organisations=[PracticeOrganisationFactory.build(name="Une régie")],
            first_steps="<ol><li>Choisir un lot.</li></ol>",
        )
        drawn = read(client, page.get_url())
        assert "Douze personnes embauchées." in words(drawn.select_one(".cs-brief"))
        assert drawn.find("a", href=buyer.get_url()) is not None
        assert "Une régie" in words(section(drawn, "Qui l’a fait, avec qui"))
        figures = words(section(drawn, "Heures et personnes"))
        assert "1 200 heures réalisées sur 1 000 prévues" in figures.replace(
            "\u202f", " "
        )
        assert "moins de 5" in figures
        assert "Donnée ancienne (2019)" in figures
        assert "Choisir un lot." in words(section(drawn, "Pour le refaire ici"))
        assert faults(drawn) == []

    def test_difficulties_wait_for_the_agreement_of_who_is_named(
        self, client: Client
    ) -> None:
        told = "<p>Le lot était trop petit.</p>"
        silent = PracticePageFactory(published=True, difficulties=told)
        agreed = PracticePageFactory(
            published=True, difficulties=told, difficulties_agreed=True
        )
        assert "trop petit" not in words(read(client, silent.get_url()).main)
        assert "trop petit" in words(read(client, agreed.get_url()).main)


class TestTraining:
    def test_dates_to_come_then_past_ones_folded(self, client: Client) -> None:
        page = TrainingPageFactory(published=True, hours="7.5")
        SessionFactory(course=page, place="Laon", example=True)
        SessionFactory(course=page, past=True, place="Arras")
        drawn = read(client, page.get_url())
        dates = section(drawn, "Prochaines dates")
        assert "Laon" in words(dates)
        assert "Exemple" in words(dates)
        assert "Arras" in words(dates.find("details"))
        assert "7,5" in words(drawn.select_one(".cs-sheet__facts"))
        assert faults(drawn) == []

    def test_a_cancelled_date_says_why(self, client: Client) -> None:
        page = TrainingPageFactory(published=True)
        SessionFactory(
            course=page, cancelled=True, registration_url="https://exemple.fr/"
        )
        dates = section(read(client, page.get_url()), "Prochaines dates")
        assert "Annulée : Trop peu" in words(dates)
        assert dates.find("a", href="https://exemple.fr/") is None

    def test_a_proposal_is_never_taken_for_a_course(self, client: Client) -> None:
        page = TrainingPageFactory(published=True, proposed=True)
        drawn = read(client, page.get_url())
        assert "Une proposition, pas encore une formation" in words(drawn.main)
        assert "Prochaines dates" not in words(drawn.main)


class TestActor:
    def test_who_it_is_and_what_it_took_part_in(self, client: Client) -> None:
        actor = ActorPageFactory(published=True, kinds=[StructureKind.BUYER])
        practice = PracticePageFactory(published=True, buyer=actor)
        course = TrainingPageFactory(published=True, provider=actor)
        hidden = PracticePageFactory(buyer=actor)
        drawn = read(client, actor.get_url())
        linked = {a["href"] for a in drawn.main.find_all("a", href=True)}
        assert {practice.get_url(), course.get_url()} <= linked
        assert hidden.get_url() not in linked
        assert "À confirmer" in words(drawn.select_one(".cs-marks"))
        assert "sans valeur de recommandation" not in words(drawn.main)
        assert faults(drawn) == []

    def test_a_supplier_is_never_recommended(self, client: Client) -> None:
        actor = ActorPageFactory(published=True, kinds=[StructureKind.ESAT])
        assert "sans valeur de recommandation" in words(
            read(client, actor.get_url()).main
        )

    def test_it_was_confirmed(self, client: Client) -> None:
        actor = ActorPageFactory(published=True, confirmed_on=date(2026, 3, 1))
        marks = words(read(client, actor.get_url()).select_one(".cs-marks"))
        assert "Confirmé le 1er mars 2026" in marks


class TestStandardPage:
    def test_every_block_is_drawn_under_the_title(self, client: Client) -> None:
        page = StandardPageFactory(
            published=True,
            body=[
                ("text", RichText("<h3>Pour qui</h3><p>Pour vous.</p>")),
                (
                    "callout",
                    {"kind": "verify", "title": "", "text": RichText("<p>Doute.</p>")},
                ),
                ("quote", {"text": "Une parole", "author": "Une acheteuse"}),
                (
                    "external",
                    {"label": "Un site", "url": "https://x.org", "description": "Lu"},
                ),
                ("steps", [{"title": "D’abord", "text": RichText("<p>Lire.</p>")}]),
            ],
        )
        drawn = read(client, page.get_url())
        assert words(drawn.main.find("h2")) == "Pour qui"
        for said in ("À vérifier", "Doute.", "« Une parole »", "Un site", "D’abord"):
            assert said in words(drawn.main)
        assert faults(drawn) == []


class TestReportingAnError:
    def test_no_address_is_pretended(self, client: Client) -> None:
        StandardPageFactory(slug="mentions-legales", title="Mentions", published=True)
        page = ToolPageFactory(published=True)
        about = section(read(client, page.get_url()), "Sources et fiabilité")
        assert "Aucune adresse" in words(about)
        assert about.find("a", string="Mentions")["href"] == "/fr/mentions-legales/"

    def test_a_mail_names_the_page(self, client: Client, settings) -> None:
        settings.PORTAL_CONTACT = "clauses@example.org"
        page = ToolPageFactory(published=True, title="Un outil & co")
        about = section(read(client, page.get_url()), "Sources et fiabilité")
        (link,) = about.select('a[href^="mailto:"]')
        assert link["href"].startswith("mailto:clauses@example.org?subject=")
        assert "Un%20outil%20%26%20co" in link["href"]

    def test_a_form_is_opened(self, client: Client, settings) -> None:
        settings.PORTAL_CONTACT = "https://example.org/contact"
        page = ToolPageFactory(published=True)
        about = section(read(client, page.get_url()), "Sources et fiabilité")
        assert about.select('a[href="https://example.org/contact"]')


def test_an_organisation_says_its_reliability_once(client: Client) -> None:
    page = ActorPageFactory(published=True)
    text = words(read(client, page.get_url()).main)
    assert "À confirmer" in text
    assert "juriste" not in text
