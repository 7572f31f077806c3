"""Who may see and change a session: those who may on the page of its course."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from wagtail.permission_policies.base import ModelPermissionPolicy
from wagtail.permissions import page_permission_policy

from training.models import Session, TrainingPage


def courses_of(user: AbstractBaseUser) -> QuerySet[TrainingPage]:
    """The courses whose page ``user`` may edit, in the language they are written in."""
    pages = page_permission_policy.instances_user_has_any_permission_for(
        user, {"change", "publish"}
    )
    keys = pages.order_by().values("pk")
    own = TrainingPage.objects.filter(pk__in=keys, alias_of__isnull=True)
    french = TrainingPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
    translations = own.exclude(locale__language_code=settings.LANGUAGE_CODE).filter(
        translation_key__in=french.values("translation_key")
    )
    return own.exclude(pk__in=translations.values("pk")).order_by("title", "pk")


def may_see(user: AbstractBaseUser, course: TrainingPage) -> bool:
    return course.permissions_for_user(user).can_edit()


def may_change(user: AbstractBaseUser, course: TrainingPage) -> bool:
    """Sessions of a live course are seen at once: that takes the right to publish."""
    rights = course.permissions_for_user(user)
    return rights.can_publish() if course.live else rights.can_edit()


class SessionPolicy(ModelPermissionPolicy):
    """Asks the rights on the course, whatever the action."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        return courses_of(user).exists()

    def user_has_any_permission(
        self, user: AbstractBaseUser, actions: Iterable[str]
    ) -> bool:
        return self.user_has_permission(user, "change")

    def user_has_permission_for_instance(
        self, user: AbstractBaseUser, action: str, instance: Session
    ) -> bool:
        allowed = may_see if action == "view" else may_change
        return allowed(user, instance.course)

    def user_has_any_permission_for_instance(
        self, user: AbstractBaseUser, actions: Iterable[str], instance: Session
    ) -> bool:
        return any(
            self.user_has_permission_for_instance(user, action, instance)
            for action in actions
        )

    def instances_user_has_any_permission_for(
        self, user: AbstractBaseUser, actions: Iterable[str]
    ) -> QuerySet[Session]:
        return Session.objects.filter(course__in=courses_of(user).values("pk"))


policy = SessionPolicy(Session)
