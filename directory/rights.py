"""Who may see and change contacts and coverage: those who may on the page they are of."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model, QuerySet
from wagtail.permission_policies.base import ModelPermissionPolicy
from wagtail.permissions import page_permission_policy

from directory.models import ActorPage, Contact, Coverage


def actors_of(user: AbstractBaseUser) -> QuerySet[ActorPage]:
    """The organisations whose page ``user`` may edit, in the language of their facts."""
    pages = page_permission_policy.instances_user_has_any_permission_for(
        user, {"change", "publish"}
    )
    keys = pages.order_by().values("pk")
    own = ActorPage.objects.filter(pk__in=keys, alias_of__isnull=True)
    french = ActorPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
    translations = own.exclude(locale__language_code=settings.LANGUAGE_CODE).filter(
        translation_key__in=french.values("translation_key")
    )
    return own.exclude(pk__in=translations.values("pk")).order_by("title", "pk")


def may_see(user: AbstractBaseUser, actor: ActorPage) -> bool:
    return actor.permissions_for_user(user).can_edit()


def may_change(user: AbstractBaseUser, actor: ActorPage) -> bool:
    """Rows of a live page are seen at once: that takes the right to publish it."""
    rights = actor.permissions_for_user(user)
    return rights.can_publish() if actor.live else rights.can_edit()


class RowPolicy(ModelPermissionPolicy):
    """Asks the rights on the page of the organisation, whatever the action."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        return actors_of(user).exists()

    def user_has_any_permission(
        self, user: AbstractBaseUser, actions: Iterable[str]
    ) -> bool:
        return self.user_has_permission(user, "change")

    def user_has_permission_for_instance(
        self, user: AbstractBaseUser, action: str, instance: Model
    ) -> bool:
        allowed = may_see if action == "view" else may_change
        return allowed(user, instance.actor)

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
        return self.model._default_manager.filter(
            actor__in=actors_of(user).order_by().values("pk")
        )


CONTACTS = RowPolicy(Contact)
COVERAGES = RowPolicy(Coverage)
