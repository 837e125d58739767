"""Facts that other slices may want to hear, where a call would turn the imports round.

Receivers run inside the sender's unit of work.
"""

from blinker import Namespace

_signals = Namespace()

#: A signed-in device has ended. Sent with `device_ids: list[int]`.
devices_ended = _signals.signal("devices-ended")

#: A Hive has been opened. Sent with `hive_id: int, name: str`.
hive_opened = _signals.signal("hive-opened")
