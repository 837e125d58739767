"""The month board of support workers: who has whom when, open requests, nights used."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask import Response, request, url_for

from app.bookings import policy
from app.bookings.lanes import lanes_of
from app.bookings.queries.board import board_of, hives_led_by
from app.bookings.views.blueprint import blueprint
from app.core import access, clock
from app.core.errors import NotAllowed, NotFound
from app.core.roles import Role
from app.core.web import page
from app.hives.models import Hive


@blueprint.get("/bookings/board")
@access.roles(Role.SUPPORT_WORKER)
def show_board() -> Response:
    """The month of one of the Hives that the actor leads."""
    actor = access.actor()
    if not policy.can_run_board(actor):
        raise NotAllowed("Only support workers have a board.")
    hives = hives_led_by(actor)
    hive = _hive_asked(hives)
    first = _month_asked()
    after = (first + timedelta(days=31)).replace(day=1)
    days = [first + timedelta(days=each) for each in range((after - first).days)]
    board = board_of(hive, days[0], days[-1])

    def url(month: date, of: Hive = hive) -> str:
        return url_for("bookings.show_board", hive=of.id, month=f"{month:%Y-%m}")

    return page(
        "bookings/board.html",
        hive=hive,
        hives=[
            {"label": each.name, "is_on": each is hive, "url": url(first, each)} for each in hives
        ]
        if len(hives) > 1
        else [],
        board=board,
        lanes={host.id: lanes_of(host, days) for host in board.hosts},
        days=days,
        today=clock.today(),
        first=first,
        before_url=url(first - timedelta(days=1)),
        after_url=url(after),
    )


def _hive_asked(hives: Sequence[Hive]) -> Hive:
    asked = request.args.get("hive", "")
    found = [each for each in hives if str(each.id) == asked] if asked else hives
    if not found:
        raise NotFound("This is not a Hive that you lead.")
    return found[0]


def _month_asked() -> date:
    try:
        first = date.fromisoformat(request.args.get("month", "") + "-01")
    except ValueError:
        first = clock.today().replace(day=1)
    # Beyond these a month before or after is no date any more.
    return first if 1900 <= first.year <= 2200 else clock.today().replace(day=1)
