"""How much is measured, and what has come of it so far."""

from dataclasses import dataclass, field
from typing import Any

from bench.report import Row

#: Messages a second, where it goes steadily.
RATE = 20


@dataclass(frozen=True)
class Sizes:
    """How much is measured: sockets, seconds and rounds."""

    few: int = 320
    many: int = 2_000
    steady_seconds: float = 20
    burst_seconds: float = 4
    rounds: int = 5

    @classmethod
    def quick(cls) -> "Sizes":
        """A look in passing, within a minute or two."""
        return cls(few=120, many=200, steady_seconds=5, burst_seconds=2, rounds=2)


@dataclass
class Told:
    """All rows so far, and what went wrong with deliveries."""

    rows: list[Row] = field(default_factory=list)
    faults: dict[str, int] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def add(self, *rows: Row) -> None:
        """Take rows into the table."""
        self.rows += rows

    def check(self, result: dict[str, Any]) -> dict[str, Any]:
        """Count what was lost, doubled or out of order in a result; gives it back."""
        for kind, count in result["faults"].items():
            self.faults[kind] = self.faults.get(kind, 0) + count
        if result["problem"]:
            self.remarks.append(f"refused: {result['problem']}")
        return result
