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


# "élus", "revenus", "prévus"; but "inclus" has a feminine, "refus" and "abus" a verb.
_PLURAL = re.compile(r"(?:oi|\w\w\w[ao]|(?<!cl)(?<![fb])u)s\Z")


def _mend_french(word: str) -> str:
    """Undo what folding hides from the French stemmer, and plurals it leaves.

    Without its accent "réservée" would keep an e that "réservé" loses; and
    Snowball takes "emplois", "lois", "élus" or "euros" for singulars.
    """
    if word.endswith(("ee", "ees")) and len(word) > 3:
        return word.removesuffix("s")[:-1]
    return word[:-1] if _PLURAL.search(word) else word


def stem(word: str, language: str) -> str:
    """The stem of a folded word; codes, numbers and two-letter acronyms stay."""
    if len(word) <= 2 or not word.isalpha():
        return word
    if language == "fr":
        word = _mend_french(word)
    return _snowball(word, language) or word
