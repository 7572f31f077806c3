"""The file that a command was given, whatever is wrong with it."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from portal.core.imports.refusals import ImportRefused


@contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """The file at ``path``, or a copy of what comes through a pipe: it is read twice.

    Raise ``ImportRefused`` when it cannot be read.
    """
    try:
        with Path(path).open("rb") as file:
            if file.seekable():
                yield file
                return
            with tempfile.TemporaryFile() as copy:
                shutil.copyfileobj(file, copy)
                copy.seek(0)
                yield copy
    except (OSError, ValueError) as error:
        message = _("The file “%(path)s” cannot be read: %(reason)s.")
        raise ImportRefused(
            message % {"path": path, "reason": _reason(error)}
        ) from error


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return _("there is no such file")
    if isinstance(error, IsADirectoryError):
        return _("it is a folder")
    if isinstance(error, PermissionError):
        return _("you are not allowed to")
    return getattr(error, "strerror", None) or _("this is no path")
