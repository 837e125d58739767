"""A file is a table of contents that can be read in a minute."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conventions.source import APP, ROOT, STATIC, name_of, python_files

pytestmark = pytest.mark.static

LONGEST = 300
UNCLEAR_NAMES = {"dao", "manager", "helper", "helpers", "util", "utils", "handle", "data", "misc"}


def _hand_written() -> Iterator[Path]:
    # Migrations are written by Alembic, from the models.
    yield from (path for path in python_files() if "migrations/versions" not in path.as_posix())
    for folder, ending in (("js", "*.js"), ("css", "*.css"), ("pwa", "*.js")):
        yield from sorted((STATIC / folder).rglob(ending))
    yield from sorted((APP / "templates").rglob("*.html"))


def test_no_file_is_too_long_to_read():
    offenders = [
        f"{lines} {name_of(path)}"
        for path in _hand_written()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    ]
    assert offenders == [], "make it a package named for its concepts"


def test_no_file_is_empty_but_for_package_marks():
    offenders = [
        name_of(path)
        for path in _hand_written()
        if path.name != "__init__.py" and not path.read_text(encoding="utf-8").strip()
    ]
    assert offenders == []


def test_file_names_say_what_is_in_them():
    offenders = [name_of(path) for path in python_files("app") if path.stem in UNCLEAR_NAMES]
    assert offenders == []


def test_every_test_file_is_found_by_pytest():
    """A file of tests whose name pytest does not look for would never run."""
    offenders = [
        name_of(path)
        for path in python_files("tests")
        if not path.name.startswith("test_")
        and re.search(r"^(async )?def test_", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert offenders == []


def test_no_text_in_backquotes_goes_over_several_lines():
    """Comments are cut out of scripts line by line (app/core/asset_words.py): a text of several
    lines could hold something that looks like one."""
    comment = re.compile(r"//.*|/?\*.*")
    offenders = [
        f"{name_of(path)}:{number}"
        for folder in ("js", "pwa")
        for path in sorted((STATIC / folder).rglob("*.js"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if not comment.match(line.strip()) and re.sub(r"\s//.*", "", line).count("`") % 2
    ]
    assert offenders == []


def test_no_file_tells_of_a_machine_it_was_made_on():
    """Paths of somebody's own folders have no place in a project that others set up."""
    own_folders = re.compile(r"/(?:home|Users)/\w+|/(?:root)/")
    offenders = [
        f"{name_of(path)}:{number}"
        for path in [
            *_hand_written(),
            *(path for path in (ROOT / "scripts").glob("*") if path.is_file()),
            *ROOT.glob("*.md"),
            *(ROOT / "docs").rglob("*.md"),
        ]
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if own_folders.search(line)
    ]
    assert offenders == []
