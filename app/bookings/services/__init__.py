"""The only writes to bookings, stays and hosts' time."""

from app.bookings.services.answering import (
    accept,
    decline,
    offer_another_time,
    take_offer,
    turn_down_offer,
)
from app.bookings.services.asking import Wish, ask_for_stay, who_fits
from app.bookings.services.ending import (
    call_off,
    end_for_children_gone,
    end_for_homes_gone,
    expire_overdue,
    finish_overdue,
    take_back,
)
from app.bookings.services.needed_yeses import say_yes
from app.bookings.services.staying import mark_arrived, mark_gone_home
from app.bookings.services.tea import ask_for_tea

__all__ = [
    "Wish",
    "accept",
    "ask_for_stay",
    "ask_for_tea",
    "call_off",
    "decline",
    "end_for_children_gone",
    "end_for_homes_gone",
    "expire_overdue",
    "finish_overdue",
    "mark_arrived",
    "mark_gone_home",
    "offer_another_time",
    "say_yes",
    "take_back",
    "take_offer",
    "turn_down_offer",
    "who_fits",
]
