"""What a check has found, row by row, and how it is kept."""

import json
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Fault:
    """What is wrong, and in which column."""

    column: str
    words: str


@dataclass
class Line:
    """What one row would do, what is wrong with it, and what is worth a look."""

    number: int
    what: str
    says: str = ""
    #: Whether the row adds something.
    adds: bool = False
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class Report:
    """A checked file: its rows, and notes on the whole of it."""

    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    #: That it was in order once, and something has changed since.
    is_second_look: bool = False

    @property
    def fault_count(self) -> int:
        """How many faults there are in all rows."""
        return sum(len(line.faults) for line in self.lines)

    @property
    def faulty(self) -> list[Line]:
        """The rows with faults."""
        return [line for line in self.lines if line.faults]

    def as_json(self) -> str:
        """The report as it is kept, encrypted, beside the file."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str | None) -> "Report":
        """A kept report; an empty one for None."""
        kept = json.loads(text or "{}")
        lines = [
            Line(**(line | {"faults": [Fault(**each) for each in line["faults"]]}))
            for line in kept.pop("lines", [])
        ]
        return cls(lines, **kept)
