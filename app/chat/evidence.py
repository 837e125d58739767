"""What a report keeps: the message as it was, and what stood around it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from app.chat.models import AttachmentKind, Message

#: So many messages before the reported one are kept, and so many after it.
BEFORE, AFTER = 3, 2


@dataclass(frozen=True)
class KeptFile:
    """A photo or document of the reported message; its file stays as long as the report is open."""

    key: str
    kind: AttachmentKind
    name: str

    @property
    def is_photo(self) -> bool:
        """Whether it can be shown as a picture."""
        return self.kind is AttachmentKind.PHOTO


@dataclass(frozen=True)
class Said:
    """A message as it was when it was reported."""

    seq: int
    author_id: int
    author: str
    #: ISO 8601, UTC.
    at: str
    text: str
    files: list[KeptFile] = field(default_factory=list)
    #: The answers of a poll.
    answers: list[str] = field(default_factory=list)
    is_deleted: bool = False

    @property
    def sent_at(self) -> datetime:
        """When it was said."""
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True)
class Evidence:
    """The reported message amid the others, oldest first."""

    reported_seq: int
    messages: list[Said]

    @property
    def reported(self) -> Said:
        """The message it is about."""
        return next(each for each in self.messages if each.seq == self.reported_seq)

    def file(self, key: str) -> KeptFile | None:
        """The file of this key, if it belongs to the reported message."""
        return next((each for each in self.reported.files if each.key == key), None)

    def as_json(self) -> str:
        """To be kept."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def read(cls, kept: str) -> "Evidence":
        """What was kept."""
        found: dict[str, Any] = json.loads(kept)
        said = [
            Said(**each | {"files": [_file(one) for one in each["files"]]})
            for each in found["messages"]
        ]
        return cls(found["reported_seq"], said)


def evidence_of(message: Message, around: Sequence[Message]) -> Evidence:
    """The snapshot of `message` with those `around` it; all with their parts."""
    near = [each for each in around if each.seq != message.seq]
    messages = sorted([message, *near], key=lambda each: each.seq)
    return Evidence(message.seq, [_said(each, each.seq == message.seq) for each in messages])


def _said(message: Message, is_reported: bool) -> Said:
    files = [KeptFile(each.key, each.kind, each.name) for each in message.attachments]
    words = message.text if message.text or message.is_deleted else message.in_short
    return Said(
        seq=message.seq,
        author_id=message.author_id,
        author=message.author.name,
        at=message.sent_at.isoformat(),
        text=message.text if is_reported else words,
        # Of the others nothing is kept but words: need to know.
        files=files if is_reported else [],
        answers=[each.text for each in message.poll.options] if message.poll else [],
        is_deleted=message.is_deleted,
    )


def _file(kept: dict[str, str]) -> KeptFile:
    return KeptFile(kept["key"], AttachmentKind(kept["kind"]), kept["name"])
