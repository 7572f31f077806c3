"""Rows of a table → sessions as they tell them."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.imports.columns import Column, Columns, folded
from portal.core.imports.report import ImportReport
from portal.core.imports.tables import Table, TableRecord
from training.enums import Modality, SeatState, SessionStatus
from training.forms.fields import read_hour
from training.importing.records import SessionRecord, safe_uid
from training.moments import Part, in_paris

COLUMNS = Columns(
    Column("uid", gettext_lazy("identifier"), ("identifiant", "id", "uid")),
    Column(
        "formation",
        gettext_lazy("course"),
        (
            "intitulé",
            "titre",
            "nom de la formation",
            "module",
            "stage",
            "cours",
            "objet",
        ),
    ),
    Column(
        "debut",
        gettext_lazy("start"),
        (
            "début",
            "date de début",
            "date début",
            "commence le",
            "start",
            "date",
            "jour",
        ),
        group="start",
    ),
    Column(
        "heure_debut",
        gettext_lazy("from"),
        ("heure de début", "de", "horaire de début"),
    ),
    Column("fin", gettext_lazy("end"), ("date de fin", "date fin", "finit le", "end")),
    Column("heure_fin", gettext_lazy("to"), ("heure de fin", "à", "horaire de fin")),
    Column("lieu", gettext_lazy("place"), ("adresse", "salle", "site", "location")),
    Column(
        "territoire",
        gettext_lazy("territory"),
        ("commune", "ville", "code insee", "code postal"),
    ),
    Column("modalite", gettext_lazy("modality"), ("modalité", "format", "mode")),
    Column(
        "lien_visio",
        gettext_lazy("address of the remote room"),
        ("lien visio", "visio", "lien de connexion"),
    ),
    Column(
        "places", gettext_lazy("seats"), ("nombre de places", "capacité", "effectif")
    ),
    Column(
        "etat_places",
        gettext_lazy("state of the seats"),
        ("état des places", "disponibilité"),
    ),
    Column(
        "inscription",
        gettext_lazy("address to register"),
        ("lien d'inscription", "url", "lien", "adresse d'inscription"),
    ),
    Column(
        "date_limite",
        gettext_lazy("register by"),
        ("date limite", "date limite d'inscription", "inscription avant"),
    ),
    Column("statut", gettext_lazy("status"), ("état", "status")),
    Column("motif", gettext_lazy("reason of a change"), ("raison", "reason")),
)

_DAY = re.compile(r"(\d{1,4})[-/. ](\d{1,2}|[^\W\d]+\.?)[-/. ](\d{1,4})")
_FIRST = re.compile(r"\b1er\b")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan",
            "fevrier fevr fev",
            "mars",
            "avril avr",
            "mai",
            "juin",
            "juillet juil",
            "aout",
            "septembre sept sep",
            "octobre oct",
            "novembre nov",
            "decembre dec",
        ),
        start=1,
    )
    for name in names.split()
}
_WORDS: dict[type, dict[str, Any]] = {
    Modality: {
        "presentiel": Modality.ON_SITE,
        "en presence": Modality.ON_SITE,
        "sur place": Modality.ON_SITE,
        "distance": Modality.REMOTE,
        "a distance": Modality.REMOTE,
        "distanciel": Modality.REMOTE,
        "en ligne": Modality.REMOTE,
        "visio": Modality.REMOTE,
        "webinaire": Modality.REMOTE,
        "hybride": Modality.HYBRID,
        "mixte": Modality.HYBRID,
    },
    SeatState: {
        "places disponibles": SeatState.OPEN,
        "disponible": SeatState.OPEN,
        "oui": SeatState.OPEN,
        "dernieres places": SeatState.FEW,
        "complet": SeatState.FULL,
        "non": SeatState.FULL,
    },
    SessionStatus: {
        "annoncee": SessionStatus.ANNOUNCED,
        "a confirmer": SessionStatus.ANNOUNCED,
        "ouverte": SessionStatus.OPEN,
        "ouvert": SessionStatus.OPEN,
        "confirmee": SessionStatus.OPEN,
        "complet": SessionStatus.FULL,
        "complete": SessionStatus.FULL,
        "deplacee": SessionStatus.MOVED,
        "reportee": SessionStatus.MOVED,
        "annulee": SessionStatus.CANCELLED,
        "annule": SessionStatus.CANCELLED,
        "tenue": SessionStatus.HELD,
        "terminee": SessionStatus.HELD,
    },
}


class UnreadableCell(ValueError):
    def __init__(self, field: str, value: str, message: str) -> None:
        super().__init__(message)
        self.field, self.value = field, value


def read_rows(table: Table, report: ImportReport) -> Iterator[SessionRecord]:
    """The sessions of ``table``; rows that tell none are rejected in ``report``."""
    for row in table.records(report):
        try:
            yield _record(row, report)
        except UnreadableCell as fault:
            report.reject(row.line, fault.field, fault.value, str(fault))


def _record(row: TableRecord, report: ImportReport) -> SessionRecord:
    part, all_day = _part(row)
    fields: dict[str, Any] = {}
    for name, key in (("place", "lieu"), ("reason", "motif")):
        if row[key]:
            fields[name] = row[key][:200]
    for name, key, longest in (
        ("remote_url", "lien_visio", 200),
        ("registration_url", "inscription", 500),
    ):
        if row[key] and (address := _address(row, key, longest, report)):
            fields[name] = address
    for name, key, choices in (
        ("modality", "modalite", Modality),
        ("seat_state", "etat_places", SeatState),
        ("status", "statut", SessionStatus),
    ):
        if row[key] and (value := _choice(row, key, choices, report)):
            fields[name] = value
    if row["places"]:
        fields["seats"] = _number(row, "places")
    if row["date_limite"]:
        fields["registration_deadline"] = _day(row, "date_limite", row["date_limite"])
    return SessionRecord(
        row.line,
        (part,),
        uid=safe_uid(row["uid"]),
        course=row["formation"][:500],
        all_day=all_day,
        territory=row["territoire"],
        fields=fields,
    )


def _part(row: TableRecord) -> tuple[Part, bool]:
    if not row["debut"]:
        raise UnreadableCell("debut", "", _("The start is missing."))
    start_day, start_hour = _moment(row, "debut", "heure_debut")
    if row["fin"] and read_hour(row["fin"]):  # « fin » may hold but an hour
        end_day, end_hour = start_day, read_hour(row["fin"])
    elif row["fin"]:
        end_day, end_hour = _moment(row, "fin", "heure_fin")
    else:
        end_day, end_hour = start_day, _hour(row, "heure_fin")
    all_day = start_hour is None and end_hour is None
    if not all_day and (start_hour is None or end_hour is None):
        missing = "heure_debut" if start_hour is None else "heure_fin"
        raise UnreadableCell(missing, "", _("Write both hours, or none."))
    if all_day or (end_hour == time.min and end_day == start_day):
        end_day += timedelta(days=1)
    start, end = (
        _utc(row, key, day, hour or time.min, text)
        for key, day, hour, text in (
            ("debut", start_day, start_hour, row["debut"]),
            ("fin", end_day, end_hour, row["fin"]),
        )
    )
    if end <= start:
        message = _("The end comes after the start. Check the two times.")
        raise UnreadableCell("fin", row["fin"] or row["heure_fin"], message)
    return Part(start, end), all_day


def _utc(row: TableRecord, key: str, day: date, hour: time, text: str) -> datetime:
    aware = _aware(text)
    if aware is not None:
        return aware
    try:
        return in_paris(datetime.combine(day, hour))
    except ValidationError as error:
        said = _("%(reason)s Write “+02:00” or “+01:00” after it.")
        reason = error.messages[0]
        if error.code == "repeated":
            reason = said % {"reason": reason}
        raise UnreadableCell(key, text, reason) from error


def _aware(text: str) -> datetime | None:
    """A moment that says its distance from UTC: 2026-10-25T02:30+02:00."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _moment(row: TableRecord, key: str, hour_key: str) -> tuple[date, time | None]:
    text = _FIRST.sub("1", row[key])
    found = _DAY.search(text)
    rest = text[found.end() :].strip(" T,àa-") if found else ""
    hour = _hour(row, hour_key)
    if hour is None and rest:
        hour = read_hour(re.sub(r"(?:Z|[+-]\d\d:?\d\d)$", "", rest))
        if hour is None:
            raise UnreadableCell(key, text, _not_read())
    return _day(row, key, text), hour


def _hour(row: TableRecord, key: str) -> time | None:
    if not row[key]:
        return None
    hour = read_hour(row[key])
    if hour is None:
        message = _("This hour cannot be read. Write it as 9:30 or 9 h 30.")
        raise UnreadableCell(key, row[key], message)
    return hour


def _day(row: TableRecord, key: str, text: str) -> date:
    """2027-03-02, 02/03/2027, 2.3.27, « mardi 2 mars 2027 »."""
    found = _DAY.search(_FIRST.sub("1", text))
    if found is None:
        raise UnreadableCell(key, text, _not_read())
    first, middle, last = found.groups()
    month = int(middle) if middle.isdecimal() else _MONTHS.get(folded(middle), 0)
    year, day = (first, last) if len(first) == 4 else (last, first)
    try:
        return date(int(year) + (2000 if len(year) <= 2 else 0), month, int(day))
    except ValueError:
        raise UnreadableCell(key, text, _not_read()) from None


def _not_read() -> str:
    return _("This date cannot be read. Write it as 02/03/2027 or 2027-03-02.")


def _number(row: TableRecord, key: str) -> int:
    text = row[key].replace(" ", "")
    if not text.isdecimal() or not 0 < int(text) < 32_768:
        raise UnreadableCell(key, row[key], _("Write a whole number."))
    return int(text)


def _choice(row: TableRecord, key: str, choices: Any, report: ImportReport) -> Any:
    written = folded(row[key])
    known = {folded(str(label)): value for value, label in choices.choices}
    found = _WORDS[choices].get(written) or known.get(written)
    if found is None and row[key] in choices.values:
        found = row[key]
    if found is None:
        report.warn(row.line, key, row[key], _("Unknown value: left out."))
        return None
    return choices(found)


def _address(row: TableRecord, key: str, longest: int, report: ImportReport) -> str:
    text = row[key]
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        text = ""
    if not text or len(text) > longest:
        message = _("This is no web address: left out.")
        report.warn(row.line, key, row[key], message)
        return ""
    return text
