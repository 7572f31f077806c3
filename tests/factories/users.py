import factory
from django.contrib.auth.models import Group, Permission
from factory.django import DjangoModelFactory
from wagtail.models import GroupPagePermission

from portal.users.models import User


class UserFactory(DjangoModelFactory):
    """Someone without rights; ``admin`` has them all."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        admin = factory.Trait(is_staff=True, is_superuser=True)

    username = factory.Sequence(lambda n: f"personne-{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")

    @factory.post_generation
    def groups(user, create, groups, **kwargs):
        if create and groups:
            user.groups.set(groups)


class GroupFactory(DjangoModelFactory):
    """A group that enters the admin, with rights on ``pages`` and what is below.

    ``rights`` are page rights: add, change, publish, bulk_delete, lock.
    """

    class Meta:
        model = Group
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Groupe {n}")

    @factory.post_generation
    def pages(group, create, pages, rights=("add", "change", "publish"), **kwargs):
        if not create:
            return
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        for page in pages or ():
            for right in rights:
                GroupPagePermission.objects.create(
                    group=group,
                    page=page,
                    permission=Permission.objects.get(
                        content_type__app_label="wagtailcore",
                        codename=f"{right}_page",
                    ),
                )
