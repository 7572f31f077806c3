"""Wagtail's bulk actions, which name what is refused and do the rest."""

from typing import Any

from django.db import transaction
from wagtail.admin.views.pages.bulk_actions.delete import DeleteBulkAction
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.log_actions import log
from wagtail.models import Page

from portal.core.deleting import delete_pages
from portal.core.publishing import PublicationRefused
from portal.core.refusals import tell


class PublishPages(PublishBulkAction):
    """Publishes the pages that can be, with their descendants if asked."""

    def get_execution_context(self) -> dict[str, Any]:
        self.refusals: list[PublicationRefused] = []
        return {**super().get_execution_context(), "refusals": self.refusals}

    @classmethod
    def execute_action(
        cls,
        objects: list[Page],
        include_descendants: bool = False,
        user: Any = None,
        refusals: list[PublicationRefused] | None = None,
        **kwargs: Any,
    ) -> tuple[int, int]:
        refused = [] if refusals is None else refusals
        chosen = sum(_publish(page, user, refused) for page in objects)
        below = 0
        if include_descendants:
            for page in objects:
                drafts = page.get_descendants().not_live().specific()
                below += sum(_publish(draft, user, refused) for draft in drafts)
        return chosen, below

    def get_success_message(self, parents: int, children: int) -> str | None:
        if self.refusals:
            tell(self.request, *self.refusals)
        return super().get_success_message(parents, children) if parents else None


class DeletePages(DeleteBulkAction):
    """Deletes pages together, so that they may cite each other."""

    @classmethod
    def execute_action(
        cls, objects: list[Page], user: Any = None, **kwargs: Any
    ) -> tuple[int, int]:
        chosen = Page.objects.filter(pk__in=[page.pk for page in objects])
        below = sum(page.get_descendant_count() for page in objects)
        for page in chosen.specific():
            log(instance=page, action="wagtail.delete", user=user, deleted=True)
        delete_pages(chosen)
        return len(objects), below


def _publish(page: Page, user: Any, refusals: list[PublicationRefused]) -> bool:
    if user is not None and not page.permissions_for_user(user).can_publish():
        return False
    try:
        with transaction.atomic():
            revision = page.get_latest_revision()
            (revision or page.specific.save_revision(user=user)).publish(user=user)
    except PublicationRefused as refusal:
        refusals.append(refusal)
        return False
    return True
