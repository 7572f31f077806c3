"""What `make demo` adds to a site: an editor to sign in as, and files served as is."""

import hashlib
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)

USERNAME = "demo"
GROUP = "Démonstration"
PAGE_RIGHTS = ("add_page", "change_page", "publish_page")
# Wagtail asks for the rights on its own models, whatever model stands in for them.
FILE_APPS = ("wagtailimages", "wagtaildocs")
FILE_RIGHTS = ("add_", "change_", "choose_")
CONTENT_APPS = ("core", "directory", "knowledge", "training")
# What decides how files are collected, beside the packages and the files themselves.
STATIC_RULES = Path("portal/core/static_files.py")


def password_file() -> Path:
    return Path(settings.DATA_DIR) / "demo-password"


def make_editor() -> bool:
    """Make the demonstration editor, who may edit all content and nothing else; its
    password is generated and kept in ``password_file()``. Return whether it was new."""
    group = _editors()
    user, made = get_user_model().objects.get_or_create(
        username=USERNAME,
        defaults={"first_name": "Démonstration", "email": "demo@portail.invalid"},
    )
    user.groups.add(group)
    path = password_file()
    password = path.read_text().strip() if path.exists() else ""
    if not password:
        password = secrets.token_urlsafe(12)
        path.touch(mode=0o600)
        path.chmod(0o600)
        path.write_text(f"{password}\n")
    if not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    return made


def static_files_digest() -> str:
    """Changes with the packages, our own files and the rules they are collected by."""
    project = settings.PROJECT
    paths = [project / "requirements.lock", project / STATIC_RULES]
    for folder in settings.STATICFILES_DIRS:
        paths += sorted(path for path in Path(folder).rglob("*") if path.is_file())
    digest = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
    for path in paths:
        digest.update(str(path.relative_to(project)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _editors() -> Group:
    group, _made = Group.objects.get_or_create(name=GROUP)
    group.permissions.add(
        *Permission.objects.filter(
            Q(content_type__app_label="wagtailadmin", codename="access_admin")
            | Q(content_type__app_label__in=CONTENT_APPS)
            | Q(codename="submit_translation")
        )
    )
    root = Page.get_first_root_node()
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=PAGE_RIGHTS
    ):
        GroupPagePermission.objects.get_or_create(
            group=group, page=root, permission=permission
        )
    collection = Collection.get_first_root_node()
    for permission in Permission.objects.filter(
        content_type__app_label__in=FILE_APPS,
        content_type__model__in=("image", "document"),
        codename__regex=f"^({'|'.join(FILE_RIGHTS)})",
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )
    return group
