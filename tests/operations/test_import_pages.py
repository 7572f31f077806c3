"""What the person who imports relies on: see the interfaces."""

import json
from io import StringIO

import pytest
from django.core.management import call_command, execute_from_command_line
from wagtail.models import Locale, Page

from knowledge.models import (
    FrameworkIndexPage,
    GuidancePage,
    LeverPage,
    PracticeIndexPage,
    PracticePage,
    ToolPage,
)
from portal.core.models import Provenance
from portal.home.models import HomePage, StandardPage
from tests.core.test_sanitising import HOSTILE, faults
from tests.factories import (
    GuidancePageFactory,
    StageFactory,
    TerritoryFactory,
    ThemeFactory,
    first_index,
    translated,
)

pytestmark = pytest.mark.django_db

TEXT = "Une phrase qui dit ce qu’il faut savoir du sujet. Une autre. " * 3


def record(**fields):
    return {"id": "a", "title": "Réserver un marché", "body": TEXT, **fields}


def run(path, *options):
    """Run the command as a script does; return its exit status and its JSON."""
    out, status = StringIO(), 0
    try:
        call_command("import_pages", str(path), *options, "--json", stdout=out)
    except SystemExit as leave:
        status = leave.code
    return status, json.loads(out.getvalue())


def entries(report, name):
    return [(entry["line"], entry["field"]) for entry in report[name]]


def counts(report):
    return tuple(report[name] for name in ("read", "created", "updated", "unchanged"))


class TestOneRecord:
    def test_becomes_a_draft_of_its_type_under_the_index_of_its_language(self, write):
        status, report = run(write(record()))
        page = GuidancePage.objects.get()
        assert status == 0
        assert counts(report) == (1, 1, 0, 0)
        assert report["encoding"] == "utf-8"
        assert not page.live
        assert page.slug == "reserver-un-marche"
        assert page.get_parent().slug == "cadre-de-reference"
        assert page.trust == "a-relire"

    @pytest.mark.parametrize(
        ("kind", "model"),
        [
            ("pratique", PracticePage),
            ("outil", ToolPage),
            ("levier", LeverPage),
            ("fiche", GuidancePage),
            ("page", StandardPage),
        ],
    )
    def test_may_be_of_each_type(self, write, kind, model):
        run(write(record(type=kind)))
        assert model.objects.get().title == "Réserver un marché"

    def test_keeps_where_it_comes_from_and_its_date(self, write):
        run(
            write(
                record(
                    type="pratique",
                    date="2021-03",
                    source_label="Ville de Lille",
                    source_url="https://www.ville.example/page",
                )
            )
        )
        page = PracticePage.objects.get()
        source = page.sources[0].value
        assert page.year == 2021
        assert source["label"] == "Ville de Lille"
        assert source["url"] == "https://www.ville.example/page"
        assert source["published"] == "2021-03"

    def test_is_filed_under_values_that_are_known_and_says_which_are_not(self, write):
        theme, stage = ThemeFactory(slug="allotir"), StageFactory(slug="bilan")
        place = TerritoryFactory(departement=True, code="59")
        values = {"theme": ["allotir", "inconnu"], "etape": "bilan"}
        status, report = run(
            write(record(**values, territoire=["departement-59", "departement-99"]))
        )
        page = GuidancePage.objects.get()
        assert status == 0
        assert list(page.themes.all()) == [theme]
        assert list(page.stages.all()) == [stage]
        assert list(page.territories.all()) == [place]
        assert entries(report, "warnings") == [(1, "theme"), (1, "territoire")]

    def test_keeps_its_text_clean_and_its_links_leading_home(self, write):
        body = '<h1>Un</h1><p onclick="x">deux <a href="b">b</a></p><script>3</script>'
        run(write(record(body=body, source_url="https://www.ville.example/a")))
        text = GuidancePage.objects.get().body[0].value.source
        assert text == (
            '<h2>Un</h2><p>deux <a href="https://www.ville.example/b">b</a></p>'
        )

    def test_keeps_plain_text_that_holds_a_sign_of_html(self, write):
        run(write(record(body="Si le prix est < 25 000 €\n\nsinon a<b")))
        text = GuidancePage.objects.get().body[0].value.source
        assert text == "<p>Si le prix est &lt; 25 000 €</p><p>sinon a&lt;b</p>"

    @pytest.mark.parametrize("summary", [None, "", "Trop court", 3])
    def test_takes_its_summary_from_its_text_when_none_is_fit(self, write, summary):
        run(write(record(summary=summary)))
        page = GuidancePage.objects.get()
        assert page.summary.startswith("Une phrase qui dit ce qu’il faut savoir")
        assert 40 <= len(page.summary) <= 400

    def test_keeps_a_summary_that_is_fit_and_cuts_one_that_is_too_long(self, write):
        fit = "Un résumé de quarante caractères au moins, donné par la source."
        run(write(record(summary=fit), record(id="b", summary=f"{fit} " * 20)))
        first, second = GuidancePage.objects.order_by("pk")
        assert first.summary == fit
        assert second.summary.startswith(fit)
        assert len(second.summary) <= 400

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"licence": "MIT"}, "licence"),
            ({"type": "recette"}, "type"),
            ({"date": "22/04/2022"}, "date"),
            ({"date": "2022-13"}, "date"),
            ({"date": "0202"}, "date"),
            ({"date": "2022"}, "date"),
            ({"source_url": "javascript:alert(1)"}, "source_url"),
            ({"theme": [3]}, "theme"),
            ({"theme": {"a": 1}}, "theme"),
            ({"summary": ["a"]}, "summary"),
            ({"title": "mot " * 100}, "title"),
            ({"body": "lettres perdues : march\ufffd"}, "body"),
        ],
    )
    def test_is_imported_without_what_is_unknown_and_says_so(
        self, write, fields, field
    ):
        status, report = run(write(record(**fields)))
        assert status == 0
        assert counts(report) == (1, 1, 0, 0)
        assert entries(report, "warnings") == [(1, field)]
        assert GuidancePage.objects.count() == 1

    def test_a_title_is_plain_text_whatever_comes(self, write):
        run(
            write(
                record(title=" <b>L’achat</b>\n&amp;  l’insertion\x00 "),
                record(id="b", title="Prix < 40 000 € : a<b"),
                record(id="c", title="日本語"),
                json.dumps(record(id="d", title="\ud800 œuvre d’art", type="page")),
            )
        )
        pages = Page.objects.filter(provenance__isnull=False).order_by("pk")
        assert [(page.title, page.slug) for page in pages] == [
            ("L’achat & l’insertion", "l-achat-l-insertion"),
            ("Prix < 40 000 € : a<b", "prix-40-000-ab"),
            ("日本語", "c"),
            ("\ufffd œuvre d’art", "oeuvre-d-art"),
        ]

    def test_never_takes_the_address_of_another_page_or_of_a_view(self, write):
        run(
            write(
                record(),
                record(id="b"),
                record(id="c", type="page", title="Recherche"),
                record(id="d", type="page", title="Outils"),
            )
        )
        slugs = list(GuidancePage.objects.order_by("pk").values_list("slug", flat=True))
        assert slugs == ["reserver-un-marche", "reserver-un-marche-2"]
        assert list(
            StandardPage.objects.order_by("pk").values_list("slug", flat=True)
        ) == [
            "recherche-2",
            "outils-2",
        ]


class TestRejectedLines:
    @pytest.mark.parametrize(
        ("line", "field"),
        [
            ("{", ""),
            ("rien", ""),
            ("[1]", ""),
            ("null", ""),
            ('"texte"', ""),
            ("[" * 100_000, ""),
            ('{"id": ' + "9" * 5000 + "}", ""),
            ({"title": "Sans identifiant"}, "id"),
            ({"id": "  ", "title": "x"}, "id"),
            ({"id": True, "title": "x"}, "id"),
            ({"id": "x" * 201, "title": "x"}, "id"),
            ({"id": "a"}, "title"),
            ({"id": "a", "title": "<b> </b>"}, "title"),
            (record(source_label="x" * 121), "source_label"),
            (record(source_label="starter"), "source_label"),
            (record(language="de"), "language"),
            (record(language="en"), "language"),
            (record(title="RÃ©server un marchÃ©"), "title"),
            (record(body="Lâ€™achat rÃ©servÃ©"), "body"),
            ('{"id": "a", "title": "é'.encode("cp1252"), ""),
            (b'{"id": "a", "title": "\xff\xfe\x00\x81"}', ""),
            (b"\x00\x01\x02", ""),
        ],
    )
    def test_are_said_and_the_rest_is_imported(self, write, line, field):
        before, after = record(id="avant, né"), record(id="après")
        status, report = run(write(before, line, after))
        assert status == 1
        assert counts(report) == (3, 2, 0, 0)
        assert (2, field) in entries(report, "rejected")
        assert {entry["line"] for entry in report["rejected"]} == {2}
        assert all(entry["message"] for entry in report["rejected"])
        assert GuidancePage.objects.count() == 2

    def test_a_line_without_end_is_let_go(self, write):
        endless = b'{"id": "x", "title": "' + b"x" * 3_000_000 + b'"}'
        status, report = run(write(record(), endless, record(id="b")))
        assert (status, counts(report)) == (1, (3, 2, 0, 0))
        assert entries(report, "rejected") == [(2, "")]

    def test_blank_lines_are_none(self, write):
        _status, report = run(write("", record(), "  ", record(id="b"), ""))
        assert counts(report) == (2, 2, 0, 0)

    def test_a_record_keeps_its_type_and_its_language(self, write):
        translated(first_index(HomePage), published=True)
        run(write(record()))
        status, report = run(
            write(record(type="outil"), record(language="en"), record(id="b"))
        )
        assert status == 1
        assert entries(report, "rejected") == [(1, "type"), (2, "language")]
        assert counts(report) == (3, 1, 0, 0)

    def test_what_the_database_refuses_undoes_its_own_page_only(
        self, write, monkeypatch
    ):
        save = Provenance.save

        def refuse(self, *args, **kwargs):
            if self.source_id == "b":
                raise RuntimeError
            return save(self, *args, **kwargs)

        monkeypatch.setattr(Provenance, "save", refuse)
        status, report = run(write(record(), record(id="b"), record(id="c")))
        assert (status, counts(report)) == (1, (3, 2, 0, 0))
        assert GuidancePage.objects.count() == 2
        index = first_index(FrameworkIndexPage)
        assert index.numchild == index.get_children().count() == 2


class TestAgain:
    def test_changes_nothing_when_nothing_changed(self, write):
        path = write(record(), record(id="b", source_label="autre"))
        run(path)
        before = list(Page.objects.values_list("pk", "latest_revision_id"))
        status, report = run(path)
        assert (status, counts(report)) == (0, (2, 0, 0, 2))
        assert list(Page.objects.values_list("pk", "latest_revision_id")) == before

    def test_updates_the_same_page_at_the_same_address(self, write):
        run(write(record(theme=["x"])), "--publish")
        theme = ThemeFactory(slug="x")
        title = "Réserver un lot"
        _status, report = run(write(record(title=title, theme=["x"])), "--publish")
        page = GuidancePage.objects.get()
        assert counts(report) == (1, 0, 1, 0)
        assert (page.title, page.slug) == (title, "reserver-un-marche")
        assert list(page.themes.all()) == [theme]

    def test_tells_sources_apart(self, write):
        _status, report = run(write(record(source_label="a"), record(source_label="b")))
        assert counts(report) == (2, 2, 0, 0)

    def test_leaves_what_a_person_changed_and_says_so(self, write):
        run(write(record()), "--publish")
        page = GuidancePage.objects.get()
        page.title = "Titre d’une personne"
        page.short_answer = "Oui."
        page.save_revision().publish()
        same = run(write(record()), "--publish")
        changed = run(write(record(title="Nouveau")), "--publish")
        page = GuidancePage.objects.get()
        assert page.title == "Titre d’une personne"
        assert counts(same[1]) == counts(changed[1]) == (1, 0, 0, 1)
        assert entries(same[1], "warnings") == []
        assert entries(changed[1], "warnings") == [(1, "id")]

    def test_leaves_a_draft_that_a_person_began(self, write):
        run(write(record()))
        page = GuidancePage.objects.get()
        page.title = "Brouillon d’une personne"
        page.save_revision()
        _status, report = run(write(record(title="Nouveau")))
        draft = GuidancePage.objects.get().get_latest_revision_as_object()
        assert draft.title == "Brouillon d’une personne"
        assert entries(report, "warnings") == [(1, "id")]

    def test_leaves_hidden_what_a_person_unpublished(self, write):
        run(write(record()), "--publish")
        GuidancePage.objects.get().unpublish()
        _status, report = run(write(record(title="Nouveau")), "--publish")
        page = GuidancePage.objects.get()
        assert not page.live
        assert page.get_latest_revision_as_object().title == "Nouveau"
        assert (1, "id") in entries(report, "warnings")

    def test_makes_again_what_was_deleted_and_says_so(self, write):
        path = write(record())
        run(path)
        GuidancePage.objects.get().delete()
        _status, report = run(path)
        assert counts(report) == (1, 1, 0, 0)
        assert entries(report, "warnings") == [(1, "id")]
        assert GuidancePage.objects.count() == 1
        assert Provenance.objects.count() == 1

    def test_publishes_drafts_of_a_first_import_when_asked(self, write):
        path = write(record())
        run(path)
        _status, report = run(path, "--publish")
        assert counts(report) == (1, 0, 1, 0)
        assert GuidancePage.objects.get().live
        assert counts(run(path, "--publish")[1]) == (1, 0, 0, 1)


class TestPublishing:
    def test_allows_gaps_and_lists_them(self, write):
        status, report = run(write(record()), "--publish")
        assert status == 0
        assert GuidancePage.objects.get().live
        assert entries(report, "warnings") == [(1, "short_answer")]

    def test_asks_for_a_text(self, write):
        path = write(record(body="<p> </p>"))
        status, report = run(path, "--publish")
        assert status == 0
        assert not GuidancePage.objects.get().live
        assert entries(report, "warnings") == [(1, "body")]
        assert counts(run(path, "--publish")[1]) == (1, 0, 0, 1)

    def test_a_page_in_another_language_goes_under_the_index_of_that_language(
        self, write
    ):
        index = first_index(PracticeIndexPage)
        english = translated(index, published=True)
        _status, report = run(
            write(record(type="pratique", language="EN")), "--publish"
        )
        page = PracticePage.objects.get()
        assert counts(report) == (1, 1, 0, 0)
        assert page.live
        assert page.get_parent().pk == english.pk
        assert page.locale == Locale.objects.get(language_code="en")


def test_a_locked_page_is_left_as_it_is(write):
    run(write(record()))
    GuidancePage.objects.update(locked=True)
    _status, report = run(write(record(title="Nouveau")))
    assert counts(report) == (1, 0, 0, 1)
    assert entries(report, "warnings") == [(1, "id")]


class TestDryRun:
    def test_writes_nothing_and_counts_what_would_be(self, write):
        run(write(record()))
        before = {page.pk: page.latest_revision_id for page in Page.objects.all()}
        status, report = run(
            write(record(title="Autre"), record(id="b"), record(id="b"), "{"),
            "--publish",
            "--dry-run",
        )
        assert status == 1
        assert report["dry_run"] is True
        assert counts(report) == (4, 1, 2, 0)
        assert (2, "short_answer") in entries(report, "warnings")
        assert before == {p.pk: p.latest_revision_id for p in Page.objects.all()}
        assert Provenance.objects.count() == 1


class TestParent:
    def test_is_given_by_its_address_on_the_site(self, write):
        index = first_index(PracticeIndexPage)
        space = PracticeIndexPage(title="Réseau", slug="reseau")
        index.add_child(instance=space)
        for path in ("/fr/pratiques/reseau/", "https://x.example/fr/pratiques/reseau"):
            run(write(record(id=path, type="pratique")), "--parent", path)
        assert PracticePage.objects.child_of(space).count() == 2

    @pytest.mark.parametrize(
        "path",
        [
            *(
                "/fr/rien/",
                "/",
                "/de/",
                "/fr/%ff/",
                "/fr/\x00x/",
                "//",
                "http://[",
                "?",
            ),
            *("/fr/formations/", "/fr/../../etc/"),
        ],
    )
    def test_without_a_page_that_takes_them_nothing_is_done(self, write, path):
        status, answer = run(write(record()), "--parent", path)
        assert (status, list(answer)) == (2, ["error"])
        assert not GuidancePage.objects.exists()

    def test_rejects_what_cannot_be_put_there(self, write):
        path = write(record(), record(id="b", type="outil", language="en"))
        status, report = run(path, "--parent", "/fr/outils/")
        assert status == 1
        assert entries(report, "rejected") == [(1, "type"), (2, "language")]


class TestFiles:
    @pytest.mark.parametrize(
        ("encoding", "name"),
        [
            ("utf-8", "utf-8"),
            ("utf-8-sig", "utf-8"),
            ("cp1252", "cp1252"),
            ("mac_roman", "mac_roman"),
            ("cp850", "cp850"),
            ("utf-16", "utf-16-le"),
            ("utf-16-le", "utf-16-le"),
            ("utf-16-be", "utf-16-be"),
            ("utf-32", "utf-32-le"),
        ],
    )
    def test_are_read_whatever_their_encoding(self, tmp_path, encoding, name):
        lines = [
            record(title="Réservé à l'insertion", body="Où ça ? Là-bas, en été. " * 5),
            record(id="b", title="Clôture à Béthune"),
        ]
        text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
        text = text.replace("’", "'")
        path = tmp_path / "pages.jsonl"
        path.write_bytes(text.encode(encoding))
        status, report = run(path)
        assert status == 0, report
        assert report["encoding"] == name
        assert GuidancePage.objects.filter(title="Réservé à l'insertion").exists()
        assert GuidancePage.objects.filter(title="Clôture à Béthune").exists()

    @pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
    def test_lines_may_end_in_any_way(self, tmp_path, end):
        path = tmp_path / "pages.jsonl"
        lines = [json.dumps(record(id=str(number))).encode() for number in range(3)]
        path.write_bytes(end.join([*lines, b"{"]))
        _status, report = run(path)
        assert counts(report) == (4, 3, 0, 0)
        assert entries(report, "rejected") == [(4, "")]

    @pytest.mark.parametrize(
        "content",
        [b"", b" \n\n", b"PK\x03\x04\x14\x00", b"%PDF-1.7 ...", bytes(range(256)) * 9],
    )
    def test_that_hold_no_text_are_refused_whole(self, tmp_path, content):
        path = tmp_path / "pages.jsonl"
        path.write_bytes(content)
        status, answer = run(path)
        assert (status, list(answer)) == (2, ["error"])

    @pytest.mark.parametrize("name", ["absent.jsonl", ".", "a\x00b", "x" * 5000])
    def test_that_cannot_be_read_are_refused(self, tmp_path, name):
        status, answer = run(tmp_path / name)
        assert (status, list(answer)) == (2, ["error"])

    def test_a_mixed_file_is_read_as_most_of_its_lines_are(self, write):
        old = [json.dumps(record(id=str(i)), ensure_ascii=False) for i in range(3)]
        lines = [line.replace("’", "'").encode("cp1252") for line in old]
        status, report = run(write(*lines, record(id="utf-8")))
        assert status == 0
        assert report["encoding"] == "cp1252"
        assert entries(report, "warnings") == [(4, "")]
        assert set(GuidancePage.objects.values_list("title", flat=True)) == {
            "Réserver un marché"
        }


def test_people_read_a_report_in_words(write):
    out = StringIO()
    with pytest.raises(SystemExit) as leave:
        call_command("import_pages", str(write(record(x=1), "{")), stdout=out)
    assert leave.value.code == 1
    text = out.getvalue()
    assert "pages.jsonl (utf-8)" in text
    assert "x – " in text
    assert "{" in text


def test_bad_usage_is_said_as_json_when_json_is_asked_for(capsys):
    with pytest.raises(SystemExit) as leave:
        execute_from_command_line(["manage.py", "import_pages", "--json", "--nope"])
    assert leave.value.code == 2
    assert list(json.loads(capsys.readouterr().out)) == ["error"]


def test_imported_pages_are_clean_whatever_they_hold(write):
    run(write(record(body=HOSTILE)))
    source = GuidancePage.objects.get().body[0].value.source
    assert "alert(1)" in source  # as words
    assert faults(source) == []


def test_pages_made_by_people_are_never_touched(write):
    page = GuidancePageFactory(
        parent=first_index(FrameworkIndexPage), title="Réserver un marché"
    )
    run(write(record()), "--publish")
    assert GuidancePage.objects.get(pk=page.pk).live is False
    assert GuidancePage.objects.count() == 2
