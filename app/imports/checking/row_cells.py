"""The cells of one row; what is wrong with one becomes a fault of its line."""

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from app.core.schemas import EMAIL
from app.imports.cells import Unreadable, day_from, one_of, whole_from
from app.imports.columns import Heading
from app.imports.findings import Fault, Line
from app.imports.reading import Row

Choice = TypeVar("Choice")


class RowCells:
    """Reads the cells of a row and says on its line what is wrong with them."""

    def __init__(self, row: Row, line: Line, today: date) -> None:
        self.row = row
        self.line = line
        self.today = today
        self.number = row.number

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong with the row so far."""
        return not self.line.faults

    def fault(self, heading: Heading, words: str) -> None:
        """Say what is wrong."""
        self.line.faults.append(Fault(heading.value, words))

    def note(self, words: str) -> None:
        """Say what is worth a look."""
        self.line.notes.append(words)

    def text(self, heading: Heading) -> str:
        """What is in the cell, as it stands."""
        return self.row.cells.get(heading, "")

    def short(self, heading: Heading, longest: int, *, missing: str = "") -> str:
        """One line of text; `missing` are the words for an empty cell that must not be."""
        text = " ".join(self.text(heading).split())
        if missing and not text:
            self.fault(heading, missing)
        if len(text) > longest:
            self.fault(heading, f"This is too long. Use {longest} letters or fewer.")
        return text

    def past_day(self, heading: Heading) -> date | None:
        """A date that has come already; None for an empty or wrong cell."""
        text = self.text(heading)
        if not text:
            return None
        try:
            day = day_from(text)
        except Unreadable as problem:
            self.fault(heading, str(problem))
            return None
        if day > self.today:
            self.fault(heading, f"{text} is in the future.")
            return None
        return day

    def whole(self, heading: Heading, lowest: int, highest: int) -> int | None:
        """A whole number; None for an empty or wrong cell."""
        text = self.text(heading)
        try:
            return whole_from(text, lowest, highest) if text else None
        except Unreadable as problem:
            self.fault(heading, str(problem))
            return None

    def choice(self, heading: Heading, choices: Mapping[str, Choice]) -> Choice | None:
        """One of a few words; None for an empty or wrong cell."""
        text = self.text(heading)
        try:
            return one_of(text, choices) if text else None
        except Unreadable as problem:
            self.fault(heading, str(problem))
            return None

    def email(self, heading: Heading) -> str:
        """An e-mail address in small letters; empty for a wrong one."""
        text = self.text(heading).lower()
        if not text:
            self.fault(heading, "Enter the e-mail address.")
        elif len(text) > 254 or not EMAIL.fullmatch(text):
            self.fault(heading, f"“{text[:60]}” is not an e-mail address.")
        else:
            return text
        return ""
