"""The forms English gives a word: whoever looks for "sleepovers" means "sleepover" too.

Neither database does that for us in a way the other does too, and both then lose short words
("who", "on", "off"), so the words are indexed as they stand and the forms are looked for. Some
that come out are no words; those are found nowhere.
"""

#: How long a word must be for its endings to be looked at, and what is left without "-ed", "-ing".
_SHORTEST, _SHORTEST_VERB = 3, 4
_VOWELS = "aeiou"


def forms_of(word: str) -> list[str]:
    """`word` (in small letters) first, then its other forms; only itself when it is not English."""
    if len(word) < _SHORTEST or not (word.isascii() and word.isalpha()):
        return [word]
    stems = _stems(word) or [word]
    forms = [form for stem in stems for form in (stem, *_with_endings(stem))]
    return list(dict.fromkeys([word, *forms]))


def _stems(word: str) -> list[str]:
    """What `word` may be a form of; nothing when it has no ending."""
    if word.endswith(("ies", "ied")):
        return [word[:-3] + "y"]
    for ending in ("ed", "ing"):
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            found = [_undoubled(stem), stem + "e"]
            return [each for each in found if len(each) >= _SHORTEST_VERB]
    if word.endswith("s") and not word.endswith("ss"):
        found = [word[:-1], word[:-2]] if word.endswith("es") else [word[:-1]]
        return [each for each in found if len(each) >= _SHORTEST]
    return []


def _with_endings(stem: str) -> list[str]:
    if stem.endswith("y") and stem[-2] not in _VOWELS:
        return [stem[:-1] + "ies", stem[:-1] + "ied", stem + "ing"]
    if stem.endswith("e"):
        return [stem + "s", stem + "d", stem[:-1] + "ing"]
    plural = stem + ("es" if stem.endswith(("s", "x", "z", "ch", "sh")) else "s")
    forms = [plural, stem + "ed", stem + "ing"]
    if _is_short_syllable(stem):
        forms += [stem + stem[-1] + "ed", stem + stem[-1] + "ing"]
    return forms


def _undoubled(stem: str) -> str:
    """ "swimm" as "swim", but "call" as it is."""
    is_doubled = stem[-2:-1] == stem[-1:] and stem[-1:] not in {*_VOWELS, "l", "s", "z", ""}
    return stem[:-1] if is_doubled else stem


def _is_short_syllable(stem: str) -> bool:
    before, vowel, last = stem[-3], stem[-2], stem[-1]
    return before not in _VOWELS and vowel in _VOWELS and last not in {*_VOWELS, "w", "x", "y"}
