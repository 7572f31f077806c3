"""The home and index pages, in French: `migrate` alone makes a working site."""

import uuid

from django.db import migrations

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
STEP = 4  # treebeard's default steplen

HOME_TITLE = "Clauses sociales en Hauts-de-France"
INDEXES = [
    ("knowledge", "FrameworkIndexPage", "Cadre de référence", "cadre-de-reference"),
    ("knowledge", "ToolIndexPage", "Outils", "outils"),
    ("knowledge", "LeverIndexPage", "Leviers et financements", "leviers"),
    ("knowledge", "PracticeIndexPage", "Pratiques", "pratiques"),
    ("training", "TrainingIndexPage", "Formations", "formations"),
    ("directory", "DirectoryIndexPage", "Annuaire", "annuaire"),
]


def path_step(number):
    digits = ""
    while number:
        number, rest = divmod(number, len(ALPHABET))
        digits = ALPHABET[rest] + digits
    return digits.rjust(STEP, "0")


def make_pages(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    HomePage = apps.get_model("home", "HomePage")

    locale, _ = Locale.objects.get_or_create(language_code="fr")
    root = Page.objects.get(depth=1)
    # Wagtail's own welcome page would answer before ours.
    Site.objects.all().delete()
    Page.objects.filter(depth=2, slug="home").delete()

    def content_type(app_label, model):
        return ContentType.objects.get_or_create(
            app_label=app_label, model=model.lower()
        )[0]

    home = HomePage.objects.create(
        title=HOME_TITLE,
        draft_title=HOME_TITLE,
        slug="accueil",
        path=root.path + path_step(1),
        depth=2,
        numchild=len(INDEXES),
        url_path="/accueil/",
        content_type=content_type("home", "HomePage"),
        locale=locale,
        translation_key=uuid.uuid4(),
        live=True,
        show_in_menus=False,
    )
    for place, (app_label, model, title, slug) in enumerate(INDEXES, start=1):
        apps.get_model(app_label, model).objects.create(
            title=title,
            draft_title=title,
            slug=slug,
            path=home.path + path_step(place),
            depth=3,
            numchild=0,
            url_path=f"/accueil/{slug}/",
            content_type=content_type(app_label, model),
            locale=locale,
            translation_key=uuid.uuid4(),
            live=True,
            show_in_menus=True,
        )
    root.numchild = Page.objects.filter(depth=2).count()
    root.save(update_fields=["numchild"])
    Site.objects.create(
        hostname="localhost",
        port=80,
        site_name=HOME_TITLE,
        root_page_id=home.pk,
        is_default_site=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("knowledge", "0001_initial"),
        ("training", "0001_initial"),
        ("directory", "0001_initial"),
        ("wagtailcore", "0054_initial_locale"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtail_localize", "0001_initial"),
    ]

    operations = [
        # Never undone: people write in these pages from the first day.
        migrations.RunPython(make_pages, migrations.RunPython.noop),
    ]
