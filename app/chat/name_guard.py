"""Points out what tells too much of a child: a full name, or a first name with school or address.

Works on text and on names it is given (`app.chat.queries.known_children` finds those a sender may
know). Calm rather than complete: better it overlooks something than that people learn to tap it
away. The sender decides; nothing of it is kept.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.chat.name_words import ALSO_WORDS, NOT_A_SCHOOL, NOT_SURNAMES
from app.chat.search.typed import fold

#: A word as people write names: of two letters at least, and with an apostrophe (of either form) or
#: a hyphen within.
NAME_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)+|[^\W\d_]{2,}")
_GAP = re.compile(r"[ \u00a0]+(?:[A-Z]\.?[ \u00a0]+)?")  # a middle initial may stand between
_POSSESSIVE = re.compile(r"(?:['\u2019]s|(?<=s)['\u2019])$", re.IGNORECASE)

_NAME = r"[A-Z][\w'\u2019-]+"
_SCHOOL = re.compile(
    rf"\b(?:St\.? |Saint )?{_NAME}(?: (?:{_NAME}|of|the|and|C of E|CE|RC)){{0,4}}? "
    r"(?:(?:Primary|Infants?|Juniors?|Secondary|High|Special) )?"
    r"(?:School|Academy|Primary|Infants?|Juniors?|College|Nursery|Preschool)\b"
)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_STREET = re.compile(
    rf"\b\d{{1,4}}[A-Za-z]?,? (?:{_NAME} ){{1,3}}"
    r"(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Close|Drive|Dr|Way|Court|Crescent|Gardens?|Grove|"
    r"Hill|Place|Row|Terrace|Walk|Mews|Square|Park)\b"
)


@dataclass(frozen=True)
class KnownChild:
    """A child the sender may know: what it is called, and the surnames of its home, folded."""

    name: str
    surnames: frozenset[str]


class FoundKind(StrEnum):
    """What was found."""

    NAME = "name"
    FIRST_NAME = "first_name"
    SCHOOL = "school"
    ADDRESS = "address"


@dataclass(frozen=True)
class Found:
    """A place in the text, counted in characters, and what could stand there instead."""

    kind: FoundKind
    start: int
    end: int
    text: str
    instead: str


@dataclass(frozen=True)
class Guarded:
    """What was found in a text, in its order, and the text with initials."""

    found: Sequence[Found]
    offered: str

    @property
    def words(self) -> str:
        """What the sender is told."""
        names = [each.text for each in self.found if each.kind is FoundKind.NAME]
        if names:
            return f"This looks like a child's full name: {_listed(names)}."
        places = [each for each in self.found if each.kind is not FoundKind.FIRST_NAME]
        firsts = [each.text for each in self.found if each.kind is FoundKind.FIRST_NAME]
        what = "school" if places[0].kind is FoundKind.SCHOOL else "address"
        return f"This tells a child's name and {what}: {_listed([*firsts, places[0].text])}."


def guarded(
    text: str, children: Collection[KnownChild], adults: Collection[str] = ()
) -> Guarded | None:
    """What in `text` tells too much of one of `children`; None when there is nothing.

    `adults` are the names of the people in the room: theirs are not pointed out.
    """
    words = list(NAME_WORD.finditer(text))
    if not words or not children:
        return None
    grown = {fold(name) for name in adults}
    found = [*_full_names(text, words, children, grown)]
    if not found:
        firsts = [*_first_names(words, children, {name.split()[0] for name in grown if name})]
        places = [*_places(text)] if firsts else []
        found = [*firsts, *places] if places else []
    if not found:
        return None
    found.sort(key=lambda each: each.start)
    return Guarded(found, _replaced(text, found))


def _full_names(
    text: str,
    words: Sequence[re.Match[str]],
    children: Collection[KnownChild],
    grown: Collection[str],
) -> Iterator[Found]:
    by_first = _by_first_word(children)
    done = -1
    for at, word in enumerate(words):
        if at <= done or text[word.start() - 1 : word.start()] == "@":
            continue
        for child in by_first.get(fold(word.group()), ()):
            last = _last_of_name(text, words, at, child)
            if last is None or not _is_surname(words, last, child):
                continue
            end = last + 1
            start, stop = word.start(), words[end].start() + len(_bare(words[end].group()))
            if fold(text[start:stop]) in grown:
                continue
            initials = "".join(f"{each.group()[0].upper()}." for each in words[at : end + 1])
            yield Found(FoundKind.NAME, start, stop, text[start:stop], initials)
            done = end
            break


def _last_of_name(
    text: str, words: Sequence[re.Match[str]], at: int, child: KnownChild
) -> int | None:
    """Where the child's own name ends, if it stands at this word and another word follows it."""
    own = fold(child.name).split()
    last = at + len(own) - 1
    if last + 1 >= len(words):
        return None
    said = [fold(each.group()) for each in words[at : last + 1]]
    gaps = all(_follows(text, words, number) for number in range(at, last + 1))
    return last if said == own and gaps else None


def _is_surname(words: Sequence[re.Match[str]], last: int, child: KnownChild) -> bool:
    following = _bare(words[last + 1].group())
    if fold(following) in child.surnames:
        return True
    looks_like_one = following[0].isupper() and not following.isupper() and len(following) > 1
    return (
        looks_like_one
        and words[last].group()[0].isupper()
        and fold(following) not in NOT_SURNAMES
        and fold(child.name) not in ALSO_WORDS
    )


def _first_names(
    words: Sequence[re.Match[str]], children: Collection[KnownChild], grown: Collection[str]
) -> Iterator[Found]:
    """Where a child is called by a first name that is no everyday word, nor an adult's here."""
    names = {fold(child.name) for child in children} - ALSO_WORDS - set(grown)
    for word in words:
        said = _bare(word.group())
        if said[0].isupper() and fold(said) in names:
            end = word.start() + len(said)
            yield Found(FoundKind.FIRST_NAME, word.start(), end, said, f"{said[0]}.")


def _places(text: str) -> Iterator[Found]:
    for pattern in (_STREET, _POSTCODE):
        for place in pattern.finditer(text):
            yield _place(FoundKind.ADDRESS, place)
    for place in _SCHOOL.finditer(text):
        if fold(place.group().split()[0]) not in NOT_A_SCHOOL:
            yield _place(FoundKind.SCHOOL, place)


def _place(kind: FoundKind, place: re.Match[str]) -> Found:
    # Pointed out, but it stays: with the initial alone it tells of nobody.
    return Found(kind, place.start(), place.end(), place.group(), place.group())


def _follows(text: str, words: Sequence[re.Match[str]], number: int) -> bool:
    """Whether nothing but a space (or a middle initial) is between this word and the next."""
    return bool(_GAP.fullmatch(text[words[number].end() : words[number + 1].start()]))


def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", word) or word


def _by_first_word(children: Collection[KnownChild]) -> dict[str, list[KnownChild]]:
    found: dict[str, list[KnownChild]] = {}
    for child in children:
        found.setdefault(fold(child.name).split()[0], []).append(child)
    return found


def _replaced(text: str, found: Sequence[Found]) -> str:
    parts, done = [], 0
    for each in found:
        if each.start >= done:
            parts += [text[done : each.start], each.instead]
            done = each.end
    return "".join([*parts, text[done:]])


def _listed(texts: Sequence[str]) -> str:
    return ", ".join(f"“{text}”" for text in dict.fromkeys(texts))
