"""The only writes to families."""

from app.families.services.authority import ask_authority, set_authority
from app.families.services.care import check_card, fingerprint, save_about_me, save_card
from app.families.services.children import (
    add_child,
    call_off_arrival,
    edit_child,
    place_child,
)
from app.families.services.households import (
    check_approval,
    edit_household,
    join_household,
    open_household,
)
from app.families.services.leaving import leave_household
from app.families.services.looks import look_at_child, record_looks, record_looks_on_the_day
from app.families.services.moves import move_household
from app.families.services.moving_on import end_placement, keep_placement
from app.families.services.places import claim_place, lock_household
from app.families.services.reminders import remind_of_cards
from app.families.services.ties import tie_children, untie_children
from app.families.services.waiting import add_waiting, answer_offer, offer_place

__all__ = [
    "add_child",
    "add_waiting",
    "answer_offer",
    "ask_authority",
    "call_off_arrival",
    "check_approval",
    "check_card",
    "claim_place",
    "edit_child",
    "edit_household",
    "end_placement",
    "fingerprint",
    "join_household",
    "keep_placement",
    "leave_household",
    "lock_household",
    "look_at_child",
    "move_household",
    "offer_place",
    "open_household",
    "place_child",
    "record_looks",
    "record_looks_on_the_day",
    "remind_of_cards",
    "save_about_me",
    "save_card",
    "set_authority",
    "tie_children",
    "untie_children",
]
