"""Who has Hive open: kept for those alone who let others see it."""

from collections.abc import Collection
from datetime import timedelta

import sqlalchemy as sa

from app.accounts.models import Device, Person
from app.core import clock
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work

#: How long a device counts as open after it was last seen to be; it is noted twice in that time.
OPEN_FOR = timedelta(seconds=90)


def note_open(*, device_ids: Collection[int]) -> None:
    """Note that these devices have Hive open just now. One statement, however many."""
    if not device_ids:
        return
    shows = sa.select(Person.id).where(Person.shows_online)
    with unit_of_work():
        db.session.execute(
            sa.update(Device)
            .where(Device.id.in_(sorted(device_ids)), Device.person_id.in_(shows))
            .values(open_until=clock.now() + OPEN_FOR)
            .execution_options(synchronize_session=False)
        )
