"""Tells the code of a script from its texts, patterns and comments, which may look like code."""

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"""(?P<blank>\s+)
      | (?P<comment>//[^\n]*|/\*.*?\*/)
      | (?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
      | (?P<word>[\w$\#]+)
      | (?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
_PATTERN = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/\w*")
_BACKQUOTED = re.compile(r"(?:\\.|[^`\\$]|\$(?!\{))*(?P<end>`|\$\{)", re.DOTALL)

_TEXT = "''"  # for texts whose words don't matter

# After a value a slash divides. After these words, or any other sign, it begins a pattern.
_BEFORE_PATTERN = {"return", "typeof", "case", "in", "of", "void", "await", "yield", "else", "do"}
_VALUE = re.compile(r"""[\w$#]+|[)\]}"'`]|["'].*""", re.DOTALL)


class NoEnd(ValueError):
    """A text or pattern that begins at `position` doesn't end."""

    def __init__(self, position: int) -> None:
        super().__init__("this text has no end")
        self.position = position


def tokens_of(text: str) -> Iterator[tuple[int, str]]:
    """Where each word, sign, text and comment begins, without blanks. A comment is given whole.

    A pattern is given as a text. Of a text in backquotes only the code inside its `${…}` is given.
    Raises NoEnd.
    """
    position = 0
    previous = ""
    open_braces: list[int] = []  # by `${` that is open: how many braces are, inside it
    while found := _TOKEN.match(text, position):
        start, position, part = position, found.end(), found.group()
        if found["blank"]:
            continue
        if found["sign"]:
            if part == "/" and _begins_pattern(previous):
                part, position = _TEXT, _match(_PATTERN, text, start, start).end()
            elif part == "`" or _is_back_in_text(part, open_braces):
                backquoted = _match(_BACKQUOTED, text, start + 1, start)
                part, position = _TEXT, backquoted.end()
                if backquoted["end"] == "${":
                    open_braces.append(0)
                    part = "("
            elif part in {'"', "'"}:
                raise NoEnd(start)
        yield start, part
        previous = previous if found["comment"] else part


def _begins_pattern(previous: str) -> bool:
    return previous in _BEFORE_PATTERN or not _VALUE.fullmatch(previous)


def _is_back_in_text(sign: str, open_braces: list[int]) -> bool:
    """Whether this brace closes a `${`; counts the others."""
    if not open_braces or sign not in {"{", "}"}:
        return False
    open_braces[-1] += 1 if sign == "{" else -1
    if open_braces[-1] >= 0:
        return False
    open_braces.pop()
    return True


def _match(pattern: re.Pattern[str], text: str, position: int, start: int) -> re.Match[str]:
    found = pattern.match(text, position)
    if found is None:
        raise NoEnd(start)
    return found
