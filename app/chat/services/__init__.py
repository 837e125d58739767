"""The only writes to rooms and messages."""

from app.chat.services.attaching import (
    MOST_IN_MESSAGE,
    drop_attachments_of,
    drop_forgotten_uploads,
    small,
    take_back_uploads,
    upload,
)
from app.chat.services.changing import note_change
from app.chat.services.confirming import confirm_read, remind_to_confirm
from app.chat.services.deleting import delete_message, take_away
from app.chat.services.direct import open_direct
from app.chat.services.editing import edit_message
from app.chat.services.grouping import (
    NOT_YOURS,
    add_people,
    close_group,
    leave_group,
    make_group,
    remove_person,
    rename_group,
)
from app.chat.services.muting import FOR_GOOD, MuteFor, mute, unmute
from app.chat.services.reacting import react
from app.chat.services.reading import mark_read, mark_read_up_to
from app.chat.services.rooms import open_county_rooms, open_rooms_of_hive, rename_rooms_of_hive
from app.chat.services.send import init_sending, send_from_device, send_message
from app.chat.services.sending_files import GivenFile, send_files
from app.chat.services.threads import (
    close_thread,
    join_thread,
    leave_thread,
    open_event_thread,
)
from app.chat.services.typing import tell_typing

__all__ = [
    "FOR_GOOD",
    "MOST_IN_MESSAGE",
    "NOT_YOURS",
    "GivenFile",
    "MuteFor",
    "add_people",
    "close_group",
    "close_thread",
    "confirm_read",
    "delete_message",
    "drop_attachments_of",
    "drop_forgotten_uploads",
    "edit_message",
    "init_sending",
    "join_thread",
    "leave_group",
    "leave_thread",
    "make_group",
    "mark_read",
    "mark_read_up_to",
    "mute",
    "note_change",
    "open_county_rooms",
    "open_direct",
    "open_event_thread",
    "open_rooms_of_hive",
    "react",
    "remind_to_confirm",
    "remove_person",
    "rename_group",
    "rename_rooms_of_hive",
    "send_files",
    "send_from_device",
    "send_message",
    "small",
    "take_away",
    "take_back_uploads",
    "tell_typing",
    "unmute",
    "upload",
]
