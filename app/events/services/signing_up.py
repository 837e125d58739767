"""Signing up the children and adults of a household, and changing that until it begins."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.accounts.models import Person
from app.chat.services.threads import join_thread
from app.core import clock
from app.core.errors import Invalid, NotAllowed
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.core.words import as_people_say
from app.events import policy
from app.events.models import Eagerness, Event, EventPart, EventState, SignUp, SignUpState
from app.events.queries import event_for
from app.events.queries.sign_ups import live_child_ids, own_sign_ups, sent_as
from app.events.services.asking import ask_for_yes, needs_yes
from app.events.services.places import next_in_queue, take_places
from app.events.services.planning import lock_event
from app.families.models import Child, Household
from app.families.queries import carers_of, household_of, own_children


@dataclass(frozen=True, kw_only=True)
class ChildComes:
    """A child who would like to come, and what was confirmed for it."""

    child_id: int
    #: Ticked: the carer may decide this for the child, and the care card is right.
    is_confirmed: bool = False
    photos_ok: bool = False
    eagerness: Eagerness | None = None


def sign_up(
    *,
    actor: Person,
    event_id: int,
    party: uuid.UUID,
    children: Sequence[ChildComes] = (),
    adult_ids: Collection[int] = (),
    note: str = "",
) -> Sequence[SignUp]:
    """Sign up children and adults of the actor's household, all of them together.

    There are places for all, or all of them wait: then each has its number on the waiting
    list. A child in care whose placement plan does not leave this to the carer keeps its place
    while its social worker is asked. Sent twice with one `party`, it counts once. Raises
    `NotFound`, `NotAllowed` when sign-up is not open, and `Invalid` with a message by the field
    (`child-7`, `confirm-7`, `who`).
    """
    with unit_of_work():
        event = lock_event(event_for(actor, event_id))
        if before := sent_as(actor, event, party):
            return before
        check_open(event)
        home = household_of(actor)
        coming = _checked_children(actor, event, children)
        adults = _checked_adults(actor, event, home, adult_ids)
        if not coming and not adults:
            raise Invalid({"who": "Tap who would like to come."})
        made = [
            SignUp(
                event_id=event.id,
                part_id=part.id,
                household_id=home.id if home else None,
                child_id=child.id,
                photos_ok=wish.photos_ok,
                eagerness=wish.eagerness,
            )
            for wish, child, part in coming
        ]
        first_part = coming[0][2] if coming else event.parts[0]
        made += [
            SignUp(
                event_id=event.id,
                part_id=first_part.id,
                household_id=home.id if home else None,
                person_id=person_id,
            )
            for person_id in adults
        ]
        _give_states(event, home, made, {child.id: child for _, child, _ in coming})
        for each in made:
            each.party, each.note = party, note
            each.signed_up_by_id, each.signed_up_at = actor.id, clock.now()
        db.session.add_all(made)
        db.session.flush()
        ask_for_yes(home, sign_ups=made)
        if event.room_id and any(each.state.holds_place for each in made):
            for person_id in {actor.id, *adults}:
                join_thread(room_id=event.room_id, person_id=person_id)
    return sent_as(actor, event, party)


def check_open(event: Event) -> None:
    """Raise `NotAllowed` in words when nobody can sign up for an event now."""
    now = clock.now()
    if event.is_cancelled:
        raise NotAllowed("This event was called off, so nobody can sign up.")
    if event.state is EventState.DRAFT:
        raise NotAllowed("This event is not open yet. It is still being planned.")
    if event.has_started:
        raise NotAllowed("This event has begun, so sign-up is over. Talk to whoever hosts it.")
    if event.opens_at is not None and now < event.opens_at:
        raise NotAllowed(f"Sign-up opens {as_people_say(event.opens_at)}. Come back then.")
    if event.closes_at is not None and now >= event.closes_at:
        raise NotAllowed("Sign-up has closed. Ask whoever hosts it whether there is still room.")


def part_for(event: Event, *, child: Child) -> EventPart | str:
    """The part of an event that fits a child, or why none does, in words."""
    reasons = [policy.why_not_fitting(part, child, event) for part in event.parts]
    for part, reason in zip(event.parts, reasons, strict=True):
        if not reason:
            return part
    if len(reasons) == 1:
        return reasons[0]
    return f"None of the places is for {child.preferred_name}'s age or school year."


def _checked_children(
    actor: Person, event: Event, wishes: Sequence[ChildComes]
) -> list[tuple[ChildComes, Child, EventPart]]:
    if not wishes:
        return []
    if not policy.is_for_children(event):
        raise Invalid({"who": "This event is for adults. Children can't be signed up."})
    own = {each.id: each for each in own_children(actor)}
    if any(wish.child_id not in own for wish in wishes):
        raise Invalid({"who": "You can sign up the children who live with you. Reload the page."})
    there = live_child_ids(event, own)
    errors: dict[str, str] = {}
    coming: dict[int, tuple[ChildComes, Child, EventPart]] = {}
    for wish in wishes:
        child = own[wish.child_id]
        part = (
            f"{child.name} is signed up already."
            if child.id in there
            else part_for(event, child=child)
        )
        if isinstance(part, str):
            errors[f"child-{child.id}"] = part
        elif not wish.is_confirmed:
            errors[f"confirm-{child.id}"] = f"Tick this once you have checked it for {child.name}."
        else:
            coming[child.id] = (wish, child, part)
    if errors:
        raise Invalid(errors)
    return list(coming.values())


def _checked_adults(
    actor: Person, event: Event, home: Household | None, adult_ids: Collection[int]
) -> list[int]:
    if not adult_ids:
        return []
    at_home = {each.id for each in carers_of(home)} if home else set()
    if not set(adult_ids) <= at_home | {actor.id}:
        raise Invalid({"who": "You can sign up the adults of your household. Reload the page."})
    if not policy.may_come(actor, event):
        raise Invalid({"who": "This event is for others, so you can't come yourself."})
    there = {each.person_id for each in own_sign_ups(actor, event)}
    for twice in there.intersection(adult_ids):
        raise Invalid({f"adult-{twice}": "Signed up already."})
    return sorted(set(adult_ids))


def _give_states(
    event: Event, home: Household | None, made: Sequence[SignUp], children: dict[int, Child]
) -> None:
    has_places = take_places(event, sign_ups=made, household_id=home.id if home else None)
    for each in made:
        if not has_places:
            each.state = SignUpState.WAITING
            each.queue_number = next_in_queue(each.part_id)
        elif each.child_id is not None and needs_yes(event, child=children[each.child_id]):
            each.state = SignUpState.ASKING
        else:
            each.state = SignUpState.GOING
