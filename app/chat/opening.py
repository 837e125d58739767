"""What the page of a room shows of its messages, and that its reader has read them now."""

from collections.abc import Mapping
from typing import Any

from app.accounts.models import Person
from app.chat import policy, queries, reactions, services
from app.chat.actions import actions_in
from app.chat.models import Room, RoomKind


def opened_room(room: Room, actor: Person, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What the page is to be drawn with; `wanted` is what its address asks for (`PageSchema`)."""
    reading = queries.reading(actor, room)
    read_seq = reading.seq
    sides = {side: wanted[side] for side in ("before", "after", "around") if side in wanted}
    if sides or wanted["newest"]:
        window = queries.window_at(room, **sides)
    else:
        window = queries.window_to_open(room, read_seq)
    reads_on = window.goes_on_from(read_seq)
    is_read = bool(window.messages) and (reads_on or not window.has_newer)
    if is_read and window.last_seq > read_seq:
        services.mark_read(actor=actor, room_id=room.id, seq=window.last_seq)
    return {
        "window": window,
        "messages": window.messages,
        "read_seq": read_seq,
        "muted_until": reading.muted_until,
        "read_upto": max(read_seq, window.last_seq) if is_read else read_seq,
        "shows_unread": bool(read_seq) and reads_on,
        "seen_upto": queries.read_by_others(room, actor) if room.kind is RoomKind.DIRECT else 0,
        "actions": actions_in(actor, room),
        "may_react": policy.can_react(actor, room),
        "reactions": (reactions.QUICK, reactions.MORE),
        "quoted": queries.quotable(room, wanted.get("reply")),
    }
