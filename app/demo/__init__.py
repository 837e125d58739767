"""The demo county: made-up people after the programme's own figures, the same every time.

Six Hives with room for 60 families, of whom 56 are there, with 100 carers, 80 children in care
and 23 children of their own; 26 families wait.
"""

import random

from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.demo.bookings import book_stays
from app.demo.cards import write_cards
from app.demo.cast import Cast
from app.demo.children import place_children
from app.demo.events import plan_events
from app.demo.hives import fill_hives
from app.demo.marks import mark_talk
from app.demo.polls import ask_for_an_evening
from app.demo.reports import report_two
from app.demo.rooms import talk_elsewhere
from app.demo.talk import talk
from app.demo.waiting import fill_waiting_list

__all__ = ["load_demo"]


def load_demo() -> None:
    """Fill an empty database: Hives, families, children and their cards, who waits, some talk."""
    chance = random.Random(2021)  # noqa: S311 - the same county on every machine
    with unit_of_work():
        cast = Cast(chance)
        fill_hives(cast)
        place_children(cast)
        db.session.flush()
        write_cards(cast)
        fill_waiting_list(cast)
        talk(cast)
        mark_talk(cast)
        talk_elsewhere(cast)
        ask_for_an_evening(cast)
        report_two(cast)
        plan_events(cast)
        book_stays(cast)
