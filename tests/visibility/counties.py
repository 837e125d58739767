"""Random counties as plain facts: who is what, who lives where, from when until when.

Nothing here knows the app. Days are counted from today: -3 is three days ago, None is open.
"""

from dataclasses import dataclass

from hypothesis import strategies as st

HIVES = 3
HIVE_ROLES = ("carer", "link_carer", "support_worker")


@dataclass(frozen=True)
class Span:
    """From a day until a day (None: still); the last day counts."""

    begins: int
    ends: int | None

    @property
    def is_now(self) -> bool:
        return self.begins <= 0 and (self.ends is None or self.ends >= 0)


@dataclass(frozen=True)
class Holds:
    """That a person holds a role, in a Hive or (None) for the county."""

    person: int
    role: str
    hive: int | None
    span: Span


@dataclass(frozen=True)
class LivesIn:
    """That a carer, or a child, lives in a household."""

    who: int
    household: int
    span: Span


@dataclass(frozen=True)
class Home:
    """A household: its Hive (None: it waits for one, or has left) and its social worker."""

    hive: int | None
    has_left: bool
    social_worker: int | None


@dataclass(frozen=True)
class Talk:
    """A room: of a Hive ("hive", "announcements"), of the county ("team", "link_carers"), or with
    people in it by name ("group", "event", "direct"), some of whom have left since."""

    kind: str
    hive: int | None = None
    inside: frozenset[int] = frozenset()
    have_left: frozenset[int] = frozenset()
    opened_by: int | None = None


@dataclass(frozen=True)
class Outing:
    """An event in some days, of a Hive or (None) of the county: which children go, who hosts."""

    hive: int | None
    going: frozenset[int]
    hosts: frozenset[int]
    waiting: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Sleep:
    """A stay that a family asked hosts for: what each host said, where it stands, and when it is,
    in hours from now."""

    family: int
    children: frozenset[int]
    state: str
    #: By household: what became of its call.
    called: tuple[tuple[int, str], ...]
    host: int | None
    starts: int
    ends: int


@dataclass(frozen=True)
class County:
    """Everything the oracle needs to know."""

    people: int
    homes: tuple[Home, ...]
    children: int
    holds: tuple[Holds, ...]
    carers: tuple[LivesIn, ...]
    placements: tuple[LivesIn, ...]
    talks: tuple[Talk, ...]
    outings: tuple[Outing, ...]
    sleeps: tuple[Sleep, ...] = ()

    def home_of(self, child: int) -> int | None:
        """The household a child lives in today; of two on the day of a move, the newer one."""
        stays = [each for each in self.placements if each.who == child and each.span.is_now]
        newest = max(stays, key=lambda stay: stay.span.begins, default=None)
        return None if newest is None else newest.household


SPANS = st.sampled_from(
    [
        Span(-400, None),
        Span(-30, None),
        Span(0, None),
        Span(-30, 0),
        Span(-30, 5),
        Span(-30, -1),
        Span(-400, -200),
        Span(1, None),
        Span(2, 9),
    ]
)


@st.composite
def homes(draw: st.DrawFn, people: int) -> Home:
    social_worker = draw(st.none() | st.integers(0, people - 1))
    state = draw(st.sampled_from(["in a Hive", "in a Hive", "in a Hive", "waits", "left"]))
    hive = draw(st.integers(0, HIVES - 1)) if state == "in a Hive" else None
    return Home(hive, state == "left", social_worker)


@st.composite
def holdings(draw: st.DrawFn, people: int) -> tuple[Holds, ...]:
    found: dict[tuple[int, str, int | None], Holds] = {}
    for person in range(people):
        for _ in range(draw(st.integers(0, 3))):
            role = draw(st.sampled_from([*HIVE_ROLES, "social_worker", "manager"]))
            hive = draw(st.integers(0, HIVES - 1)) if role in HIVE_ROLES else None
            found[person, role, hive] = Holds(person, role, hive, draw(SPANS))
    return tuple(found.values())


@st.composite
def stays(draw: st.DrawFn, who: int, households: int) -> tuple[LivesIn, ...]:
    """Up to two homes for each, of which one at most is still open: the database says so."""
    found: list[LivesIn] = []
    for each in range(who):
        open_ones = 0
        for _ in range(draw(st.integers(0, 2))):
            span = draw(SPANS)
            if span.ends is None:
                open_ones += 1
                if open_ones > 1:
                    continue
            found.append(LivesIn(each, draw(st.integers(0, households - 1)), span))
    return tuple(found)


@st.composite
def named_talks(draw: st.DrawFn, people: int) -> tuple[Talk, ...]:
    """Groups, an event, direct rooms: whoever is in them may have lost the reason by now."""
    everybody = st.integers(0, people - 1)
    found = []
    for kind in ("group", "group", "event"):
        inside = draw(st.frozensets(everybody, max_size=4))
        have_left = draw(st.frozensets(everybody, max_size=2)) - inside
        anywhere = st.none() | st.integers(0, HIVES - 1)
        hive = draw(st.integers(0, HIVES - 1) if kind == "group" else anywhere)
        found.append(Talk(kind, hive, inside, have_left))
    pairs = st.frozensets(everybody, min_size=2, max_size=2)
    for pair in draw(st.frozensets(pairs, min_size=1, max_size=3)):
        found.append(Talk("direct", None, pair, opened_by=draw(st.sampled_from(sorted(pair)))))
    return tuple(found)


@st.composite
def outings(draw: st.DrawFn, people: int, children: int) -> tuple[Outing, ...]:
    found = []
    for hive in (draw(st.integers(0, HIVES - 1)), None):
        going = draw(st.frozensets(st.integers(0, children - 1), max_size=3))
        waiting = draw(st.frozensets(st.integers(0, children - 1), max_size=1)) - going
        hosts = draw(st.frozensets(st.integers(0, people - 1), max_size=2))
        found.append(Outing(hive, going, hosts, waiting))
    return tuple(found)


SEEKING = ("requested", "offered")
TAKEN = ("accepted", "confirmed", "under_way", "finished", "cancelled")
BOOKING_STATES = (*SEEKING, *TAKEN, "confirmed", "under_way", "finished", "declined", "expired")


@st.composite
def sleeps(draw: st.DrawFn, households: int, placements: tuple[LivesIn, ...]) -> tuple[Sleep, ...]:
    """Up to three stays that do not overlap: no child is away twice at once."""
    found: list[Sleep] = []
    for nth in range(draw(st.integers(1, 3))):
        family = draw(st.integers(0, households - 1))
        homes = [each for each in range(households) if each != family]
        state = draw(st.sampled_from(BOOKING_STATES))
        host = draw(st.sampled_from(homes)) if state in TAKEN else None
        asked = draw(st.frozensets(st.sampled_from(homes), min_size=1)) - {host}
        answers = ["asked", "asked", "declined"] if state in SEEKING else ["closed", "declined"]
        if state == "offered":
            answers.append("offered")
        called = [(each, draw(st.sampled_from(answers))) for each in sorted(asked)]
        called += [] if host is None else [(host, "accepted")]
        lived_there = sorted({each.who for each in placements if each.household == family})
        anybody = sorted({each.who for each in placements}) or [0]
        children = draw(st.frozensets(st.sampled_from(lived_there or anybody), min_size=1))
        starts, ends = 240 + 80 * nth, 270 + 80 * nth
        if state == "under_way":
            starts, ends = [(-5, 20), (-60, -6), (-120, -61)][nth]
        elif state == "finished":
            starts, ends = draw(st.sampled_from([(-30, -2), (-60, -26)]))
        found.append(Sleep(family, children, state, tuple(called), host, starts, ends))
    return tuple(found)


#: What is there by itself.
EVERYWHERE = (
    *(Talk(kind, hive) for hive in range(HIVES) for kind in ("hive", "announcements")),
    Talk("team"),
    Talk("link_carers"),
)


@st.composite
def counties(draw: st.DrawFn) -> County:
    people = draw(st.integers(4, 7))
    found = tuple(draw(st.lists(homes(people), min_size=2, max_size=4)))
    children = draw(st.integers(2, 4))
    drawn = draw(stays(children, len(found)))
    # A family that has left has no child living there: leaving sees to it.
    placements = tuple(each for each in drawn if not found[each.household].has_left)
    return County(
        people=people,
        homes=found,
        children=children,
        holds=draw(holdings(people)),
        carers=draw(stays(people, len(found))),
        placements=placements,
        talks=(*EVERYWHERE, *draw(named_talks(people))),
        outings=draw(outings(people, children)),
        sleeps=draw(sleeps(len(found), placements)),
    )
