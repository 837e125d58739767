"""A host's month as a row of days: bars for stays, one lane for each bed, and what is between."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.bookings.models import DayPart
from app.bookings.queries.board import BoardHost, BoardStay


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Some days of a lane: a stay, or one day with what is free of it."""

    first: date
    #: How many days it is wide.
    span: int = 1
    stay: BoardStay | None = None
    #: Who has the bed, or "busy".
    who: str = ""
    parts: frozenset[DayPart] = frozenset()
    is_away: bool = False

    @property
    def is_free(self) -> bool:
        """Whether somebody could come."""
        return bool(self.parts)

    @property
    def in_words(self) -> str:
        """What is free, for who can't see the marks."""
        if self.is_away:
            return "away"
        free = [part.label.lower() for part in DayPart if part in self.parts]
        return f"free: {', '.join(free)}" if free else ""


def lanes_of(host: BoardHost, days: Sequence[date]) -> list[list[Cell]]:
    """A lane for each bed of a host over these days; more where stays were beyond its beds."""
    taken: list[dict[date, tuple[BoardStay, str]]] = [{} for _ in range(max(1, host.places))]
    for stay in host.stays:
        shown = [day for day in stay.days if days[0] <= day <= days[-1]]
        for nth in range(stay.count):
            lane = next((each for each in taken if not each.keys() & set(shown)), None)
            if lane is None:
                taken.append(lane := {})
            who = stay.names[nth] if stay.is_own else "busy"
            lane.update(dict.fromkeys(shown, (stay, who)))
    return [_cells(host, lane, days) for lane in taken]


def _cells(
    host: BoardHost, lane: dict[date, tuple[BoardStay, str]], days: Sequence[date]
) -> list[Cell]:
    cells: list[Cell] = []
    for day in days:
        stay, who = lane.get(day, (None, ""))
        before = cells[-1] if cells else None
        if stay is None:
            is_away = host.time.is_away(day)
            cells.append(Cell(first=day, parts=host.time.on(day), is_away=is_away))
        elif before and before.stay is stay:
            cells[-1] = replace(before, span=before.span + 1)
        else:
            cells.append(Cell(first=day, stay=stay, who=who))
    return cells
