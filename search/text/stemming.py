"""Words cut to their stem, with Snowball, after folding."""

import re
import threading

import Stemmer

_ALGORITHMS = {"fr": "french", "en": "english", "nl": "dutch"}

# A Snowball stemmer must not be shared between threads.
_local = threading.local()


def _snowball(word: str, language: str) -> str:
    stemmers: dict[str, Stemmer.Stemmer] | None = getattr(_local, "stemmers", None)
    if stemmers is None:
        # Its own cache would only double ours.
        stemmers = {key: Stemmer.Stemmer(name, 0) for key, name in _ALGORITHMS.items()}
        _local.stemmers = stemmers
    return str(stemmers[language].stemWord(word))


# "élus", "revenus", "prévus"; but "inclus" has a feminine, "refus" and "abus" a verb,
# and "fois" is not the plural of what "foyer" stems to.
_PLURAL = re.compile(r"(?:(?<!f)oi|oyer|\w\w\w[ao]|(?<!cl)(?<![fb])u)s\Z")
# "éligibilité" as "éligible": Snowball knows the suffix by its accent alone.
_ABILITY = re.compile(r"(?<=[ai]b)ilites?\Z")
# "calibrage" as "calibrer", but "avantage" and "passage" lead elsewhere; "paye" as
# "payer", whose y Snowball makes an i.
_VERB = re.compile(r"(?:(?<=\w{6})ages?|(?<=y)es?)\Z")


def _mend_french(word: str) -> str:
    """Undo what folding hides from the French stemmer, and what it leaves.

    Without its accent "réservée" would keep an e that "réservé" loses; and
    Snowball takes "emplois", "lois", "élus" or "euros" for singulars.
    """
    if word.endswith(("ee", "ees")) and len(word) > 3:
        word = word.removesuffix("s")[:-1]
    elif _PLURAL.search(word):
        word = word[:-1]
    return _VERB.sub("er", _ABILITY.sub("le", word))


def stem(word: str, language: str) -> str:
    """The stem of a folded word; codes, numbers and two-letter acronyms stay."""
    if len(word) <= 2 or not word.isalpha():
        return word
    if language == "fr":
        word = _mend_french(word)
    return _snowball(word, language) or word
