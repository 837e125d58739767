"""Who is in the demo county, as it is put together."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.accounts import passwords
from app.accounts.demo_people import PASSWORD, email_of
from app.accounts.models import LockScreenDetail, Person
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.demo.words import SOCIAL_WORKERS
from app.families.models import Child, Household
from app.hives.models import Hive
from app.hives.services import add_membership

#: Drama numbers of Ofcom: they ring nowhere.
_MOBILE, _OFFICE = "07700 900{:03}", "01632 960{:03}"


@dataclass
class Home:
    """A household of the demo with the people in it."""

    household: Household
    carers: list[Person]
    joined_on: date
    children: list[Child] = field(default_factory=list)


class Cast:
    """Makes people, and knows them by the names the sign-in page offers."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.today = clock.today()
        #: The Hives opened this long ago: the programme's first three months and a little.
        self.opened_on = self.today - timedelta(days=104)
        self.hives: list[Hive] = []
        self.homes: list[Home] = []
        self.named: dict[str, Person] = {}
        # One hash for all: two hundred argon2 hashes would be the longest part of the first start.
        self._password_hash = passwords.hash_password(PASSWORD)
        self._numbers = iter(range(101, 1000))
        self.named["helen"] = self.person("Helen Ashdown", "helen", _OFFICE)
        self.named["david"] = self.person("David Penrose", "david", _OFFICE)
        self.social_workers = [
            self.named["helen"],
            *(self.person(name, phone=_OFFICE) for name in SOCIAL_WORKERS),
        ]
        for each in self.social_workers:
            self.give(each, Role.SOCIAL_WORKER, None)
        self.give(self.named["david"], Role.MANAGER, None)

    def person(self, name: str, local_part: str = "", phone: str = "") -> Person:
        """Somebody new; `phone` is a form of number, or empty for none."""
        person = Person(
            name=name,
            email=email_of(local_part or name.lower().replace("'", "").replace(" ", ".")),
            phone=phone.format(next(self._numbers)) if phone else None,
            password_hash=self._password_hash,
            created_at=clock.now(),
            lock_screen_detail=LockScreenDetail.HIVE,
        )
        db.session.add(person)
        db.session.flush()
        return person

    def give(
        self, person: Person, role: Role, hive: Hive | None, from_on: date | None = None
    ) -> None:
        """A role, since the Hives opened unless said otherwise; who leads can be rung."""
        add_membership(person=person, role=role, hive=hive, from_on=from_on or self.opened_on)
        if role in {Role.SUPPORT_WORKER, Role.LINK_CARER} and person.phone is None:
            person.phone = _MOBILE.format(next(self._numbers))

    def days_ago(self, least: int, most: int) -> date:
        """Some day between `least` and `most` days ago."""
        return self.today - timedelta(days=self.chance.randint(least, most))

    def home_of(self, who: str) -> Home:
        """Where one of the named people lives."""
        return next(home for home in self.homes if self.named[who] in home.carers)
