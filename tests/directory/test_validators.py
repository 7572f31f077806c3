"""Official numbers, by property: what is right passes, what is one digit off does not."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, given
from hypothesis import strategies as st

from directory.validators import (
    plain_phone,
    validate_phone,
    validate_siren,
    validate_siret,
)

LA_POSTE = "356000000"
EIGHT = st.text("0123456789", min_size=8, max_size=8)
FOUR = st.text("0123456789", min_size=4, max_size=4)


def luhn(digits: str) -> int:
    """The sum as Insee describes it, one digit in two doubled from the right."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled // 10 + doubled % 10
    return total


def with_key(digits: str) -> str:
    """``digits`` and the one that makes their sum a multiple of ten."""
    return next(digits + key for key in "0123456789" if luhn(digits + key) % 10 == 0)


def passes(check: Callable[[str], None], value: str) -> bool:
    try:
        check(value)
    except ValidationError:
        return False
    return True


@st.composite
def sirets(draw: st.DrawFn) -> str:
    siren = with_key(draw(EIGHT.filter(lambda digits: int(digits) > 0)))
    assume(siren != LA_POSTE)
    return with_key(siren + draw(FOUR))


# Public bodies: Insee, the Département du Nord, the Région Hauts-de-France, La Poste.
@pytest.mark.parametrize(
    "siret", ["12002701600357", "22590001801244", "20005374200017", "35600000000048"]
)
def test_real_numbers_pass(siret):
    validate_siret(siret)
    validate_siren(siret[:9])


@given(sirets())
def test_right_keys_pass(siret):
    assert passes(validate_siret, siret)
    assert passes(validate_siren, siret[:9])


@given(sirets(), st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_digit_is_seen(siret, place, shift):
    wrong = str((int(siret[place]) + shift) % 10)
    changed = siret[:place] + wrong + siret[place + 1 :]
    assume(not changed.startswith(LA_POSTE))
    assert not passes(validate_siret, changed)
    if place < 9:
        assert not passes(validate_siren, changed[:9])


@given(sirets(), st.integers(0, 12))
def test_two_digits_swapped_are_seen_but_for_0_and_9(siret, place):
    one, other = siret[place], siret[place + 1]
    swapped = siret[:place] + other + one + siret[place + 2 :]
    assume(one != other and {one, other} != {"0", "9"})
    assume(not swapped.startswith(LA_POSTE))
    assert not passes(validate_siret, swapped)


@given(st.text(max_size=20))
def test_any_other_text_is_refused_without_failing(text):
    ascii_digits = text.isascii() and text.isdecimal()
    if not (ascii_digits and len(text) == 14):
        assert not passes(validate_siret, text)
    if not (ascii_digits and len(text) == 9):
        assert not passes(validate_siren, text)


@given(st.text("0123456789", min_size=5, max_size=5))
def test_la_poste_has_its_own_rule(establishment):
    """But for its head office, which the real numbers hold."""
    siret = LA_POSTE + establishment
    assume(siret != "35600000000048")
    assert passes(validate_siret, siret) == (sum(map(int, siret)) % 5 == 0)


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
        "829605252000xx",
        "00000000000000",
    ],
)
def test_what_is_not_fourteen_digits_is_refused(value):
    assert not passes(validate_siret, value)


@pytest.mark.parametrize("value", ["", "0" * 9, "12002701", "120 027 016", "12002701x"])
def test_what_is_not_nine_digits_is_refused(value):
    assert not passes(validate_siren, value)


def test_the_messages_say_what_to_do():
    with pytest.raises(ValidationError, match="14"):
        validate_siret("123")
    with pytest.raises(ValidationError, match=r"(Vérifiez|Check)"):
        validate_siret("12002701600358")
    with pytest.raises(ValidationError, match=r"(Vérifiez|Check)"):
        validate_siren("120027017")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("03 20 00 00 00", "+33320000000"),
        ("03.20.00.00.00", "+33320000000"),
        ("03\u00a020\u202f00-00/00", "+33320000000"),
        ("+33 (0)3 20 00 00 00", "+33320000000"),
        ("0033 3 20 00 00 00", "+33320000000"),
        ("39 49", "3949"),
        ("+32 2 000 00 00", "+3220000000"),
    ],
)
def test_a_telephone_number_is_kept_as_it_is_dialled(typed, kept):
    assert plain_phone(typed) == kept
    validate_phone(kept)


@given(st.text(max_size=30))
def test_what_cannot_be_dialled_is_refused_without_failing(text):
    number = plain_phone(text)
    assert passes(validate_phone, number) is False or number.lstrip("+").isdigit()


@pytest.mark.parametrize(
    "value", ["", "12", "03200000000000000000", "abc", "+0", "=cmd()", "0123"]
)
def test_what_is_no_number_is_refused(value):
    assert not passes(validate_phone, plain_phone(value))
