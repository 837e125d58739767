"""What is known of the children of the demo county: cards, who decides what, who has looked."""

import json
from collections.abc import Iterator
from datetime import timedelta

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.demo.card_words import ABOUT_ME, MOSTLY, SOMETIMES, TOLD, USUAL
from app.demo.cast import Cast, Home
from app.families.models import (
    AboutMe,
    AuthorityEntry,
    AuthorityKind,
    AuthorityQuestion,
    CareCheck,
    CareNote,
    CareSection,
    CareStatus,
    Child,
    Decider,
    Face,
    Look,
    LookedAt,
    Thing,
)

#: How many in a hundred have a care card, and what the placement plan says, in Hive already.
_WITH_CARD, _WITH_PLAN = 82, 88


def write_cards(cast: Cast) -> None:
    """Cards for most children in care, plans for more, a child's own half for some; some looks."""
    for home in cast.homes:
        for child in home.children:
            if child.care_status is CareStatus.IN_CARE:
                _write(cast, home, child)
    _look(cast)
    sam = cast.home_of("sam")
    db.session.add(
        AuthorityQuestion(
            child_id=sam.children[0].id,
            kind=AuthorityKind.MEDICAL,
            asked_by_id=sam.carers[0].id,
            asked_at=clock.now() - timedelta(hours=20),
        )
    )
    db.session.flush()


def _write(cast: Cast, home: Home, child: Child) -> None:
    writer = home.carers[0]
    told = TOLD.get(child.preferred_name)
    if told or cast.chance.randrange(100) < _WITH_CARD:
        checked_on = cast.days_ago(3, 20) if told else cast.days_ago(2, 125)
        texts = told or {each: cast.chance.choice(USUAL[each]) for each in _sections(cast)}
        written_at = clock.now() - (cast.today - checked_on)
        db.session.add_all(
            CareNote(
                child_id=child.id,
                section=section,
                text=text,
                written_by_id=writer.id,
                written_at=written_at,
            )
            for section, text in texts.items()
        )
        db.session.add(CareCheck(child_id=child.id, checked_on=checked_on, checked_by_id=writer.id))
    if told or cast.chance.randrange(100) < _WITH_PLAN:
        db.session.add_all(_plan(cast, home, child, keeps_medical_open=bool(told)))
    if told or cast.chance.random() < 0.15:
        db.session.add(_about_me(cast, child, writer))


def _sections(cast: Cast) -> list[CareSection]:
    some = cast.chance.sample(SOMETIMES, cast.chance.randint(1, 5))
    return [each for each in CareSection if each in MOSTLY or each in some]


def _plan(
    cast: Cast, home: Home, child: Child, *, keeps_medical_open: bool
) -> Iterator[AuthorityEntry]:
    """What the placement plan says about most kinds of decision; one or two are not known."""
    worker = next(
        each for each in cast.social_workers if each.id == home.household.social_worker_id
    )
    usual = {
        AuthorityKind.DAY_TRIPS: Decider.CARER,
        AuthorityKind.ACTIVITIES: Decider.CARER,
        AuthorityKind.HIVE_OVERNIGHTS: Decider.SOCIAL_WORKER,
        AuthorityKind.FRIENDS_OVERNIGHTS: Decider.CARER,
        AuthorityKind.HIVE_PHOTOS: Decider.PARENT,
        AuthorityKind.SCHOOL: Decider.CARER,
        AuthorityKind.MEDICAL: Decider.PARENT,
        AuthorityKind.HAIRCUTS: Decider.CARER,
    }
    for kind, usually in usual.items():
        if kind is AuthorityKind.MEDICAL and keeps_medical_open:
            continue
        is_unusual = cast.chance.random() < 0.2
        decider = cast.chance.choice(list(Decider)) if is_unusual else usually
        yield AuthorityEntry(
            child_id=child.id,
            kind=kind,
            decider=decider,
            decider_name=_name_of(decider, home, worker),
            note="Ring a day before." if decider is Decider.PARENT else "",
            said_by_id=worker.id,
            said_at=clock.now() - timedelta(days=cast.chance.randint(10, 95)),
        )


def _name_of(decider: Decider, home: Home, worker: Person) -> str:
    return {
        Decider.CARER: home.carers[0].first_name,
        Decider.SOCIAL_WORKER: worker.name,
        Decider.PARENT: "Mum",
        Decider.UNKNOWN: "",
    }[decider]


def _about_me(cast: Cast, child: Child, writer: Person) -> AboutMe:
    likes, dislikes, good_at, helps = cast.chance.choice(ABOUT_ME)
    things = cast.chance.sample(list(Thing), 5)
    return AboutMe(
        child_id=child.id,
        likes=likes,
        dislikes=dislikes,
        good_at=good_at,
        helps=helps,
        faces=json.dumps({each.value: cast.chance.choice(list(Face)).value for each in things}),
        written_by_id=writer.id,
        written_at=clock.now() - timedelta(days=cast.chance.randint(1, 60)),
    )


def _look(cast: Cast) -> None:
    """Those who lead and supervise have looked at some of the children they may see."""
    priya, helen = cast.named["priya"], cast.named["helen"]
    seen = (
        (priya, Role.SUPPORT_WORKER, f"leads {cast.hives[0].name}"),
        (helen, Role.SOCIAL_WORKER, "is your supervising social worker"),
    )
    children = [child for who in ("sam", "aisha") for child in cast.home_of(who).children]
    for child in children:
        for person, role, reason in seen:
            db.session.add(
                Look(
                    child_id=child.id,
                    person_id=person.id,
                    thing=cast.chance.choice([LookedAt.CHILD, LookedAt.CARE_CARD]),
                    role=role,
                    reason=reason,
                    looked_at=clock.now() - timedelta(hours=cast.chance.randint(5, 400)),
                )
            )
