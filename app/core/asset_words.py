"""Leaves the words for readers of the source out of what phones download.

Comments and indentation are a quarter of our own scripts and styles, also when compressed. Each
line stays where it is, so that a fault is told with the line of the file in the repository. (In a
pack of scripts, asset_packs.py, lines move; each module's function bears the module's name.)
"""

import re

_OWN_SCRIPTS = ("js/", "pwa/")
_OWN_STYLES = "css/"

_LINE_COMMENT = re.compile(r"^[ \t]*//.*$", re.MULTILINE)
_BLOCK_COMMENT = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*$", re.MULTILINE | re.DOTALL)
_STYLE_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


def without_words(path: str, content: bytes) -> bytes:
    """`content` as it is served. Only our own files: what is vendored stays as it was published.

    Only comments that stand alone on their lines are known for sure to be comments, and a text
    in backquotes must not go over several lines; `tests/conventions` holds the scripts to that.
    """
    if path.startswith(_OWN_SCRIPTS) and path.endswith(".js"):
        text = _LINE_COMMENT.sub("", content.decode())
        text = _BLOCK_COMMENT.sub(_line_ends, text)
    elif path.startswith(_OWN_STYLES) and path.endswith(".css"):
        text = _STYLE_COMMENT.sub(_line_ends, content.decode())
    else:
        return content
    return _INDENT.sub("", text).encode()


def _line_ends(comment: re.Match[str]) -> str:
    return "\n" * comment.group().count("\n")
