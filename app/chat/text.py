"""From what was typed to safe HTML: links, line breaks, names that are called, nothing else."""

import re
import unicodedata
from collections.abc import Sequence

from markupsafe import Markup, escape

from app.accounts.models import Person
from app.chat.mentions import calls_in

_LINK = re.compile(r"\bhttps?://[^\s<>\"']+", re.IGNORECASE)
_AFTER_LINK = ".,:;!?…)]}"

#: Pages of ours that a message opens by what they are in place of their address.
_OWN_PAGE = re.compile(r"/(events|bookings)/[1-9][0-9]{0,9}")
_OPEN = {"events": "Open the event", "bookings": "Open the booking"}

#: So many emoji alone are shown larger; more of them are a text.
_FEW_EMOJI = 6
_JOINER = "\u200d"
# Variation selectors, skin tones, tags of flags, the frame of a keycap: part of the one before.
_PART_OF_EMOJI = re.compile("[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_FIRST_EMOJI = "\u2190"


def as_html(text: str, called: Sequence[Person] = (), *, own: str = "") -> Markup:
    """`text` as HTML in which only web addresses, line breaks and names mean something.

    `called` are the people whom it mentions: their names are marked. `own` is where Hive itself
    is (https://…): an event or a booking there is opened as what it is. Who may not see it is
    told so by its page.
    """
    parts: list[Markup] = []
    done = 0
    for found in _LINK.finditer(text):
        address = _without_tail(found.group())
        start, end = found.start(), found.start() + len(address)
        parts.append(_words(text[done:start], called))
        parts.append(_link(address, own))
        done = end
    parts.append(_words(text[done:], called))
    return Markup("").join(parts)


def _link(address: str, own: str) -> Markup:
    path = address[len(own) :] if own and address.startswith(f"{own}/") else ""
    page = _OWN_PAGE.fullmatch(path)
    if page:
        return Markup('<a class="own-page" href="{}">{}</a>').format(path, _OPEN[page[1]])
    return Markup(
        '<a href="{0}" target="_blank" rel="noopener noreferrer nofollow">{0}</a>'
    ).format(address)


def is_only_emoji(text: str) -> bool:
    """Whether `text` is nothing but a few emoji."""
    bare = "".join(_PART_OF_EMOJI.sub("", text).split())
    if not bare or len(bare) > 5 * _FEW_EMOJI:
        return False
    count = 0
    for before, letter in zip(f" {bare}", bare, strict=False):
        if letter == _JOINER:
            continue
        if letter < _FIRST_EMOJI or unicodedata.category(letter) not in {"So", "Sm", "Sk"}:
            return False
        count += before != _JOINER
    return 0 < count <= _FEW_EMOJI


def _without_tail(address: str) -> str:
    """The address without the full stop or bracket that ends the sentence around it."""
    while address and address[-1] in _AFTER_LINK:
        if address[-1] == ")" and address.count("(") >= address.count(")"):
            break
        address = address[:-1]
    return address


def _words(text: str, called: Sequence[Person]) -> Markup:
    if not called:
        return _lines(text)
    parts: list[Markup] = []
    done = 0
    for start, end, person_id in calls_in(text, called):
        parts.append(_lines(text[done:start]))
        name = Markup('<span class="mention" data-person-id="{}">{}</span>')
        parts.append(name.format(person_id, text[start:end]))
        done = end
    parts.append(_lines(text[done:]))
    return Markup("").join(parts)


def _lines(text: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in text.split("\n"))
