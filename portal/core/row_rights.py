"""Who may see and change the plain rows of a page (sessions of a course, contacts of an
organisation): those who may on the page itself."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model, QuerySet
from wagtail.models import Page
from wagtail.permission_policies.base import ModelPermissionPolicy
from wagtail.permissions import page_permission_policy


def editable_sources(user: AbstractBaseUser, model: type[Page]) -> QuerySet[Page]:
    """The pages of ``model`` that ``user`` may edit, in the language of their facts:
    aliases and translations left out."""
    pages = page_permission_policy.instances_user_has_any_permission_for(
        user, {"change", "publish"}
    )
    keys = pages.order_by().values("pk")
    own = model.objects.filter(pk__in=keys, alias_of__isnull=True)
    french = model.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
    translations = own.exclude(locale__language_code=settings.LANGUAGE_CODE).filter(
        translation_key__in=french.values("translation_key")
    )
    return own.exclude(pk__in=translations.values("pk")).order_by("title", "pk")


def may_see_rows(user: AbstractBaseUser, page: Page) -> bool:
    return page.permissions_for_user(user).can_edit()


def may_change_rows(user: AbstractBaseUser, page: Page) -> bool:
    """Rows of a live page are seen at once: that takes the right to publish it."""
    rights = page.permissions_for_user(user)
    return rights.can_publish() if page.live else rights.can_edit()


class RowPolicy(ModelPermissionPolicy):
    """Asks the rights on the page that ``model`` points at by ``page_field``, whatever
    the action."""

    def __init__(self, model: type[Model], page_field: str) -> None:
        super().__init__(model)
        self.page_field = page_field
        self.page_model: type[Page] = model._meta.get_field(page_field).related_model

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        return editable_sources(user, self.page_model).exists()

    def user_has_any_permission(
        self, user: AbstractBaseUser, actions: Iterable[str]
    ) -> bool:
        return self.user_has_permission(user, "change")

    def user_has_permission_for_instance(
        self, user: AbstractBaseUser, action: str, instance: Model
    ) -> bool:
        allowed = may_see_rows if action == "view" else may_change_rows
        return allowed(user, getattr(instance, self.page_field))

    def user_has_any_permission_for_instance(
        self, user: AbstractBaseUser, actions: Iterable[str], instance: Model
    ) -> bool:
        return any(
            self.user_has_permission_for_instance(user, action, instance)
            for action in actions
        )

    def instances_user_has_any_permission_for(
        self, user: AbstractBaseUser, actions: Iterable[str]
    ) -> QuerySet[Model]:
        pages = editable_sources(user, self.page_model).order_by()
        return self.model._default_manager.filter(
            **{f"{self.page_field}__in": pages.values("pk")}
        )
