"""Facts that other slices may want to hear, where a call would turn the imports round.

Receivers run inside the sender's unit of work.
"""

from blinker import Namespace

_signals = Namespace()

#: A signed-in device has ended. Sent with `device_ids: list[int]`.
devices_ended = _signals.signal("devices-ended")

#: A Hive has been opened. Sent with `hive_id: int, name: str`.
hive_opened = _signals.signal("hive-opened")

#: A Hive has a new name. Sent with `hive_id: int, name: str`.
hive_renamed = _signals.signal("hive-renamed")

#: Somebody's roles have begun or ended. Sent with nothing: whoever keeps phones open looks anew.
memberships_changed = _signals.signal("memberships-changed")

#: A household that waited has a Hive now. Sent with `household_id: int, hive_id: int`.
household_placed = _signals.signal("household-placed")
