"""Where generated pages go: index pages, in each language, and their next free place."""

from wagtail.models import Locale, Page

from portal.core.models import IndexPage


class Shelf:
    """An index page, and where its next child goes in the tree."""

    def __init__(self, index: Page) -> None:
        self.index = index
        last = Page.objects.child_of(index).order_by("path").last()
        self.number = int(last.path[-Page.steplen :], 36) if last else 0

    def next_place(self) -> tuple[str, int]:
        """The path and the depth of one more child."""
        self.number += 1
        depth = self.index.depth + 1
        return Page._get_path(self.index.path, depth, self.number), depth

    def close(self) -> None:
        """Tell the index page how many children it has."""
        count = Page.objects.child_of(self.index).count()
        Page.objects.filter(pk=self.index.pk).update(numchild=count)


def shelf_of(model: type[IndexPage], locale: Locale) -> Shelf:
    """The first index page of ``model`` in a language, translated where it is not."""
    french = model.objects.filter(locale__language_code="fr").order_by("depth", "path")
    index = french.first()
    if index is None:
        raise LookupError(f"{model.__name__}: run the migrations first.")
    if index.locale_id == locale.pk:
        return Shelf(index)
    home = index.get_parent().specific
    if home.get_translation_or_none(locale) is None:
        _publish(home.copy_for_translation(locale))
    translated = index.get_translation_or_none(locale)
    if translated is None:
        translated = _publish(index.copy_for_translation(locale))
    return Shelf(translated)


def _publish(page: Page) -> Page:
    page.save_revision().publish()
    page.refresh_from_db()
    return page
