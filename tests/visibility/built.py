"""A random county put into the database, each secret under a word that occurs nowhere else."""

import secrets
import uuid
from datetime import date, timedelta

from app.accounts.models import LockScreenDetail, Person
from app.chat.models import Message, Room, RoomKind, RoomMember
from app.chat.pairs import key_of
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.events.models import (
    Audience,
    Event,
    EventHive,
    EventHost,
    EventKind,
    EventPart,
    EventState,
    SignUp,
    SignUpState,
)
from app.families.models import (
    AboutMe,
    AuthorityEntry,
    AuthorityKind,
    CareCheck,
    CareNote,
    CareSection,
    CareStatus,
    Child,
    Decider,
    Household,
    HouseholdMember,
    HouseholdState,
    LeavingReason,
    Placement,
    PlacementEnding,
)
from app.hives.models import Hive, Membership
from tests.visibility.counties import HIVES, County, Span
from tests.visibility.stays import add_bookings
from tests.visibility.words import Built, add, word

__all__ = ["Built", "build", "word"]


def build(county: County) -> Built:
    """Write the rows; nothing goes through the app's services, so that nothing is mended."""
    built = Built(county)
    with unit_of_work():
        for number in range(county.people):
            built.people.append(_person(number))
        for number in range(HIVES):
            _add_hive(built, number)
        for number in range(len(county.talks)):
            _add_room(built, number)
        for number in range(len(county.homes)):
            _add_household(built, number)
        for number in range(county.children):
            _add_child(built, number)
        _add_facts(built)
        for number in range(len(county.outings)):
            _add_event(built, number)
        add_bookings(built)
    db.session.expire_all()
    return built


def _person(number: int) -> Person:
    person = Person(
        name=f"Person {number}",
        email=f"{secrets.token_hex(8)}@example.org",
        password_hash="-",
        created_at=clock.now(),
        lock_screen_detail=LockScreenDetail.HIVE,
    )
    add(person)
    return person


def _add_hive(built: Built, number: int) -> None:
    hive = Hive(name=word("hive"), area=f"Area {number}", capacity=10, opened_on=_day(-500))
    add(hive)
    built.hives.append(hive)


def _add_room(built: Built, number: int) -> None:
    talk, said, called = built.county.talks[number], word("said"), word("called")
    people = {each: built.people[each].id for each in talk.inside | talk.have_left}
    room = Room(
        hive_id=None if talk.hive is None else built.hives[talk.hive].id,
        kind=RoomKind(talk.kind),
        name=called,
        direct_key=key_of(*people.values()) if talk.kind == "direct" else None,
        created_by_id=None if talk.opened_by is None else people[talk.opened_by],
        last_seq=1,
    )
    add(room)
    now = clock.now()
    for each, person_id in people.items():
        left_at = now if each in talk.have_left else None
        add(RoomMember(room_id=room.id, person_id=person_id, joined_at=now, left_at=left_at))
    add(
        Message(
            room_id=room.id,
            seq=1,
            author_id=built.people[0].id,
            client_id=uuid.uuid4(),
            text=said,
            sent_at=now,
            needs_confirming=talk.kind == "announcements",
        )
    )
    built.rooms.append(room)
    built.of_room |= {said: number, called: number}


def _add_household(built: Built, number: int) -> None:
    home = built.county.homes[number]
    name, agency, bed = word("family"), word("agency"), word("bed")
    state = HouseholdState.ACTIVE if home.hive is not None else HouseholdState.WAITING
    household = Household(
        name=name,
        previous_agency=agency,
        host_room=bed,
        is_host=True,
        host_places=9,
        area="Area 0",
        state=HouseholdState.LEFT if home.has_left else state,
        waiting_since=None if home.hive is not None else _day(-20),
        left_on=_day(-1) if home.has_left else None,
        left_reason=LeavingReason.OTHER if home.has_left else None,
        left_note=word("note") if home.has_left else None,
        hive_id=None if home.hive is None else built.hives[home.hive].id,
        social_worker_id=(
            None if home.social_worker is None else built.people[home.social_worker].id
        ),
    )
    add(household)
    built.households.append(household)
    built.names[name] = number
    built.of_household |= {agency: number, bed: number}
    if household.left_note:
        built.of_household[household.left_note] = number


def _add_child(built: Built, number: int) -> None:
    writer, now = built.people[0].id, clock.now()
    words = {kind: word(kind) for kind in ("child", "allergy", "like", "plan", "decider")}
    child = Child(
        preferred_name=words["child"],
        born_on=date(2014, 2, 3),
        care_status=CareStatus.IN_CARE,
        pronouns="",
        added_by_id=writer,
        added_at=now,
        client_id=uuid.uuid4(),
    )
    add(child)
    wrote = {"child_id": child.id, "written_by_id": writer, "written_at": now}
    add(CareNote(section=CareSection.ALLERGIES, text=words["allergy"], **wrote))
    add(AboutMe(likes=words["like"], dislikes="", good_at="", helps="", faces="{}", **wrote))
    add(CareCheck(child_id=child.id, checked_on=_day(-200), checked_by_id=writer))
    add(
        AuthorityEntry(
            child_id=child.id,
            kind=AuthorityKind.MEDICAL,
            decider=Decider.PARENT,
            decider_name=words["decider"],
            note=words["plan"],
            said_by_id=writer,
            said_at=now,
        )
    )
    built.children.append(child)
    built.of_name[words.pop("child")] = number
    built.of_card |= {words.pop(kind): number for kind in ("allergy", "like")}
    built.of_child |= dict.fromkeys(words.values(), number)


def _add_event(built: Built, number: int) -> None:
    outing, now = built.county.outings[number], clock.now()
    event = Event(
        title=word("event"),
        kind=EventKind.FAMILY_SOCIAL,
        audience=Audience.FAMILIES,
        state=EventState.OPEN,
        starts_at=now + timedelta(days=5),
        ends_at=now + timedelta(days=5, hours=2),
        is_county=outing.hive is None,
        created_by_id=built.people[0].id,
        created_at=now,
        changed_at=now,
        client_id=uuid.uuid4(),
        household_taken=0,
    )
    add(event)
    if outing.hive is not None:
        add(EventHive(event_id=event.id, hive_id=built.hives[outing.hive].id))
    for host in sorted(outing.hosts):
        add(EventHost(event_id=event.id, person_id=built.people[host].id))
    part = EventPart(event_id=event.id, child_taken=len(outing.going))
    add(part)
    built.events.append(event)
    built.of_event[event.title] = number
    for nth, child in enumerate(sorted(outing.going | outing.waiting)):
        home, waits = built.county.home_of(child), child in outing.waiting
        sign_up = SignUp(
            event_id=event.id,
            part_id=part.id,
            household_id=None if home is None else built.households[home].id,
            child_id=built.children[child].id,
            state=SignUpState.WAITING if waits else SignUpState.GOING,
            queue_number=nth + 1 if waits else None,
            party=uuid.uuid4(),
            signed_up_by_id=built.people[0].id,
            signed_up_at=now,
            note=word("wish"),
        )
        add(sign_up)
        built.sign_ups.append(sign_up)


def _add_facts(built: Built) -> None:
    for held in built.county.holds:
        add(
            Membership(
                person_id=built.people[held.person].id,
                hive_id=None if held.hive is None else built.hives[held.hive].id,
                role=Role(held.role),
                **_days(held.span),
            )
        )
    for carer in built.county.carers:
        add(
            HouseholdMember(
                person_id=built.people[carer.who].id,
                household_id=built.households[carer.household].id,
                **_days(carer.span),
            )
        )
    for stay in built.county.placements:
        add(
            Placement(
                child_id=built.children[stay.who].id,
                household_id=built.households[stay.household].id,
                ending=None if stay.span.ends is None else PlacementEnding.PLANNED,
                **_days(stay.span),
            )
        )


def _day(offset: int) -> date:
    return clock.today() + timedelta(days=offset)


def _days(span: Span) -> dict[str, date | None]:
    return {
        "from_on": _day(span.begins),
        "until_on": None if span.ends is None else _day(span.ends),
    }
