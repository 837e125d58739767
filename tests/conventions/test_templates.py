"""Templates: used, inside a layout, and nothing in them that the security policy refuses."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conventions.source import TEMPLATES, name_of, python_files

pytestmark = pytest.mark.static

# Comments may show what must not be done.
COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
REFERENCE = re.compile(r"""\{%-?\s*(?:extends|include|import|from)\s+["']([^"']+)["']""")
STRING = re.compile(r"""["']([\w/]+\.(?:html|txt|js|xml|webmanifest))["']""")
# The import map is the one inline script, and its nonce is made for each answer.
SCRIPT = re.compile(r"<script\b([^>]*)>", re.IGNORECASE)
INLINE = re.compile(r"""<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*["']|javascript:""", re.IGNORECASE)


def _templates(pattern: str = "*.html") -> Iterator[tuple[Path, str]]:
    for path in sorted(path for path in TEMPLATES.rglob(pattern) if path.is_file()):
        yield path, COMMENT.sub("", path.read_text(encoding="utf-8"))


def _name(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def _is_page(path: Path) -> bool:
    folder = path.relative_to(TEMPLATES).parts[0]
    inside = path.relative_to(TEMPLATES).parts
    return (
        not path.name.startswith("_")
        and folder not in {"layouts", "components", "mail"}
        and ("mail" not in inside)
    )


def test_every_template_is_used():
    used = {name for _, text in _templates("*") for name in REFERENCE.findall(text)}
    for path in python_files("app"):
        used |= set(STRING.findall(path.read_text(encoding="utf-8")))
    unused = [_name(path) for path, _ in _templates("*") if _name(path) not in used]
    assert unused == []


def test_every_template_named_in_another_one_exists():
    missing = [
        f"{name_of(path)} names {name}"
        for path, text in _templates("*")
        for name in REFERENCE.findall(text)
        if not (TEMPLATES / name).exists()
    ]
    assert missing == []


def test_every_page_extends_a_layout():
    offenders = [
        _name(path)
        for path, text in _templates()
        if _is_page(path) and not re.match(r"""\s*\{%-?\s*extends\s+["']layouts/""", text)
    ]
    assert offenders == []


def test_no_inline_style_or_event_handler():
    offenders = [
        f"{name_of(path)}: {found.group().strip()}"
        for path, text in _templates()
        for found in INLINE.finditer(text)
    ]
    assert offenders == []


def test_no_inline_script_but_the_import_map():
    offenders = [
        f"{name_of(path)}: <script{attributes}>"
        for path, text in _templates()
        for attributes in SCRIPT.findall(text)
        if "src=" not in attributes
        and not ('type="importmap"' in attributes and "nonce=" in attributes)
    ]
    assert offenders == []


def test_nothing_is_loaded_from_another_site():
    outside = re.compile(r"""(?:src|srcset)\s*=\s*["']?(?:https?:)?//|<link[^>]+href=["']https?:""")
    offenders = [name_of(path) for path, text in _templates() if outside.search(text)]
    assert offenders == []


def test_imported_macros_are_used():
    """`{% from ... import a, b %}` with an unused name misleads the next reader."""
    pattern = re.compile(r"\{%-?\s*from\s+\S+\s+import\s+(.+?)-?%\}", re.DOTALL)
    offenders = []
    for path, text in _templates():
        for found in pattern.finditer(text):
            names = re.sub(r"\s+with(out)?\s+context\s*$", "", found.group(1).strip())
            rest = text.replace(found.group(), "")
            for name in (part.split(" as ")[-1].strip() for part in names.split(",")):
                if not re.search(rf"\b{re.escape(name)}\b", rest):
                    offenders.append(f"{name_of(path)}: {name}")
    assert offenders == []


def test_no_user_facing_text_shouts():
    """Plain words and no exclamation marks, in templates."""
    text_only = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|<!doctype[^>]*>", re.DOTALL | re.IGNORECASE)
    offenders = [
        f"{name_of(path)}: {line.strip()[:80]}"
        for path, text in _templates()
        for line in text_only.sub("", text).splitlines()
        if "!" in line
    ]
    assert offenders == []
