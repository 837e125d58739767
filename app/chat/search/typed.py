"""What somebody typed into the search, as words that must all be there."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from app.chat.search.endings import forms_of

#: How much can be looked for at once, in letters; and how many things.
LONGEST = 100
_MOST_TERMS = 8
_LONGEST_WORD = 60
#: From so many letters on, the last word may be the beginning of one.
_BEGINNING = 3

_WORD = re.compile(r"[^\W_]+")
_TERM = re.compile(r'"([^"]*)"|“([^”]*)”|(\S+)')


def words_in(text: str) -> list[re.Match[str]]:
    """The words of `text` as the index sees them: runs of letters and figures."""
    return list(_WORD.finditer(text))


def fold(word: str) -> str:
    """A word without capitals and accents, as it is compared."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFD", word.lower())
    return "".join(letter for letter in plain if not "\u0300" <= letter <= "\u036f")


@dataclass(frozen=True)
class Term:
    """Words that stand one after the other; the last one may go on when `is_begun`."""

    words: tuple[str, ...]
    is_begun: bool
    is_exact: bool = False

    @property
    def forms(self) -> list[str]:
        """The forms a single word may have; of several words, or quoted ones, none but theirs."""
        if self.is_exact or len(self.words) > 1:
            return []
        return forms_of(self.words[0])


@dataclass(frozen=True)
class Typed:
    """All terms must be there."""

    terms: tuple[Term, ...]

    @classmethod
    def read(cls, text: str) -> "Typed":
        """Whatever somebody types means something or nothing; there is no wrong way to type.

        Words in quotes stand one after the other. The last word may be one that was only begun.
        """
        found: list[Term] = []
        pieces = list(_TERM.finditer(text[:LONGEST]))
        for number, piece in enumerate(pieces):
            words = tuple(each.group()[:_LONGEST_WORD] for each in words_in(piece.group().lower()))
            if not words:
                continue
            is_exact = piece.group(3) is None
            is_last = number == len(pieces) - 1 and len(words[-1]) >= _BEGINNING
            found.append(Term(words, is_last and not is_exact, is_exact))
        return cls(tuple(found[:_MOST_TERMS]))

    @property
    def is_too_short(self) -> bool:
        """Whether there is nothing to look for: no word, or single letters only."""
        return all(len(word) < 2 for term in self.terms for word in term.words)

    def marks(self, word: str) -> bool:
        """Whether a word of a message is to be marked as found."""
        folded = fold(word)
        return folded in self._whole or folded.startswith(self._begun)

    @cached_property
    def _whole(self) -> frozenset[str]:
        return frozenset(fold(word) for term in self.terms for word in (*term.words, *term.forms))

    @cached_property
    def _begun(self) -> tuple[str, ...]:
        return tuple(fold(term.words[-1]) for term in self.terms if term.is_begun)
