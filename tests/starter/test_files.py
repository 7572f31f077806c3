"""What the files of the starter hold, before anything is loaded."""

import re

import pytest

from portal.starter.loading.files import CONTENT, pages_of, read_yaml
from portal.starter.loading.pages import TYPES

PAGES = {
    f"{kind}/{key}": entry for kind in TYPES for key, entry in pages_of(kind).items()
}


@pytest.mark.parametrize("name", PAGES)
class TestEachPage:
    def test_cites_its_sources_with_dates(self, name: str) -> None:
        kind = name.split("/")[0]
        sources = PAGES[name].get("sources", [])
        # Pages about the portal itself rest on no outside source.
        assert sources or kind == "page", f"{name}: add at least one source."
        for source in sources:
            assert source.get("label"), f"{name}: a source without label."
            assert source.get("consulted_on"), f"{name}: date {source['label']}."

    def test_claims_no_validation(self, name: str) -> None:
        assert PAGES[name].get("trust", "a-relire") == "a-relire"

    def test_holds_no_contact_details(self, name: str) -> None:
        text = repr(PAGES[name])
        assert not re.search(r"[\w.+-]+@[\w-]+\.\w+", text), f"{name}: an e-mail."
        assert not re.search(r"\b0[1-9](?:[ .]\d\d){4}\b", text), f"{name}: a phone."

    def test_uses_french_apostrophes_and_no_middle_dot(self, name: str) -> None:
        prose = " ".join(
            str(PAGES[name].get(field, "")) for field in ("title", "summary")
        )
        assert "'" not in prose, f"{name}: write ’ for the apostrophe."
        prose = prose.replace("data·inclusion", "")  # a proper name
        assert "·" not in prose, f"{name}: write both forms, without a middle dot."


class TestTheWhole:
    def test_is_as_large_as_promised(self) -> None:
        least = {"fiche": 18, "role": 10, "levier": 22, "pratique": 9, "outil": 10}
        least |= {"formation": 11, "acteur": 15}
        short = {
            kind: len(pages_of(kind))
            for kind, number in least.items()
            if len(pages_of(kind)) < number
        }
        assert not short
        assert len(read_yaml(CONTENT / "glossary.yaml")) >= 70
        assert len(read_yaml(CONTENT / "legal_references.yaml")) >= 40

    def test_gives_every_vocabulary_entry_a_label_in_three_languages(self) -> None:
        for path in (CONTENT / "vocabularies").glob("*.yaml"):
            for entry in read_yaml(path):
                for language in ("fr", "en", "nl"):
                    label = entry.get(f"label_{language}")
                    assert label, f"{path.name}: {entry['slug']} in {language}"
