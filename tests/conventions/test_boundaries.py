"""Slices meet through their services, queries and models, and never in a circle."""

from dataclasses import dataclass

import pytest

from tests.conventions.source import APP, imports_in, name_of, python_files, slices

pytestmark = pytest.mark.static

OPEN_TO_OTHERS = {"models", "policy", "queries", "services"}
# How a sign-in is kept in a browser is shared by the adapters, and by them alone.
OPEN_TO_ADAPTERS = OPEN_TO_OTHERS | {"browser"}
ADAPTERS = {"views", "sockets"}
# Puts the demo county together through every slice, as create_app does with their views.
ASSEMBLERS = {"demo"}


@dataclass(frozen=True)
class ForeignImport:
    """That `own` uses `part` of the slice `other`, and where."""

    own: str
    other: str
    part: str
    by: str
    where: str

    @property
    def is_open(self) -> bool:
        return self.part in (OPEN_TO_ADAPTERS if self.by in ADAPTERS else OPEN_TO_OTHERS)


def _foreign_imports() -> list[ForeignImport]:
    known = set(slices())
    found = []
    for own in slices():
        for path in python_files(f"app/{own}"):
            for entry in imports_in(path):
                parts = [*entry.module.split("."), "", ""]
                if parts[0] == "app" and parts[1] in known - {own}:
                    where = f"{name_of(path)}:{entry.line}"
                    by = path.parent.name if path.parent.name in ADAPTERS else path.stem
                    found.append(ForeignImport(own, parts[1], parts[2], by, where))
    return found


def test_slices_import_only_the_open_parts_of_each_other():
    offenders = [
        f"{each.where} imports app.{each.other}.{each.part}"
        for each in _foreign_imports()
        if each.own not in ASSEMBLERS and not each.is_open
    ]
    assert offenders == [], f"open to other slices: {', '.join(sorted(OPEN_TO_OTHERS))}"


def test_no_slice_imports_an_assembler():
    offenders = [each.where for each in _foreign_imports() if each.other in ASSEMBLERS]
    assert offenders == []


def test_slices_do_not_depend_on_each_other_in_a_circle():
    needs = {name: set() for name in slices()}
    for each in _foreign_imports():
        needs[each.own].add(each.other)
    while free := {name for name, others in needs.items() if not others & needs.keys()}:
        needs = {name: others for name, others in needs.items() if name not in free}
    circle = {name: sorted(others & needs.keys()) for name, others in needs.items()}
    assert circle == {}, "a circle means that a boundary is in the wrong place"


def test_core_imports_no_slice():
    known = set(slices())
    offenders = [
        f"{name_of(path)}:{entry.line} imports {entry.module}"
        for path in python_files("app/core")
        for entry in imports_in(path)
        if entry.module.split(".")[0] == "app" and entry.module.split(".")[1] in known
    ]
    assert offenders == []


def test_every_slice_is_a_package():
    missing = [name for name in slices() if not (APP / name / "__init__.py").exists()]
    assert missing == []


def test_app_never_imports_the_tests_or_the_benchmarks():
    offenders = [
        f"{name_of(path)}:{entry.line}"
        for path in python_files("app")
        for entry in imports_in(path)
        if entry.module.split(".")[0] in {"tests", "bench"}
    ]
    assert offenders == []
