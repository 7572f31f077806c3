"""The import of sessions in the admin."""

from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.core.imports.kinds import ImportKind, OptionsForm, register
from training.importing.files import import_sessions
from training.importing.table_reading import COLUMNS
from training.models import Session, TrainingIndexPage, TrainingPage
from training.rights import courses_of


class ParentForm(OptionsForm):
    """Where the sessions go, among the courses and the lists that are the person's."""

    page = forms.ChoiceField(
        label=_("Course or list of courses"),
        help_text=_(
            "All the dates go to one course; under a list, each goes to the course"
            " that it names, made as a draft if it is not there."
        ),
    )

    def __init__(self, *args: Any, user: AbstractBaseUser, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        lists = [
            (page.pk, page.title)
            for page in TrainingIndexPage.objects.filter(
                alias_of__isnull=True, locale__language_code=settings.LANGUAGE_CODE
            )
            if page.permissions_for_user(user).can_add_subpage()
        ]
        courses = [(page.pk, page.title) for page in courses_of(user)]
        page: Any = self.fields["page"]
        page.choices = [
            (_("Lists of courses"), lists),
            (_("Courses"), courses),
        ]


SESSIONS = register(
    ImportKind(
        name="sessions",
        title=_("Import sessions"),
        explanation=_(
            "Dates from a calendar (.ics) or a table (.csv, .xlsx) with a column for"
            " the start, and others for the course, the end, the place … A date"
            " that is known already is brought up to date, never made twice."
        ),
        extensions=(".ics", ".csv", ".xlsx"),
        run=import_sessions,
        may_use=lambda user: courses_of(user).exists(),
        columns=COLUMNS,
        options_form=ParentForm,
        list_address=partial(reverse, "training_sessions:index"),
        list_title=_("Sessions"),
        models=(Session, TrainingPage),
        names={
            "DTSTART": _("start"),
            "DTEND": _("end"),
            "RRULE": _("recurrence"),
            "RECURRENCE-ID": _("date that the event replaces"),
        },
    )
)
