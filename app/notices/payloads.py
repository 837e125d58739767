"""What a push says on a phone that may lie on somebody else's table."""

import hashlib
from base64 import urlsafe_b64encode

from app.accounts.models import LockScreenDetail
from app.notices.push import RoomNews

LONGEST_QUOTE = 120
_JOINERS = "\u200d\ufe0f"


def room_payload(
    *, title: str, url: str, room_id: int, news: RoomNews, detail: LockScreenDetail
) -> dict[str, object]:
    """News of a room: the Hive and how many, or the words if the person chose to see them."""
    return {
        "title": title,
        "body": _body(news, detail),
        "url": url,
        "tag": f"room-{room_id}",
        "unread": news.unread_total,
    }


def notice_payload(*, title: str, url: str, notice_id: int) -> dict[str, object]:
    """Any other notice. Its title is made for lock screens: no child, nobody's words."""
    return {"title": "Hive", "body": title, "url": url, "tag": f"notice-{notice_id}"}


def topic_for(tag: object) -> str:
    """A Topic header (RFC 8030: up to 32 characters): waiting pushes with the same tag collapse."""
    return urlsafe_b64encode(hashlib.sha256(str(tag).encode()).digest()[:24]).decode()


def _body(news: RoomNews, detail: LockScreenDetail) -> str:
    if detail is LockScreenDetail.WORDS:
        return f"{news.author}: {shorten(news.text)}"
    return "New message" if news.unread == 1 else f"{news.unread} new messages"


def shorten(text: str, longest: int = LONGEST_QUOTE) -> str:
    """The beginning of a text on one line, not cut within a word where that can be helped."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    kept = line[: longest - 1]
    space = kept.rfind(" ")
    # A family emoji is several characters joined: a cut at the joint would leave one of them.
    kept = kept[:space] if space > longest // 2 else kept.rstrip(_JOINERS)
    return kept.rstrip() + "…"
