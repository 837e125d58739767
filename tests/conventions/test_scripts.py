"""Our scripts keep to what can be joined into packs (app/core/asset_packs.py)."""

import re

import pytest

from app.core.asset_files import BARE_IMPORTS
from app.core.asset_packs import join_scripts
from app.core.asset_scripts import ScriptError, read_script
from app.core.asset_words import without_words
from tests.conventions.source import STATIC, name_of

pytestmark = pytest.mark.static

LISTED = (STATIC / "js" / "packs.txt").read_text(encoding="utf-8")


def _texts(*, are_stripped: bool) -> dict[str, str]:
    found = sorted((STATIC / "js").rglob("*.js"))
    contents = {path.relative_to(STATIC).as_posix(): path.read_bytes() for path in found}
    return {
        path: (without_words(path, content) if are_stripped else content).decode()
        for path, content in contents.items()
    }


def test_scripts_are_written_in_the_forms_that_packs_know():
    offenders = []
    for path, text in _texts(are_stripped=False).items():
        try:
            read_script(path, text)
        except ScriptError as error:
            offenders.append(str(error))
    assert offenders == []


def test_scripts_fit_together_and_each_is_in_exactly_one_pack():
    texts = _texts(are_stripped=True)
    packs = join_scripts(texts, LISTED, libraries=BARE_IMPORTS)  # says itself what does not fit

    members = [module for pack in packs.values() for module in pack.modules]
    assert sorted(members) == sorted(path[3:-3] for path in texts)


def test_nothing_is_awaited_outside_of_a_function():
    """A module in a pack is a function that gives its exports at once."""
    offenders = [
        f"{name_of(STATIC / path)}:{number}"
        for path, text in _texts(are_stripped=False).items()
        for number, line in enumerate(text.splitlines(), 1)
        if re.match(r"(export )?(const|let) [^=]+= await |await |for await ", line)
    ]
    assert offenders == []


def test_pages_that_are_not_rooms_do_without_the_code_of_rooms():
    packs = join_scripts(_texts(are_stripped=True), LISTED, libraries=BARE_IMPORTS)
    needs = {name.removeprefix("packs/"): set(pack.needs) for name, pack in packs.items()}

    assert needs["app"] == set(), "whoever signs in must not wait for what is behind the door"
    for name in ("signed-in", "later"):
        assert needs[name].isdisjoint({"packs/room", "packs/in-room"}), (
            f"a module of [{name}] imports one that is only in a room's pack: "
            "list that one under [signed-in] in js/packs.txt, or its importer under [in-room]"
        )
