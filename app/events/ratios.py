"""How many adults the children at an event need, worked out from their ages.

Pure: whoever asks hands over the ages on the day and the council's numbers. The usual ones are
the NSPCC's, for an activity away from home (design.md, section 8): they say how many children of
an age one adult can look after, and that there are never fewer than two.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil


@dataclass(frozen=True)
class Ratios:
    """From which age on one adult looks after how many children; never fewer than `least`."""

    #: (age in years, children for each adult), the youngest first, beginning with 0.
    bands: tuple[tuple[int, int], ...] = ((0, 3), (2, 4), (4, 6), (9, 8), (13, 10))
    least: int = 2

    def children_each(self, age: int) -> int:
        """How many children of this age one adult looks after."""
        return [each for start, each in self.bands if start <= max(age, 0)][-1]

    def adults_needed(self, ages: Sequence[int]) -> int:
        """The adults for children of these ages, 0 without children.

        Each child takes its share of an adult; the shares are added up first and the sum rounded
        up, so that a group of mixed ages is neither short of one nor counts one for each age.
        """
        if not ages:
            return 0
        shares = sum(Fraction(1, self.children_each(age)) for age in ages)
        return max(self.least, ceil(shares))


@dataclass(frozen=True)
class Headcount:
    """Children and adults at an event, and the adults needed for these children."""

    children: int
    adults: int
    needed: int

    @classmethod
    def of_places(cls, places: Iterable[Sequence[int]], adults: int, ratios: Ratios) -> "Headcount":
        """The headcount of children of these ages: each place needs adults of its own."""
        ages = list(places)
        needed = sum(ratios.adults_needed(each) for each in ages)
        return cls(sum(map(len, ages)), adults, needed)

    @property
    def short(self) -> int:
        """How many adults are missing."""
        return max(0, self.needed - self.adults)

    @property
    def people(self) -> str:
        """Who is counted: "14 children, 3 adults"."""
        return f"{_counted(self.children, 'child', 'children')}, {_counted(self.adults, 'adult')}"

    @property
    def words(self) -> str:
        """Whether they are enough, as people say it; "" without children."""
        if not self.children:
            return ""
        whom = "this child" if self.children == 1 else f"these {self.children} children"
        if self.short:
            are = "is" if self.short == 1 else "are"
            return f"{_counted(self.short, 'more adult')} {are} needed for {whom}."
        return f"{_counted(self.adults, 'adult')} for {whom}: that is enough."


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
