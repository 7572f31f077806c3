import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# La Poste's SIREN: its establishments sum to a multiple of five instead of Luhn.
LA_POSTE = "356000000"


def validate_siret(value: str) -> None:
    """Refuse what is not a SIRET: 14 digits whose key is right.

    Source: Insee, SIRET definition; La Poste's exception since 1988.
    """
    if not re.fullmatch(r"[0-9]{14}", value) or value == "0" * 14:
        raise ValidationError(
            _("A SIRET has 14 digits, without spaces. Check the number.")
        )
    if value.startswith(LA_POSTE) and sum(map(int, value)) % 5 == 0:
        return
    if luhn_sum(value) % 10:
        raise ValidationError(
            _("One of the digits of this SIRET is wrong. Check the number.")
        )


def luhn_sum(digits: str) -> int:
    """The Luhn sum of a number: a multiple of ten when its key is right."""
    doubled = (int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(digits)))
    return sum(d - 9 if d > 9 else d for d in doubled)
