"""The project's own files, as the convention tests read them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "app"
TEMPLATES = APP / "templates"
STATIC = APP / "static"

# Not features: everything else that is a folder with Python files below app/ is a slice.
SHARED_FOLDERS = {"core", "static", "templates"}


@dataclass(frozen=True)
class Import:
    """One import statement: what is imported, and where the statement stands."""

    module: str
    line: int


def name_of(path: Path) -> str:
    """The path as a person would write it in a message."""
    return path.relative_to(ROOT).as_posix()


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """Every Python file of the given top folders (or all of the project's), in order."""
    wanted = folders or ("app", "bench", "migrations", "tests")
    found = [path for folder in wanted for path in sorted((ROOT / folder).rglob("*.py"))]
    return tuple(found if folders else [*found, *sorted(ROOT.glob("*.py"))])


@cache
def tree_of(path: Path) -> ast.Module:
    """The file parsed once, however many tests look at it."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=name_of(path))


@cache
def slices() -> tuple[str, ...]:
    """The names of the features: folders of app/ that hold Python files."""
    return tuple(
        sorted(
            folder.name
            for folder in APP.iterdir()
            if folder.is_dir() and folder.name not in SHARED_FOLDERS and any(folder.glob("*.py"))
        )
    )


def module_of(path: Path) -> str:
    """`app/chat/services.py` as `app.chat.services`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def calls_in(path: Path) -> Iterator[tuple[str, int]]:
    """The last name of each call (`db.session.commit()` gives `commit`) with its line."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node.func.attr, node.lineno
            elif isinstance(node.func, ast.Name):
                yield node.func.id, node.lineno


def imports_in(path: Path) -> Iterator[Import]:
    """Every absolute module name that the file imports while running, `from` imports in full.

    Imports below `if TYPE_CHECKING:` are left out: they say something to the type checker alone.
    """
    package = module_of(path).split(".")
    if path.name != "__init__.py":
        package = package[:-1]
    yield from _imports(tree_of(path).body, package)


def _imports(body: list[ast.stmt], package: list[str]) -> Iterator[Import]:
    for node in body:
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            start = ".".join([*base, *([node.module] if node.module else [])])
            yield from (Import(f"{start}.{alias.name}", node.lineno) for alias in node.names)
        elif not _is_type_checking(node):
            for field in ("body", "orelse", "finalbody", "handlers", "cases"):
                yield from _imports(getattr(node, field, []), package)


def _is_type_checking(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)


def public_functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions of a module that other modules may call."""
    for node in tree_of(path).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name[0] != "_":
            yield node
