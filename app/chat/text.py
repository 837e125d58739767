"""From what was typed to safe HTML: links, line breaks, nothing else."""

import re

from markupsafe import Markup, escape

_LINK = re.compile(r"\bhttps?://[^\s<>\"']+", re.IGNORECASE)
_AFTER_LINK = ".,:;!?…)]}"


def as_html(text: str) -> Markup:
    """`text` as HTML in which only web addresses and line breaks mean something."""
    parts: list[Markup] = []
    done = 0
    for found in _LINK.finditer(text):
        address = _without_tail(found.group())
        start, end = found.start(), found.start() + len(address)
        parts.append(_lines(text[done:start]))
        parts.append(
            Markup(
                '<a href="{0}" target="_blank" rel="noopener noreferrer nofollow">{0}</a>'
            ).format(address)
        )
        done = end
    parts.append(_lines(text[done:]))
    return Markup("").join(parts)


def _without_tail(address: str) -> str:
    """The address without the full stop or bracket that ends the sentence around it."""
    while address and address[-1] in _AFTER_LINK:
        if address[-1] == ")" and address.count("(") >= address.count(")"):
            break
        address = address[:-1]
    return address


def _lines(text: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in text.split("\n"))
