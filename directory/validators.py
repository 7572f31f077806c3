import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as WrongNumber
from stdnum.fr import siren, siret


def validate_siret(value: str) -> None:
    """Refuse what is not a SIRET: 14 digits whose key is right.

    La Poste's establishments have a rule of their own, which the library knows.
    """
    if not re.fullmatch(r"[0-9]{14}", value) or value == "0" * 14:
        raise ValidationError(
            _("A SIRET has 14 digits, without spaces. Check the number.")
        )
    try:
        siret.validate(value)
    except WrongNumber:
        raise ValidationError(
            _("One of the digits of this SIRET is wrong. Check the number.")
        ) from None


def validate_siren(value: str) -> None:
    """Refuse what is not a SIREN: nine digits whose key is right."""
    if not re.fullmatch(r"[0-9]{9}", value) or value == "0" * 9:
        raise ValidationError(
            _("A SIREN has 9 digits, without spaces. Check the number.")
        )
    try:
        siren.validate(value)
    except WrongNumber:
        raise ValidationError(
            _("One of the digits of this SIREN is wrong. Check the number.")
        ) from None


def validate_phone(value: str) -> None:
    """Refuse what cannot be dialled: "+33" and nine digits, or a short number."""
    if not re.fullmatch(r"\+[1-9][0-9]{6,14}|[1-9][0-9]{3}", value):
        raise ValidationError(
            _("This is no telephone number. Example: 03 20 00 00 00.")
        )


def plain_phone(text: str) -> str:
    """A number as it is typed → as it is kept: "03 20 …" becomes "+3320…"."""
    number = re.sub(r"[\s.\-/\u00a0\u202f]|\(0\)", "", text)
    if re.fullmatch(r"0[1-9][0-9]{8}", number):
        return f"+33{number[1:]}"
    return re.sub(r"^00", "+", number)
