"""Care cards: written by the carers a child lives with, and by nobody else."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import clock
from app.core.errors import Invalid, NotAllowed
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.core.words import as_people_say
from app.families import policy
from app.families.models import AboutMe, CareCheck, CareNote, CareSection, Child, Face, Thing
from app.families.queries import about_me, care_check, care_notes, child_for, home_of

_WORDS_OF_ABOUT_ME = ("likes", "dislikes", "good_at", "helps")


def fingerprint(text: str) -> str:
    """A short mark of a text: a form sends it along to say what its writer had in front of them."""
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""


def save_card(
    *,
    actor: Person,
    child_id: int,
    texts: Mapping[CareSection, str],
    seen: Mapping[CareSection, str],
) -> None:
    """Write the sections that were changed, and note that the card is right as of today.

    `seen` has the fingerprint of what each section said when the writer began. What another
    carer wrote meanwhile stays where this one changed nothing; where both did, nothing at all
    is saved and `Invalid` says which sections. Raises `NotFound`, `NotAllowed`.
    """
    with unit_of_work():
        child = _child_to_write(actor, child_id)
        notes = care_notes(child)
        changed = _changes(
            {section: (notes[section].text if section in notes else "") for section in texts},
            texts,
            seen,
        )
        clashes = {section: notes[section] for section, clash in changed.items() if clash}
        if clashes:
            raise Invalid({section.value: _clash(note) for section, note in clashes.items()})
        for section in changed:
            _write(child, section, texts[section], actor, notes.get(section))
        _note_check(child, actor)


def check_card(*, actor: Person, child_id: int) -> None:
    """Note that a carer has read the card today and that it is all still right.

    Raises `NotFound`, `NotAllowed`.
    """
    with unit_of_work():
        _note_check(_child_to_write(actor, child_id), actor)


def save_about_me(
    *,
    actor: Person,
    child_id: int,
    texts: Mapping[str, str],
    faces: Mapping[Thing, Face | None],
    seen: Mapping[str, str],
) -> None:
    """Write the child's own half of the card.

    Words of two carers are kept apart as in `save_card`; where both had the child point at a
    face for the same thing, the later one counts; None leaves the thing out. Raises `NotFound`,
    `NotAllowed`, `Invalid`.
    """
    with unit_of_work():
        child = _child_to_write(actor, child_id)
        before = about_me(child)
        now = {name: getattr(before, name) if before else "" for name in _WORDS_OF_ABOUT_ME}
        changed = _changes(now, texts, seen)
        clashes = [name for name, clash in changed.items() if clash]
        if before is not None and clashes:
            raise Invalid(dict.fromkeys(clashes, _clash(before)))
        row = before or AboutMe(child_id=child.id, **dict.fromkeys(_WORDS_OF_ABOUT_ME, ""))
        db.session.add(row)
        for name in changed:
            setattr(row, name, texts[name])
        row.faces = _faces(before, faces, seen)
        row.written_by_id, row.written_at = actor.id, clock.now()
        db.session.flush()


def _child_to_write(actor: Person, child_id: int) -> Child:
    child = child_for(actor, child_id)
    if not policy.can_write_card(actor, home_of(child)):
        raise NotAllowed("A care card is written by the carers the child lives with.")
    # One at a time for a child: what is compared below is what will be overwritten.
    db.session.execute(sa.select(Child.id).where(Child.id == child.id).with_for_update())
    return child


def _changes(
    now: Mapping[Any, str], typed: Mapping[Any, str], seen: Mapping[Any, str]
) -> dict[Any, bool]:
    """What the writer changed, each with whether somebody else has changed it too."""
    return {
        name: fingerprint(now[name]) != seen.get(name, "")
        for name, text in typed.items()
        if text != now[name] and fingerprint(text) != seen.get(name, "")
    }


def _faces(
    before: AboutMe | None, faces: Mapping[Thing, Face | None], seen: Mapping[str, str]
) -> str:
    pointed = dict(before.pointed_at) if before else {}
    now = {f"face_{thing}": face.value for thing, face in pointed.items()}
    typed = {f"face_{thing}": face.value if face else "" for thing, face in faces.items()}
    changed = _changes(dict.fromkeys(typed, "") | now, typed, seen)
    kept = pointed | {thing: face for thing, face in faces.items() if f"face_{thing}" in changed}
    return json.dumps({thing.value: face.value for thing, face in kept.items() if face})


def _clash(written: CareNote | AboutMe) -> str:
    return (
        f"{written.written_by.name} changed this {as_people_say(written.written_at)}, while you "
        "were writing. Both are below: put them together, then save again."
    )


def _write(
    child: Child, section: CareSection, text: str, actor: Person, note: CareNote | None
) -> None:
    note = note or CareNote(child_id=child.id, section=section)
    note.text = text
    note.written_by_id, note.written_at = actor.id, clock.now()
    db.session.add(note)
    db.session.flush()


def _note_check(child: Child, actor: Person) -> None:
    check = care_check(child) or CareCheck(child_id=child.id)
    check.checked_on, check.checked_by_id = clock.today(), actor.id
    db.session.add(check)
    db.session.flush()
