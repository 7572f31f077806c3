"""SIRET numbers, by property: what is right passes, what is one digit off does not."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from directory.validators import LA_POSTE, luhn_sum, validate_siret

DIGITS = st.text("0123456789", min_size=13, max_size=13)


def with_key(thirteen: str) -> str:
    """The 14 digits that begin with these and whose key is right."""
    return next(
        thirteen + key for key in "0123456789" if luhn_sum(thirteen + key) % 10 == 0
    )


def is_siret(value: str) -> bool:
    try:
        validate_siret(value)
    except ValidationError:
        return False
    return True


# Public bodies: Insee, the Département du Nord, the Région Hauts-de-France, La Poste.
@pytest.mark.parametrize(
    "siret", ["12002701600357", "22590001801244", "20005374200017", "35600000000048"]
)
def test_real_numbers_pass(siret):
    assert is_siret(siret)


@given(DIGITS.filter(lambda digits: int(digits) > 0))
def test_a_right_key_passes(digits):
    assert is_siret(with_key(digits))


@given(DIGITS, st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_digit_is_seen(digits, place, shift):
    siret = with_key(digits)
    wrong = str((int(siret[place]) + shift) % 10)
    changed = siret[:place] + wrong + siret[place + 1 :]
    if not changed.startswith(LA_POSTE):
        assert not is_siret(changed)


@given(DIGITS, st.integers(0, 12))
def test_two_digits_swapped_are_seen_but_for_0_and_9(digits, place):
    siret = with_key(digits)
    one, other = siret[place], siret[place + 1]
    swapped = siret[:place] + other + one + siret[place + 2 :]
    if one != other and {one, other} != {"0", "9"}:
        assert swapped.startswith(LA_POSTE) or not is_siret(swapped)


@given(st.text(max_size=20))
def test_any_other_text_is_refused_without_failing(text):
    digits = len(text) == 14 and text.isascii() and text.isdecimal()
    assert is_siret(text) is False or digits


@given(st.text("0123456789", min_size=5, max_size=5))
def test_la_poste_has_its_own_rule(establishment):
    siret = LA_POSTE + establishment
    five = sum(map(int, siret)) % 5 == 0
    assert is_siret(siret) == (five or luhn_sum(siret) % 10 == 0)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "0" * 14,
        "120 027 016 00357",
        "1200270160035",
        "120027016003570",
        "１２００２７０１６００３５７",
        "12002701600357\n",
        "abcdefghijklmn",
    ],
)
def test_what_is_not_fourteen_digits_is_refused(value):
    assert not is_siret(value)


def test_the_messages_say_what_to_do():
    with pytest.raises(ValidationError, match="14"):
        validate_siret("123")
    with pytest.raises(ValidationError, match=r"(Vérifiez|Check)"):
        validate_siret("12002701600358")
