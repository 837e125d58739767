"""Whom to ask before a photo goes out: told to the sender alone, of their own household alone."""

from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.models import Person
from app.core.extensions import db
from app.families.models import AuthorityEntry, AuthorityKind, CareStatus, Child, Decider
from app.families.queries import home_of, own_children


@dataclass(frozen=True)
class PhotoCaution:
    """That somebody else than the carers decides whether a child may be in a photo here."""

    child: str
    ask: str

    @property
    def words(self) -> str:
        """What to do about it."""
        return f"Ask {self.ask} first about {self.child}."


def photo_cautions(actor: Person) -> list[PhotoCaution]:
    """The children of `actor`'s own household whose carers may not decide about photos, by age.

    That is said by what is written down of delegated authority; nothing written means: ask. For
    their own children parents decide.
    """
    children = [each for each in own_children(actor) if not _is_own_child(each)]
    entries = _said_of([each.id for each in children])
    return [
        PhotoCaution(child.preferred_name, _who_decides(child, entries.get(child.id)))
        for child in children
        if not _is_yes(entries.get(child.id))
    ]


def _is_own_child(child: Child) -> bool:
    return child.care_status is CareStatus.BIRTH_CHILD


def _is_yes(entry: AuthorityEntry | None) -> bool:
    return entry is not None and entry.decider is Decider.CARER


def _who_decides(child: Child, entry: AuthorityEntry | None) -> str:
    if entry is not None and entry.decider is Decider.PARENT:
        return entry.decider_name or "a parent"
    if entry is not None and entry.decider is Decider.SOCIAL_WORKER and entry.decider_name:
        return entry.decider_name
    social_worker = home_of(child).social_worker
    return social_worker.name if social_worker else "your social worker"


def _said_of(child_ids: list[int]) -> dict[int, AuthorityEntry]:
    """What was said last about photos of each child."""
    if not child_ids:
        return {}
    newest = (
        sa.select(sa.func.max(AuthorityEntry.id))
        .where(
            AuthorityEntry.child_id.in_(child_ids),
            AuthorityEntry.kind == AuthorityKind.HIVE_PHOTOS,
        )
        .group_by(AuthorityEntry.child_id)
    )
    found = db.session.scalars(sa.select(AuthorityEntry).where(AuthorityEntry.id.in_(newest)))
    return {entry.child_id: entry for entry in found}
