"""Joins our own scripts into a few files, "packs", when the server starts.

Small modules are good to read and dear to send: one by one they compress half as well, and each
is a request of its own. In a pack every module stays a function of its own (so no two can get in
each other's way) that runs once, on its first use, and gives what the module exports.
`js/packs.txt` says which modules are sent together.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from app.core.asset_scripts import LOAD, USE, Script, ScriptError, read_script

PACK_LIST = "js/packs.txt"

_ADD = "$add"
_ENTRY = "app"
_EMPTY_LINES = re.compile(r"\n{2,}")

# At the top of the first pack, which all others import. What may be loaded before its pack is
# there is found by `$homes`; whatever that does not name is in the last pack.
_RUNTIME = (
    "const $modules={},$made={},$homes=%s;\n"
    "export const $add=(modules)=>Object.assign($modules,modules);\n"
    "export const $use=(name)=>$made[name]??=$modules[name]();\n"
    "export const $load=async(name)=>"
    '{await($modules[name]||import($homes[name]??"%s"));return $use(name)};\n'
)


@dataclass(frozen=True)
class Pack:
    """One joined file: its name in the import map, its modules, and what it imports itself."""

    name: str
    modules: tuple[str, ...]
    needs: tuple[str, ...]
    content: bytes

    @property
    def path(self) -> str:
        return f"{self.name}.js"


def join_scripts(
    texts: Mapping[str, str], listed: str, *, libraries: Collection[str]
) -> dict[str, Pack]:
    """The packs by name, in the order of the list.

    `texts` are the scripts by path, without their comments; `listed` is the text of the list of
    packs; `libraries` are the bare names that may be imported besides. Raises ScriptError.
    """
    found = [read_script(path, text) for path, text in sorted(texts.items())]
    scripts = {script.name: script for script in found}
    _check(scripts, libraries)
    members = _share_out(scripts, listed)
    needs = _needs(members, scripts)
    packs = {}
    for name, modules in members.items():
        lines = [*_head(name, members, needs, scripts), f"{_ADD}({{"]
        for library in (need for need in needs[name] if need in libraries):
            lines.append(f'"{library}":()=>$library{needs[name].index(library)},')
        lines += [_function(scripts[module]) for module in modules]
        lines += ["});", f'{USE}("{_ENTRY}");' if _ENTRY in modules else ""]
        content = _EMPTY_LINES.sub("\n", "\n".join(lines)).encode()
        packs[name] = Pack(name, tuple(modules), tuple(needs[name]), content)
    return packs


def _head(
    pack: str,
    members: Mapping[str, list[str]],
    needs: Mapping[str, list[str]],
    scripts: Mapping[str, Script],
) -> Iterator[str]:
    first, *_ = members
    *_, last = members
    for number, need in enumerate(needs[pack]):
        if need == first:
            yield f'import{{{_ADD},{USE},{LOAD}}}from"{first}";'
        elif need in members:
            yield f'import"{need}";'
        else:
            yield f'import*as $library{number} from"{need}";'
    if pack == first:
        homes = json.dumps(_homes(members, needs, scripts), separators=(",", ":"))
        yield _RUNTIME % (homes, last)


def _function(script: Script) -> str:
    """The module as a function under its name, which also tells whoever looks at an error."""
    given = [
        outer if outer == inner else f"{outer}:{inner}" for outer, inner in script.exports.items()
    ]
    return f'"{script.name}"(){{\n{script.body}\nreturn{{{",".join(given)}}}}},'


def _check(scripts: Mapping[str, Script], libraries: Collection[str]) -> None:
    """Whether all that is imported is there, as a browser would check it."""
    for script in scripts.values():
        for source, names in script.imports.items():
            if source in libraries:
                continue
            if source not in scripts:
                raise ScriptError(script.path, f"it imports {source}, which is not there")
            for name in sorted(names - set(scripts[source].exports)):
                raise ScriptError(script.path, f"{source} exports no {name}")
        for source in sorted(script.later):
            if source not in scripts and not source.endswith("/*"):
                raise ScriptError(script.path, f"it loads {source}, which is not there")


def _share_out(scripts: Mapping[str, Script], listed: str) -> dict[str, list[str]]:
    """The modules of each pack: those it lists and all they import, unless an earlier one does."""
    members: dict[str, list[str]] = {}
    placed: dict[str, None] = {}
    for pack, entries in _read_list(listed).items():
        before = len(placed)
        for entry in entries:
            wanted = [name for name in sorted(scripts) if fnmatchcase(name, entry)]
            if not wanted and "*" not in entry:
                raise ScriptError(PACK_LIST, f"there is no module {entry}")
            for name in wanted:
                _place(name, scripts, placed, ())
        members[pack] = list(placed)[before:]
    for left in sorted(set(scripts) - set(placed)):
        raise ScriptError(PACK_LIST, f"no pack holds {left}: the last one takes all with *")
    return members


def _read_list(listed: str) -> dict[str, list[str]]:
    packs: dict[str, list[str]] = {}
    entries: list[str] = []
    for line in (line.strip() for line in listed.splitlines()):
        if heading := re.fullmatch(r"\[([a-z-]+)\]", line):
            entries = packs.setdefault(f"packs/{heading[1]}", [])
        elif line and not line.startswith("#"):
            entries.append(line)
    return packs


def _place(
    module: str,
    scripts: Mapping[str, Script],
    placed: dict[str, None],
    importers: tuple[str, ...],
) -> None:
    """Add `module` to `placed`, behind all it imports."""
    if module in importers:
        circle = " imports ".join([*importers[importers.index(module) :], module])
        raise ScriptError(scripts[module].path, f"modules can't import each other: {circle}")
    if module in placed or module not in scripts:
        return
    for source in scripts[module].imports:
        _place(source, scripts, placed, (*importers, module))
    placed[module] = None


def _needs(members: Mapping[str, list[str]], scripts: Mapping[str, Script]) -> dict[str, list[str]]:
    """What each pack imports: the first one, those with what its modules import, libraries."""
    homes = {module: pack for pack, modules in members.items() for module in modules}
    needs: dict[str, list[str]] = {}
    for pack, modules in members.items():
        sources = [homes.get(name, name) for module in modules for name in scripts[module].imports]
        needs[pack] = [name for name in dict.fromkeys([*members][:1] + sources) if name != pack]
    return needs


def _homes(
    members: Mapping[str, list[str]],
    needs: Mapping[str, list[str]],
    scripts: Mapping[str, Script],
) -> dict[str, str]:
    """The packs of those modules that may be loaded before their pack is there."""
    *packs, _ = members
    homes: dict[str, str] = {}
    for loader, modules in members.items():
        wanted = {name for module in modules for name in scripts[module].later}
        for pack in packs:
            if pack == loader or pack in needs[loader]:
                continue
            for module in members[pack]:
                if not wanted.isdisjoint({module, f"{module.rpartition('/')[0]}/*"}):
                    homes[module] = pack
    return homes
