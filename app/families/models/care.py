"""The care card: what somebody who looks after this child must know, and the child's own half."""

import json
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.crypto import EncryptedText
from app.core.extensions import db
from app.core.types import UTCDateTime, enum_column
from app.families.models.child import Child


class CareSection(StrEnum):
    """The short cards a care card is made of, in the order they are read in a hurry."""

    ALLERGIES = "allergies"
    MEDICINES = "medicines"
    HEALTH = "health"
    EMERGENCY = "emergency"
    COLLECT = "collect"
    FOOD = "food"
    UPSET = "upset"
    BEDTIME = "bedtime"
    FEARS = "fears"
    LIKES = "likes"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The section's title, as people say it."""
        return _SECTIONS[self]


_SECTIONS = {
    CareSection.ALLERGIES: "Allergies",
    CareSection.MEDICINES: "Medicines and when",
    CareSection.HEALTH: "Health",
    CareSection.EMERGENCY: "Ring in an emergency",
    CareSection.COLLECT: "Who may collect",
    CareSection.FOOD: "Food",
    CareSection.UPSET: "What helps when upset",
    CareSection.BEDTIME: "Bedtime",
    CareSection.FEARS: "Fears",
    CareSection.LIKES: "What I like",
    CareSection.OTHER: "Anything else",
}


#: What a section says where it was asked for and there is nothing to tell.
NONE_KNOWN = {
    CareSection.ALLERGIES: "No allergies known",
    CareSection.MEDICINES: "No medicines",
}


class CareNote(db.Model):
    """One short card of a child's care card."""

    __tablename__ = "care_notes"
    __table_args__ = (sa.UniqueConstraint("child_id", "section"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(sa.ForeignKey("children.id"))
    section: Mapped[CareSection] = mapped_column(enum_column(CareSection))
    text: Mapped[str] = mapped_column(EncryptedText)
    written_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)

    child: Mapped[Child] = relationship()
    written_by: Mapped[Person] = relationship()


class CareCheck(db.Model):
    """When a carer last said that a child's card is right, and when they were last reminded."""

    __tablename__ = "care_checks"
    __table_args__ = (sa.UniqueConstraint("child_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(sa.ForeignKey("children.id"))
    checked_on: Mapped[date] = mapped_column(index=True)
    checked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    reminded_on: Mapped[date | None]

    child: Mapped[Child] = relationship()
    checked_by: Mapped[Person] = relationship()


class Face(StrEnum):
    """What a child feels about something, told by pointing at a face."""

    LOVE = "love"
    LIKE = "like"
    UNSURE = "unsure"
    DISLIKE = "dislike"
    HATE = "hate"

    @property
    def label(self) -> str:
        """The feeling in a child's words."""
        return {
            Face.LOVE: "I love it",
            Face.LIKE: "I like it",
            Face.UNSURE: "I am not sure",
            Face.DISLIKE: "I don't like it",
            Face.HATE: "I hate it",
        }[self]


class Thing(StrEnum):
    """What a child is asked about, to be answered by pointing at a face."""

    NEW_BED = "new_bed"
    DOGS = "dogs"
    CATS = "cats"
    DARK = "dark"
    CROWDS = "crowds"
    NEW_FOOD = "new_food"
    SWIMMING = "swimming"
    HUGS = "hugs"

    @property
    def label(self) -> str:
        """The thing in a child's words."""
        return {
            Thing.NEW_BED: "Sleeping somewhere new",
            Thing.DOGS: "Dogs",
            Thing.CATS: "Cats",
            Thing.DARK: "The dark",
            Thing.CROWDS: "Lots of people",
            Thing.NEW_FOOD: "Trying new food",
            Thing.SWIMMING: "Swimming",
            Thing.HUGS: "Being hugged",
        }[self]


class AboutMe(db.Model):
    """The child's own half of the card, filled in with the carer."""

    __tablename__ = "about_me"
    __table_args__ = (sa.UniqueConstraint("child_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(sa.ForeignKey("children.id"))
    likes: Mapped[str] = mapped_column(EncryptedText)
    dislikes: Mapped[str] = mapped_column(EncryptedText)
    good_at: Mapped[str] = mapped_column(EncryptedText)
    helps: Mapped[str] = mapped_column(EncryptedText)
    #: JSON: the thing pointed at, and the face.
    faces: Mapped[str] = mapped_column(EncryptedText)
    written_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)

    child: Mapped[Child] = relationship()
    written_by: Mapped[Person] = relationship()

    @property
    def pointed_at(self) -> dict[Thing, Face]:
        """The faces, in the order in which the things are asked about."""
        kept = json.loads(self.faces)
        return {thing: Face(kept[thing]) for thing in Thing if thing in kept}
