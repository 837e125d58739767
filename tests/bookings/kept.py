"""The street of `model.py`, and a booking as it should be kept."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
FAMILIES = ("f0", "f1")
HOSTS = ("h0", "h1")
PEOPLE = (*FAMILIES, *HOSTS, "leader", "sw", "manager", "stranger")
#: Who lives where. The plan leaves nights in the Hive to the first family, not to the second.
CHILDREN = {"f0": ("a", "b"), "f1": ("c",)}
PLACES = {"h0": 1, "h1": 2}
#: Foster children who live with a host; with more than three in the home a manager is asked.
OWN = {"h0": 0, "h1": 2}
LIMIT = 3
NIGHTS = {"f0": 2, "f1": 14}
SEEKING = ("requested", "offered")
HOLDING = ("accepted", "confirmed", "under_way")
WHOSE = {"authority": "sw", "allowance": "leader", "limit": "manager"}


def day_of(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


def year_of(day: date) -> int:
    """The year of sleepovers that begins on the first of April."""
    return day.year if day >= date(day.year, 4, 1) else day.year - 1


@dataclass
class Call:
    state: str = "asked"
    offer: tuple[datetime, datetime] | None = None

    @property
    def is_open(self) -> bool:
        return self.state in {"asked", "offered"}


@dataclass
class Kept:
    """A booking as it should be."""

    family: str
    children: tuple[str, ...]
    starts: datetime
    ends: datetime
    urgent: bool
    asked_at: datetime
    calls: dict[str, Call]
    state: str = "requested"
    host: str | None = None
    beds: tuple[int, ...] = ()
    gone: datetime | None = None
    trail: list[tuple[str, str | None]] = field(default_factory=list)
    #: By kind and child: what it is about, and whether it was said.
    yeses: dict[tuple[str, str | None], tuple[str, bool]] = field(default_factory=dict)

    @property
    def nights(self) -> list[date]:
        first = day_of(self.starts)
        return [first + timedelta(days=n) for n in range((day_of(self.ends) - first).days)]

    @property
    def open_hosts(self) -> set[str]:
        return {host for host, call in self.calls.items() if call.is_open}

    @property
    def waits(self) -> bool:
        return not all(said for _, said in self.yeses.values())

    def offers_of(self, host: str) -> bool:
        return host in self.calls and self.calls[host].state == "offered"

    def overlaps(self, starts: datetime, ends: datetime) -> bool:
        return self.starts < ends and self.ends > starts
