"""What one of our own scripts imports and exports, and how it reads inside a pack.

Our modules keep to a small part of what JavaScript allows, so that they can be joined without a
parser of the whole language: imports first, and exports where a thing is declared. Whatever else
there is, is refused by name and line; `tests/conventions` holds the scripts to it.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from app.core.asset_tokens import NoEnd, tokens_of

# How a module in a pack gets another one: now, or with a promise.
USE = "$use"
LOAD = "$load"

_NAME = r"[A-Za-z_$][\w$]*"
_IMPORT = re.compile(
    rf"""import\s+
    (?:(?:(?P<default>{_NAME})|\*\s+as\s+(?P<all>{_NAME})|\{{(?P<named>[^{{}}]*)\}})\s+from\s+)?
    "(?P<source>[^"]+)";""",
    re.VERBOSE,
)
_IMPORT_LATER = re.compile(
    r"""import\((?:"(?P<source>[^"]+)"|`(?P<folder>[^`$]*/)\$\{(?P<name>[\w.]+)\}\.js`)\)"""
)
_EXPORT = re.compile(
    rf"""export\s+(?P<declared>
    const|(?:(?P<default>default)\s+)?(?:(?:async\s+)?function(?:\s*\*)?|class))
    \s+(?!extends\b)(?P<name>{_NAME})""",
    re.VERBOSE,
)
_EXPORT_LIST = re.compile(r"export\s+\{(?P<named>[^{}]*)\};")

_NOT_HEAD = "imports stand above all other code: they run first, wherever they stand"
_NOT_KNOWN = (
    'packs know `import {…} from "…";`, `import name from "…";`, `import * as name from "…";`, '
    '`import "…";`, `import("…")`, `` import(`…/${name}.js`) ``, `export const NAME`, '
    "`export [default] class|[async] function NAME` and `export {…};`. Not known is what is given "
    f"another value later, what has no name, and a {USE} or {LOAD} of one's own"
)


class ScriptError(ValueError):
    """A script is written in a way the packs can't hold. Says which one, where and why."""

    def __init__(self, path: str, reason: str, line: int = 0) -> None:
        super().__init__(f"app/static/{path}{f':{line}' if line else ''}: {reason}")


@dataclass
class Script:
    """A module: what it takes from others at once, what it loads later, and what it gives."""

    path: str
    imports: dict[str, set[str]] = field(default_factory=dict)  # by module: the names taken
    later: set[str] = field(default_factory=set)  # `views/*` for whichever of that folder
    exports: dict[str, str] = field(default_factory=dict)  # by the name outside: the one inside
    body: str = ""

    @property
    def name(self) -> str:
        return module_name(self.path)


def module_name(path: str) -> str:
    """`js/lib/http.js` as packs call it: `lib/http`."""
    return path.removeprefix("js/").removesuffix(".js")


# Kept by its content: while a file is worked on, the others need not be read again.
@lru_cache(maxsize=500)
def read_script(path: str, text: str) -> Script:
    """The module at `path`, its imports and exports put as a pack has them. Raises ScriptError."""
    script = Script(path)
    pieces: list[str] = []
    done = 0
    is_head = True
    previous = ""
    try:
        for start, token in tokens_of(text):
            if start < done:
                continue
            if token.startswith(("//", "/*")):
                pieces.append(text[done:start].rstrip(" \t"))
                done = start + len(token)
                continue
            is_word = token in {"import", "export", USE, LOAD} and previous != "."
            previous = token
            if is_word:
                found = _statement(path, text, start, is_head=is_head)
                pieces += [text[done:start], _instead(script, found)]
                done = found.end()
                is_head = found.re is _IMPORT
            else:
                is_head = False
    except NoEnd as error:
        raise ScriptError(path, str(error), _line(text, error.position)) from None
    script.body = "".join([*pieces, text[done:]])
    return script


def _statement(path: str, text: str, start: int, *, is_head: bool) -> re.Match[str]:
    """The import or export that begins at `start`."""
    for pattern in (_IMPORT_LATER, _IMPORT, _EXPORT, _EXPORT_LIST):
        if found := pattern.match(text, start):
            if pattern is _IMPORT and not is_head:
                raise ScriptError(path, _NOT_HEAD, _line(text, start))
            return found
    raise ScriptError(path, _NOT_KNOWN, _line(text, start))


def _instead(script: Script, found: re.Match[str]) -> str:
    """What stands inside a pack for the statement `found`, which is noted in `script`."""
    if found.re is _IMPORT_LATER:
        return _loaded(script, found)
    if found.re is _IMPORT:
        return _used(script, found)
    if found.re is _EXPORT:
        script.exports["default" if found["default"] else found["name"]] = found["name"]
        return found["declared"].removeprefix("default").lstrip() + " " + found["name"]
    script.exports |= {outer: inner for inner, outer in _names(found["named"])}
    return ""


def _used(script: Script, found: re.Match[str]) -> str:
    source = _named_by(script.path, found["source"])
    names = _names(found["named"] or "")
    if found["default"]:
        names = [("default", found["default"])]
    script.imports.setdefault(source, set()).update(outer for outer, _ in names)
    taken = ",".join(outer if outer == inner else f"{outer}:{inner}" for outer, inner in names)
    target = found["all"] or (f"{{{taken}}}" if taken else "")
    return (f"const {target}=" if target else "") + f'{USE}("{source}");'


def _loaded(script: Script, found: re.Match[str]) -> str:
    if found["name"]:
        anyone = _named_by(script.path, f"{found['folder']}*")
        script.later.add(anyone)
        return f"{LOAD}(`{anyone.removesuffix('*')}${{{found['name']}}}`)"
    source = _named_by(script.path, found["source"])
    script.later.add(source)
    return f'{LOAD}("{source}")'


def _names(listed: str) -> list[tuple[str, str]]:
    """`a, b as c` as pairs of the name before and the name after `as`."""
    words = [name.split() for name in listed.split(",") if name.strip()]
    return [(word[0], word[-1]) for word in words]


def _named_by(importer: str, source: str) -> str:
    """The name of the module that an import means; that of a vendored library as it is."""
    if source.startswith("/static/"):
        return module_name(source.removeprefix("/static/"))
    if not source.startswith("."):
        return source
    parts = importer.split("/")[:-1]
    for part in source.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return module_name("/".join(parts))


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
