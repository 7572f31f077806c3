"""The journeys of people who have never seen the site, walked by clicking: each ends
with what the person came for in front of them."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.places import PAGES


def heading(page: Page, name: str, level: int | None = None):
    return page.get_by_role("heading", name=re.compile(name), level=level)


def ask(page: Page, words: str) -> None:
    page.get_by_role("combobox", name="Que cherchez-vous").fill(words)
    page.get_by_role("button", name="Rechercher").click()
    page.wait_for_url(re.compile("q="))


def test_a_facilitator_on_a_phone_finds_a_practice_to_redo_in_the_aisne(phone):
    """No practice of the starter content is about cleaning in the Aisne: the person
    looks for a single desk."""
    phone.goto(PAGES["home"])
    ask(phone, "guichet unique")
    phone.get_by_role("button", name="Filtrer").tap()
    filters = phone.get_by_role("dialog", name="Affiner")
    filters.get_by_label("Pratiques").check()
    filters.get_by_label("Aisne", exact=False).first.check()
    see = filters.get_by_role("button", name=re.compile("Voir le"))
    expect(see).to_have_text(re.compile(r"Voir le résultat|Voir les \d+ résultats"))
    expect(phone).to_have_url(re.compile("territoire=departement-02"))
    see.tap()
    expect(filters).to_be_hidden()
    expect(phone.get_by_role("link", name=re.compile("Aisne"))).to_be_visible()
    phone.get_by_role("link", name=re.compile("interlocuteur unique")).tap()
    expect(heading(phone, "à Soissons", level=1)).to_be_visible()
    conditions = heading(phone, "Conditions pour transférer")
    conditions.scroll_into_view_if_needed()
    expect(conditions).to_be_in_viewport()
    expect(heading(phone, "^Qui appeler$")).to_be_visible()


def test_which_funding_trains_before_hiring_and_what_it_adds_to(page):
    page.goto(PAGES["home"])
    ask(page, "former avant embauche")
    page.get_by_role("link", name="Former une personne avant de l’embaucher").click()
    table = page.get_by_role("table", name=re.compile("levier"))
    expect(heading(page, "Se cumule-t-il avec un autre levier")).to_be_visible()
    expect(table.get_by_role("row")).not_to_have_count(1)
    # The source says who may enter, not what becomes of the other aid.
    expect(table).to_contain_text("peut entrer en POEI")
    expect(table).to_contain_text("Non vérifié")


def test_an_esat_reads_first_whether_it_may_answer_alone(page):
    page.goto(PAGES["home"])
    page.get_by_role("link", name="Je suis un ESAT").click()
    expect(heading(page, "ESAT", level=1)).to_contain_text("puis-je répondre seul")
    expect(heading(page, "Réponse courte")).to_be_in_viewport()
    header = page.get_by_role("banner")
    header.get_by_role("link", name="Français facile à lire").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr-x-falc")
    expect(page).to_have_url(re.compile("/fr-x-falc/.*esat-repondre-seul"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize(
    "way", ["door", "question"], ids=["by the door", "by a whole question"]
)
def test_a_buyer_learns_whether_a_clause_is_due_and_how_to_write_it(page, way):
    page.goto(PAGES["home"])
    if way == "door":
        page.get_by_role("link", name="Dois-je prévoir une clause sociale").click()
    else:
        ask(page, "faut-il une clause sociale dans un marché de travaux de 300 000 € ?")
        page.locator("#results").get_by_role(
            "link", name="Dois-je prévoir une clause sociale"
        ).click()
    answer = page.get_by_role("region", name="Réponse courte")
    expect(answer).to_contain_text("tous lots réunis")
    expect(answer).to_contain_text("L2112-2")
    expect(answer).to_contain_text(re.compile(r"Droit vérifié le|droit vérifié le"))
    expect(page.get_by_role("region", name="Suis-je concerné")).to_contain_text(
        "quatre cas de dérogation"
    )
    expect(page.get_by_role("main")).to_contain_text("Consignez le motif")


def test_a_new_facilitator_reads_their_column_and_the_tools_of_a_stage(page):
    page.goto(PAGES["home"])
    page.get_by_role("navigation", name="Menu principal").get_by_role(
        "link", name="Qui fait quoi"
    ).click()
    matrix = page.get_by_role("table", name=re.compile("Étapes"))
    matrix.get_by_role("link", name=re.compile("Facilitateur, Rédaction")).click()
    stage = page.locator("#etape-redaction")
    expect(stage).to_be_in_viewport()
    expect(heading(page, "Facilitateur", level=1)).to_contain_text("à chaque étape")
    expect(stage).to_contain_text("Outil")
    page.goto(PAGES["role matrix"])
    page.get_by_label("Second acteur").select_option("Acheteur")
    page.get_by_role("button", name="Voir les deux").click()
    expect(page.get_by_role("columnheader")).to_have_text(
        ["Étape", "Facilitateur", "Acheteur"]
    )


@pytest.mark.parametrize("way", ["search", "door"])
def test_a_company_with_hours_to_do_reads_who_to_call_and_what_counts(page, way):
    page.goto(PAGES["home"])
    if way == "search":
        ask(page, "j’ai gagné un marché avec des heures d’insertion")
        page.locator("#results").get_by_role(
            "link", name=re.compile("J’ai gagné un marché avec 500 heures")
        ).click()
    else:
        page.get_by_role("link", name="J’ai gagné un marché").click()
    expect(heading(page, "J’ai gagné un marché", level=1)).to_be_visible()
    main = page.get_by_role("main")
    expect(main).to_contain_text(re.compile("appel", re.I))
    expect(main).to_contain_text(re.compile("compte", re.I))
    expect(main).to_contain_text(re.compile("pénalité", re.I))


@pytest.mark.parametrize("typed", ["Hirson", "02381"])
def test_who_to_call_at_hirson(page, typed):
    """Nobody is known in the starter content: the page says so, and who else to ask."""
    page.goto(PAGES["home"])
    page.get_by_role("link", name="Mon facilitateur", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Qui appeler")
    page.get_by_label("Votre commune").fill(typed)
    page.get_by_role("button", name="Qui appeler").click()
    expect(page).to_have_url(re.compile(f"commune={typed}"))
    expect(heading(page, "clause sociale à Hirson")).to_be_in_viewport()
    main = page.get_by_role("main")
    expect(main).to_contain_text("ne sait pas encore")
    expect(main.get_by_role("link", name=re.compile("DREETS")).first).to_be_visible()
    expect(main).to_contain_text("annuaire national")
    page.get_by_role(
        "link", name=re.compile("Tout ce qui est connu sur Hirson")
    ).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hirson (02)")


def test_who_is_cited_at_laon_is_told_with_the_source_and_that_it_is_to_be_checked(
    page,
):
    page.goto(f"{PAGES['home']}mon-facilitateur/?commune=Laon")
    answer = page.get_by_role("region", name="clause sociale à Laon")
    expect(answer.get_by_role("link", name=re.compile("Laonnois"))).to_be_visible()
    expect(answer).to_contain_text("à vérifier")
    expect(
        answer.get_by_role("link", name=re.compile("septembre 2019"))
    ).to_be_visible()
