"""Events of a series called off, or opened; and that everybody hears of it once."""

from collections.abc import Collection
from datetime import date

from app.accounts.models import Person
from app.core import clock
from app.core.errors import Conflict
from app.core.unit_of_work import unit_of_work
from app.events.models import Event, EventSeries, EventState
from app.events.queries.series import drafts_of, events_to_come, locked_series
from app.events.recurrence import Rule, Which
from app.events.services.cancelling import CALLED_OFF, cancel_event, discard_draft
from app.events.services.planning import event_for_planner, open_event
from app.notices.models import NoticeCategory
from app.notices.services import notify


def end_series(*, actor: Person, event_id: int, which: Which, why: str = "") -> None:
    """Call off an event of a series, or throw away its draft, and later ones or all to come.

    Those signed up are told once. Raises as `cancel_event`.
    """
    with unit_of_work():
        event, series = series_of(actor=actor, event_id=event_id)
        first = event.series_day if which is Which.LATER else None
        going = [event] if which is Which.THIS else events_to_come(series, first)
        news = News(actor)
        if which is not Which.THIS:
            day = first or min((each.series_day for each in going if each.series_day), default=None)
            close_series(series=series, day=day or clock.today())
        for each in [each for each in going if not each.is_cancelled]:
            call_off(event=each, why=why, news=news)
        news.send()


def open_all(*, actor: Person, event_id: int) -> Event:
    """Let everybody see a draft, and with it all drafts of its series."""
    with unit_of_work():
        event = open_event(actor=actor, event_id=event_id)
        if event.series_id is not None:
            for draft in drafts_of(locked_series(event.series_id)):
                # Their rooms open when they are near.
                draft.state, draft.changed_at = EventState.OPEN, clock.now()
    return event


class News:
    """Who is to be told of what, so that nobody hears of one change twenty times."""

    def __init__(self, actor: Person) -> None:
        self.actor = actor
        self._first: dict[tuple[str, int], int] = {}

    def add(self, title: str, event: Event, people_ids: Collection[int]) -> None:
        """These people are to be told of an event, unless they are told the same of another."""
        for person_id in people_ids:
            self._first.setdefault((title, person_id), event.id)

    def send(self) -> None:
        """Tell them."""
        by_event: dict[tuple[str, int], list[int]] = {}
        for (title, person_id), event_id in self._first.items():
            by_event.setdefault((title, event_id), []).append(person_id)
        for (title, event_id), people_ids in by_event.items():
            notify(
                people_ids=people_ids,
                category=NoticeCategory.PRACTICAL,
                title=title,
                url=f"/events/{event_id}",
            )


def series_of(*, actor: Person, event_id: int) -> tuple[Event, EventSeries]:
    """An event the actor may change, with its series locked.

    Raises `NotFound`, `NotAllowed`, and `Conflict` for an event that does not come again.
    """
    event = event_for_planner(actor=actor, event_id=event_id)
    if event.series_id is None:
        raise Conflict("This event does not come again. Change it by itself.")
    return event, locked_series(event.series_id)


def close_series(*, series: EventSeries, day: date) -> None:
    """Let a series have its last time before a day."""
    series.rule = str(Rule.parse(series.rule).ended_before(day))
    series.ended_at = clock.now()


def call_off(*, event: Event, why: str, news: News) -> None:
    """Call an event off, or throw its draft away, and note who is to be told."""
    if event.state is EventState.DRAFT:
        discard_draft(actor=news.actor, event_id=event.id)
        return
    told: set[int] = set()
    cancel_event(actor=news.actor, event_id=event.id, why=why, told=told)
    news.add(CALLED_OFF, event, told)
