"""One commit, then side effects; and services that know nothing of the web."""

import ast
from pathlib import Path

import pytest

from tests.conventions.source import (
    calls_in,
    imports_in,
    name_of,
    public_functions,
    python_files,
    slices,
    tree_of,
)

pytestmark = pytest.mark.static

WEB_NAMES = {"request", "session", "g", "flash", "current_user"}


def _service_files() -> list[Path]:
    return [
        path
        for path in python_files("app")
        if path.stem == "services" or "services" in path.parent.parts
    ]


def test_only_the_unit_of_work_commits():
    offenders = [
        f"{name_of(path)}:{line}"
        for path in python_files("app")
        if path.parts[-2] != "core"
        for name, line in calls_in(path)
        if name in {"commit", "rollback"}
    ]
    assert offenders == [], "use `with unit_of_work():` of app/core instead"


def test_services_know_no_request_session_or_current_user():
    offenders = [
        f"{name_of(path)}:{found.line} imports {found.module}"
        for path in _service_files()
        for found in imports_in(path)
        if found.module.split(".")[0] in {"flask_login", "flask_socketio"}
        or (found.module.split(".")[0] == "flask" and found.module.split(".")[-1] in WEB_NAMES)
        or found.module in {"app.core.access.actor", "app.core.access.device"}
    ]
    assert offenders == [], "a service is given the actor by its caller"


def test_every_public_service_says_what_it_does():
    offenders = [
        f"{name_of(path)}:{function.lineno} {function.name}"
        for path in _service_files()
        for function in public_functions(path)
        if not ast.get_docstring(function)
    ]
    assert offenders == []


def test_services_are_called_with_names_and_not_by_position():
    """`send_message(actor=..., room_id=...)`: who acts on what is read at the call."""
    offenders = [
        f"{name_of(path)}:{function.lineno} {function.name}"
        for path in _service_files()
        for function in public_functions(path)
        if len(function.args.args) > 1
    ]
    assert offenders == [], "put a `*` before the second parameter"


def test_views_sockets_and_jobs_never_write_to_the_database_themselves():
    writes = {"add", "add_all", "merge", "delete", "execute", "scalar", "scalars"}
    offenders = []
    for slice_name in slices():
        for path in python_files(f"app/{slice_name}"):
            if path.stem not in {"views", "sockets", "jobs"}:
                continue
            offenders += [
                f"{name_of(path)}:{node.lineno}"
                for node in ast.walk(tree_of(path))
                if isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in writes
                and ast.unparse(node.func.value) == "db.session"
            ]
    assert offenders == [], "reads belong into queries.py, writes into services.py"


def test_app_never_prints():
    offenders = [
        f"{name_of(path)}:{line}"
        for path in python_files("app", "migrations")
        for name, line in calls_in(path)
        if name == "print"
    ]
    assert offenders == [], "log instead, or click.echo in a command"
