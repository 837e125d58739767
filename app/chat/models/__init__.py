"""Rooms and who is in them; messages and what hangs on them."""

from app.chat.models.attachments import Attachment, AttachmentKind
from app.chat.models.marks import Confirmation, ConfirmingReminder, Mention, Reaction
from app.chat.models.messages import Message, MessageKind
from app.chat.models.polls import Poll, PollOption, PollVote
from app.chat.models.reports import Report, ReportOutcome, ReportReason
from app.chat.models.rooms import Room, RoomKind, RoomMember, RoomRead

__all__ = [
    "Attachment",
    "AttachmentKind",
    "Confirmation",
    "ConfirmingReminder",
    "Mention",
    "Message",
    "MessageKind",
    "Poll",
    "PollOption",
    "PollVote",
    "Reaction",
    "Report",
    "ReportOutcome",
    "ReportReason",
    "Room",
    "RoomKind",
    "RoomMember",
    "RoomRead",
]
