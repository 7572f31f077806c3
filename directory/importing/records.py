"""One row of a table → what it tells of an organisation, or why it is rejected.

What a cell should not hold is said and left out; without a name and a kind, or with a
wrong SIRET, there is no organisation.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from directory.carriers import Carrier
from directory.importing.kinds_of import Meaning, kinds_in_name, kinds_meant
from directory.importing.vocabulary import Vocabulary
from directory.validators import (
    plain_phone,
    validate_phone,
    validate_siren,
    validate_siret,
)
from portal.core.choosing import fold
from portal.core.imports.report import ImportReport
from portal.core.imports.tables import TableRecord
from portal.core.models import Sector, Territory

LONGEST_NAME = 255
_LISTS = re.compile(r"\s*[;|]\s*")
_SPACES = re.compile(r"[\s.\u00a0\u202f\u2007-]")
# "1,23E+13": what spreadsheets make of long numbers.
_SCIENTIFIC = re.compile(r"\d([.,]\d+)?[eE]\+?\d+")
_NUMBER = re.compile(r"-?\d{1,3}([.,]\d+)?")
# "forename.surname@": the address of a person, unless one of these is in it.
_OF_A_PERSON = re.compile(r"[a-zà-ÿ]{2,}([.\-_])[a-zà-ÿ]{2,}(-[a-zà-ÿ]+)?@", re.I)
_OF_A_SERVICE = re.compile(
    r"contact|accueil|info|service|direction|secretariat|mairie|ville|clause|insertion"
    r"|emploi|commercial|devis|siege|agence|mission|plie|geiq|esat|regie|asso|formation"
    r"|recrutement|administration|compta|courrier|relation|entreprise",
    re.I,
)
_valid_address = URLValidator(["http", "https"])


@dataclass(frozen=True)
class ActorRecord:
    """An organisation as a table tells it; what is empty is not told."""

    line: int
    title: str
    name: str
    kinds: tuple[str, ...]
    carriers: tuple[str, ...] = ()
    siret: str = ""
    siren: str = ""
    address: str = ""
    postcode: str = ""
    commune: Territory | None = None
    latitude: float | None = None
    longitude: float | None = None
    website: str = ""
    email: str = ""
    phone: str = ""
    description: str = ""
    opening: str = ""
    source: str = ""
    sectors: tuple[Sector, ...] = ()
    areas: tuple[Territory, ...] = ()

    @property
    def place(self) -> str:
        """Where it is, for those that have no number."""
        return self.commune.value if self.commune else self.postcode


def read_actor(
    row: TableRecord,
    report: ImportReport,
    vocabulary: Vocabulary,
    *,
    default: Meaning,
    source: str,
) -> ActorRecord | None:
    """The organisation of ``row``; None when it is rejected, and the report says why.

    ``default`` are the kinds, and ``source`` the source, where the row tells none.
    """
    return _Reader(row, report, vocabulary, default, source).read()


@dataclass
class _Reader:
    row: TableRecord
    report: ImportReport
    vocabulary: Vocabulary
    default: Meaning
    source: str
    rejected: bool = False

    def read(self) -> ActorRecord | None:
        name, trade = self.name("name"), self.name("trade_name")
        title = trade or name
        if not title:
            self.reject("name", "", _("The name is missing."))
        meaning = self.kinds(name, trade)
        siret = self.number("siret", validate_siret)
        siren = self.number("siren", validate_siren)
        if siret and siren and not siret.startswith(siren):
            message = _("The SIREN is the first nine digits of the SIRET.")
            self.reject("siren", siren, message)
        if self.rejected:
            return None
        postcode = self.postcode()
        commune = self.commune(postcode)
        return ActorRecord(
            line=self.row.line,
            title=title,
            name=name or title,
            kinds=meaning.kinds,
            carriers=tuple(dict.fromkeys((*meaning.carriers, *self.networks()))),
            siret=siret,
            siren="" if siret else siren,
            address=self.address(postcode, commune),
            postcode=postcode,
            commune=commune,
            latitude=self.degrees("latitude", 90),
            longitude=self.degrees("longitude", 180),
            website=self.website(),
            email=self.email(),
            phone=self.phone(),
            description=self.row["description"],
            opening=self.row["opening"][:200],
            source=(self.row["source"] or self.source)[:250],
            sectors=self.sectors(),
            areas=self.areas(),
        )

    def warn(self, name: str, value: object, message: str) -> None:
        self.report.warn(self.row.line, name, value, message)

    def reject(self, name: str, value: object, message: str) -> None:
        self.rejected = True
        self.report.reject(self.row.line, name, value, message)

    def name(self, key: str) -> str:
        text = self.row[key]
        if len(text) > LONGEST_NAME:
            self.warn(key, text, _("The name is too long: cut."))
        return text[:LONGEST_NAME].strip()

    def kinds(self, *names: str) -> Meaning:
        meaning, unknown = kinds_meant(self.row["type"], self.row["type_label"])
        for word in unknown if meaning.kinds else ():
            self.warn("type", word, _("Unknown kind: left out."))
        if meaning.kinds:
            return meaning
        if unknown:
            message = _("Unknown kind. Examples: ACI, EI, ESAT, GEIQ, acheteur.")
            self.reject("type", ", ".join(unknown), message)
            return meaning
        meaning = self.default if self.default.kinds else Meaning()
        meaning = (
            meaning if meaning.kinds else kinds_in_name(*names, self.row["parent"])
        )
        if not meaning.kinds:
            self.reject("type", "", _("The kind is missing."))
        return meaning

    def number(self, key: str, check: Callable[[str], None]) -> str:
        given = self.row[key]
        number = _SPACES.sub("", given)
        if not number:
            return ""
        if _SCIENTIFIC.fullmatch(number):
            message = _(
                "A spreadsheet rounded this number: its last digits are lost. Format"
                " the column as text and fill it in again."
            )
            self.reject(key, given, message)
            return ""
        try:
            check(number)
        except ValidationError as error:
            self.reject(key, given, " ".join(error.messages))
            return ""
        return number

    def postcode(self) -> str:
        given = _SPACES.sub("", self.row["postcode"])
        if re.fullmatch(r"[0-9]{4}", given):
            return f"0{given}"  # the zero that spreadsheets drop
        if given and not re.fullmatch(r"[0-9]{5}", given):
            self.warn("postcode", given, _("This is no postcode: left out."))
            return ""
        return given

    def commune(self, postcode: str) -> Territory | None:
        name, insee = self.row["commune"], self.row["insee"]
        found = self.vocabulary.commune(insee=insee, name=name, postcode=postcode)
        if found is None and (name or insee):
            message = _("This commune is not known here: kept in the address only.")
            self.warn("commune", name or insee, message)
        return found

    def address(self, postcode: str, commune: Territory | None) -> str:
        parts = [self.row["address"], self.row["address_more"]]
        if commune is None and self.row["commune"]:
            parts.append(f"{postcode} {self.row['commune']}".strip())
        return ", ".join(part for part in parts if part)[:250]

    def degrees(self, key: str, most: int) -> float | None:
        given = self.row[key].replace("\u00a0", "").replace(" ", "")
        if not given:
            return None
        value = float(given.replace(",", ".")) if _NUMBER.fullmatch(given) else None
        if value is None or abs(value) > most:
            self.warn(key, given, _("This is no position in degrees: left out."))
            return None
        return value

    def website(self) -> str:
        given = self.row["website"]
        if not given:
            return ""
        address = given if "://" in given else f"https://{given}"
        if len(address) > 200 or not _passes(_valid_address, address):
            message = _("This is no web address (http or https): left out.")
            self.warn("website", given, message)
            return ""
        return address

    def email(self) -> str:
        given = self.row["email"]
        if not given:
            return ""
        if len(given) > 254 or not _passes(validate_email, given):
            self.warn("email", given, _("This is no e-mail address: left out."))
            return ""
        local = given.rpartition("@")[0]
        if _OF_A_PERSON.match(given) and not _OF_A_SERVICE.search(local):
            message = _(
                "This looks like the address of a person: left out. Give that of a"
                " service, or add the person by hand."
            )
            self.warn("email", "", message)
            return ""
        return given

    def phone(self) -> str:
        given = self.row["phone"]
        number = plain_phone(given)
        if re.fullmatch(r"[1-9][0-9]{8}", number):
            number = f"+33{number}"  # the zero that spreadsheets drop
        if number and not _passes(validate_phone, number):
            self.warn("phone", given, _("This is no telephone number: left out."))
            return ""
        return number

    def sectors(self) -> tuple[Sector, ...]:
        return self.listed("sectors", self.vocabulary.sector)

    def areas(self) -> tuple[Territory, ...]:
        return self.listed("areas", self.vocabulary.territory)

    def networks(self) -> tuple[str, ...]:
        return self.listed("networks", _carrier)

    def listed(self, key: str, find: Callable[[str], Any]) -> tuple[Any, ...]:
        found: dict[Any, None] = {}
        for part in filter(None, _LISTS.split(self.row[key])):
            for word in _words_of(part, find):
                if (known := find(word)) is None:
                    self.warn(key, word, _("Unknown value: left out."))
                else:
                    found[known] = None
        return tuple(found)


def _words_of(text: str, find: Callable[[str], Any]) -> Iterator[str]:
    """``text`` cut at its commas, but for those of a name that is known."""
    parts = [part.strip() for part in text.split(",")]
    start = 0
    while start < len(parts):
        ends = range(len(parts), start, -1)
        wholes = ((end, ", ".join(parts[start:end])) for end in ends)
        end, word = next(
            ((end, whole) for end, whole in wholes if find(whole) is not None),
            (start + 1, parts[start]),
        )
        if word:
            yield word
        start = end


def _passes(check: Callable[[str], None], value: str) -> bool:
    try:
        check(value)
    except ValidationError:
        return False
    return True


_CARRIERS = {
    **{fold(label): value for value, label in Carrier.choices},
    **{fold(value): value for value in Carrier.values},
}


def _carrier(word: str) -> str | None:
    return _CARRIERS.get(fold(word))
