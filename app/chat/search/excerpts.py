"""A few words around what was found, with the hits marked."""

from markupsafe import Markup, escape

from app.chat.search.typed import Typed, words_in

#: About so many letters are shown, and so many of them before the first hit.
_LONG = 180
_BEFORE = 50


def excerpt(text: str, typed: Typed) -> Markup:
    """The part of `text` around the first hit on one line, every hit in <mark>; safe HTML."""
    line = " ".join(text.split())
    hits = [found.span() for found in words_in(line) if typed.marks(found.group())]
    start, end = _window(line, hits[0][0] if hits else 0)
    parts = [Markup("…") if start else Markup("")]
    done = start
    for first, last in hits:
        if start <= first and last <= end:
            parts += [escape(line[done:first]), Markup("<mark>{}</mark>").format(line[first:last])]
            done = last
    parts += [escape(line[done:end]), Markup("…") if end < len(line) else Markup("")]
    return Markup("").join(parts)


def _window(line: str, hit: int) -> tuple[int, int]:
    """Where to begin and end, at the gaps between words where that can be helped."""
    if len(line) <= _LONG:
        return 0, len(line)
    start = max(0, min(hit - _BEFORE, len(line) - _LONG))
    if start:
        gap = line.find(" ", start, hit)
        start = gap + 1 if gap >= 0 else start
    end = min(len(line), start + _LONG)
    if end < len(line):
        gap = line.rfind(" ", start + _LONG // 2, end)
        end = gap if gap >= 0 else end
    return start, end
