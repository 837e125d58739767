"""Facts that other slices may want to hear, where a call would turn the imports round.

Receivers run inside the sender's unit of work. What is *about to* happen is told before it
does: a receiver that knows a reason against it raises a domain error, and nothing happens.
"""

from blinker import Namespace

_signals = Namespace()

#: A signed-in device has ended. Sent with `device_ids: list[int]`.
devices_ended = _signals.signal("devices-ended")

#: A Hive has been opened. Sent with `hive_id: int, name: str`.
hive_opened = _signals.signal("hive-opened")

#: A Hive has a new name. Sent with `hive_id: int, name: str`.
hive_renamed = _signals.signal("hive-renamed")

#: A Hive is about to have room for `capacity: int` households. Sent with `hive_id: int` too.
hive_resizing = _signals.signal("hive-resizing")

#: A Hive is about to close. Sent with `hive_id: int`.
hive_closing = _signals.signal("hive-closing")

#: A Hive has closed. Sent with `hive_id: int`.
hive_closed = _signals.signal("hive-closed")

#: Somebody is about to lose a role as carer of a Hive. Sent with `person_id: int, hive_id: int`.
carer_leaving = _signals.signal("carer-leaving")

#: Somebody's roles have begun or ended. Sent with nothing: whoever keeps phones open looks anew.
memberships_changed = _signals.signal("memberships-changed")

#: A household that waited has a Hive now. Sent with `household_id: int, hive_id: int`.
household_placed = _signals.signal("household-placed")

#: A family was put on the waiting list. Sent with `household_id: int, actor_id: int` and
#: `carers`, a list of those to invite once there is a place (`app.core.carer_rows.Carer`).
household_waits = _signals.signal("household-waits")

#: A household changed its Hive. Sent with `household_id: int, hive_id: int`, the new one.
household_moved = _signals.signal("household-moved")

#: A household has left the Hives. Sent with `household_id: int`.
household_left = _signals.signal("household-left")
