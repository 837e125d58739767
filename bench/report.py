"""Rows of the budgets: what must be, what we aim at, what was measured."""

from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Row:
    """One figure with its budget; lower is better unless it says that more is.

    Without a budget it is told, not judged.
    """

    what: str
    measured: float
    unit: str
    must: float | None = None
    aim: float | None = None
    more_is_better: bool = False

    @property
    def verdict(self) -> str:
        if self.must is None:
            return ""
        if self.aim is not None and self._reaches(self.aim):
            return "MEETS the aim"
        return "MEETS" if self._reaches(self.must) else "MISSES"

    def _reaches(self, budget: float) -> bool:
        return self.measured >= budget if self.more_is_better else self.measured <= budget


def middle(values: list[float]) -> float:
    """The median, for figures that vary from run to run."""
    return float(median(values))


def percentile(values: list[float], share: float) -> float:
    """The value that `share` (0 to 1) of all values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def show(title: str, rows: list[Row]) -> bool:
    """Print a table; returns whether every row with a budget is within it."""
    print(f"\n{title}")
    print(f"  {'':46} {'must':>9} {'aim':>9} {'measured':>10}")
    for row in rows:
        must, aim = _number(row.must), _number(row.aim)
        measured = f"{_number(row.measured)} {row.unit}".rstrip()
        print(f"  {row.what:46} {must:>9} {aim:>9} {measured:>10}  {row.verdict}".rstrip())
    return all(row.verdict != "MISSES" for row in rows)


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
