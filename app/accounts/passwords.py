"""Passwords: hashed with argon2id, judged by length and by how common they are.

After NIST SP 800-63B section 5.1.1 and the NCSC's guidance: length instead of rules about
kinds of characters, a list of refused ones, paste allowed, no forced changes.
"""

import gzip
import re
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.core.errors import Invalid

SHORTEST = 12

_COMMON = Path(__file__).with_name("common_passwords.txt.gz")
#: OWASP's first recommendation for argon2id: 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
#: Compared with when the address is unknown, so that both answers take as long.
_NOBODY = _hasher.hash("the password of nobody at all")


def hash_password(password: str) -> str:
    """The argon2id hash of `password`, with its own salt and parameters in it."""
    return _hasher.hash(password)


def is_right(password: str, password_hash: str | None) -> bool:
    """Whether `password` is the one hashed; takes as long for nobody's hash (None)."""
    try:
        return _hasher.verify(password_hash or _NOBODY, password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def refuse_weak(password: str, *, name: str, email: str) -> None:
    """Raise `Invalid` on the field `password` when it is too short or easy to guess."""
    if len(password) < SHORTEST:
        raise Invalid(
            {"password": f"Use {SHORTEST} characters or more. Three or four words work well."}
        )
    plain = re.sub(r"[^a-z0-9]", "", password.lower())
    own = {*re.split(r"[^a-z0-9]+", f"{name} {email.split('@')[0]}".lower()), "hive", "foster"}
    stem = plain.rstrip("0123456789")
    if plain and (plain in common_passwords() or stem in common_passwords() or _is_pattern(plain)):
        raise Invalid({"password": "Too many people use this one. Choose other words."})
    for part in own:
        if len(part) >= 3:
            stem = stem.replace(part, "")
    if len(stem) < 4 and not re.search(r"[^\x00-\x7f]", password):
        raise Invalid({"password": "This is easy to guess from your name. Choose other words."})


def _is_pattern(plain: str) -> bool:
    """Whether it is one short run again and again, or a walk along letters or figures."""
    if re.fullmatch(r"(.{1,4}?)\1+", plain):
        return True
    walks = ("abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm")
    return any(plain in walk or plain in walk[::-1] for walk in walks)


@cache
def common_passwords() -> frozenset[str]:
    """Common passwords in lower case, read once."""
    with gzip.open(_COMMON, "rt", encoding="utf-8") as lines:
        return frozenset(line.strip() for line in lines)
