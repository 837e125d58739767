"""The private address of a calendar feed: derived from the app's key, so that it is not stored."""

import base64
import hashlib
import hmac
from datetime import datetime

from flask import current_app

from app.events.models import CalendarFeed


def token_of(person_id: int, made_at: datetime) -> str:
    """The 32 bytes that only whoever has the link knows, as text for an address."""
    words = f"calendar-feed/{person_id}/{made_at.timestamp():.6f}".encode()
    key = current_app.config["SECRET_KEY"].encode()
    derived = hmac.new(key, words, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(derived).rstrip(b"=").decode()


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def link_of(feed: CalendarFeed) -> str | None:
    """The whole address; None when it was made with an earlier key, which nobody can repeat."""
    token = token_of(feed.person_id, feed.made_at)
    if not hmac.compare_digest(hash_of(token), feed.token_hash):
        return None
    return f"{current_app.extensions['hive_config'].base_url}/calendar/{token}.ics"
