"""Phone numbers in what carers wrote, made into links that ring."""

import re

from markupsafe import Markup, escape

# A run of figures with the signs people put between them. What counts is checked below.
_RUN = re.compile(r"(?<![\w@/.,])\+?\(?\d[\d ().\-\u2010-\u2015]{5,22}\d(?![\w@/])", re.ASCII)
_SIGNS = re.compile(r"[^\d+]")


def with_phone_links(text: str) -> Markup:
    """`text` as HTML in which UK phone numbers, and international ones with a +, can be tapped.

    Everything else is escaped. Dates and house numbers are left alone.
    """
    parts: list[Markup] = []
    done = 0
    for found in _RUN.finditer(text):
        number = _number(found.group())
        if number is None:
            continue
        parts.append(escape(text[done : found.start()]))
        parts.append(Markup('<a href="tel:{}">{}</a>').format(number, found.group()))
        done = found.end()
    parts.append(escape(text[done:]))
    return Markup("").join(parts)


def _number(typed: str) -> str | None:
    """The number as a phone dials it, or None for figures that are none."""
    number = _SIGNS.sub("", typed.replace("(0)", ""))
    digits = number.lstrip("+")
    if number.startswith("+"):
        return number if 9 <= len(digits) <= 15 else None
    is_short_service = digits in {"111", "999", "112", "101"}
    is_uk = digits.startswith("0") and 10 <= len(digits) <= 11
    return number if is_short_service or is_uk else None
