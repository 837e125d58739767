"""Reading pages, and what a request wrote."""

import re

from app.core.extensions import db


def afresh() -> None:
    """Forget what this session knows: a client's request wrote with its own."""
    db.session.rollback()
    db.session.expire_all()


def said_on(html: str) -> str:
    """What somebody reads of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
