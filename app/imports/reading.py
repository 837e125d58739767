"""From the bytes of a file to rows of named cells. Says in plain words what can't be read."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.core.errors import Invalid
from app.core.schemas import clean_text
from app.imports.columns import NEEDED, Heading, Kind

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 5_000

#: The field of the form that every fault of a whole file stands beside.
FIELD = "file"

_EMPTY = "This file is empty. Fill in the form and bring it again."
_HOW_TO_SAVE = "choose Save as, then CSV UTF-8."
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# An export puts an apostrophe before what a spreadsheet would take for a formula.
_GUARDED = re.compile(r"'+[=+\-@\t\n]")
_SEPARATORS = ",;\t"


@dataclass(frozen=True)
class Row:
    """A row by its number in the spreadsheet; `is_too_long` when cells hang over the headings."""

    number: int
    cells: Mapping[Heading, str]
    is_too_long: bool = False

    @property
    def kind(self) -> Kind | None:
        """What the row is about, or None when its first cell says nothing known."""
        said = self.cells.get(Heading.WHAT, "").casefold()
        return next((kind for kind in Kind if kind.casefold() == said), None)


@dataclass(frozen=True)
class Sheet:
    """The rows of a file, and what is worth saying about the whole of it."""

    rows: list[Row]
    notes: list[str]


def text_of(raw: bytes) -> str:
    """The text of an uploaded file; raises `Invalid` when it is too big, empty or no CSV.

    Excel writes UTF-8 or UTF-16 with a byte order mark, other programs UTF-8 without one, and
    an older Excel the Windows letters.
    """
    if len(raw) > MOST_BYTES:
        raise _refused("This file is too big. Bring 2 MB at most, in several files if need be.")
    if raw.startswith((_ZIP, _OLD_OFFICE)):
        is_excel = raw.startswith(_OLD_OFFICE) or b"xl/" in raw
        what = "This is an Excel file. In Excel" if is_excel else "This is not a CSV file."
        raise _refused(f"{what} {_HOW_TO_SAVE if is_excel else _otherwise()}")
    text = _decoded(raw)
    if "\0" in text or text.startswith("%PDF"):
        raise _refused(f"This is not a CSV file. {_otherwise()}")
    if not text.strip():
        raise _refused(_EMPTY)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def sheet_of(text: str) -> Sheet:
    """The rows of the file's text; raises `Invalid` when its headings or limits are wrong."""
    records = [each for each in _records(text) if any(cell.strip() for cell in each[1])]
    if not records:
        raise _refused(_EMPTY)
    if len(records) == 1:
        raise _refused("There is only a heading in this file, and no row below it.")
    if len(records) > MOST_ROWS + 1:
        raise _refused(f"There are more than {MOST_ROWS:,} rows. Bring them in several files.")
    headings, notes = _headings(records[0][1])
    rows = [_row(number, cells, headings) for number, cells in records[1:]]
    _refuse_missing(headings, rows)
    return Sheet(rows, notes)


def _decoded(raw: bytes) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with its number as a spreadsheet shows it: empty ones count."""
    first, _, rest = text.partition("\n")
    if named := re.fullmatch(r"sep=(.)", first.strip(" "), re.IGNORECASE):
        text, separator = rest, named.group(1)
    else:
        separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            yield number, cells
    except csv.Error:
        raise _refused(
            f"Row {number + 1} can't be read: a quotation mark in it has no partner. "
            "Save the file from Excel again."
        ) from None


def _separator(text: str) -> str:
    heading = next(line for line in text.split("\n") if line.strip())
    outside = re.sub(r'"[^"]*"', "", heading)
    return max(_SEPARATORS, key=outside.count)


def _headings(cells: list[str]) -> tuple[list[Heading | None], list[str]]:
    by_letters = {_letters(heading): heading for heading in Heading}
    found = [by_letters.get(_letters(cell)) for cell in cells]
    if Heading.WHAT not in found:
        raise _refused(
            "The column “What” is missing. The first row must hold the headings of the form."
        )
    for heading in Heading:
        if found.count(heading) > 1:
            raise _refused(f"The column “{heading}” is there twice. Remove one of them.")
    unknown = [
        clean_text(cell)[:60]
        for cell, heading in zip(cells, found, strict=True)
        if heading is None and cell.strip()
    ]
    return found, [f"The column “{name}” is not known and was left out." for name in unknown]


def _letters(heading: str) -> str:
    return re.sub(r"[^a-z]", "", heading.casefold())


def _row(number: int, cells: list[str], headings: list[Heading | None]) -> Row:
    known = {
        heading: _plain(cell)
        for heading, cell in zip(headings, cells, strict=False)
        if heading is not None
    }
    return Row(number, known, is_too_long=any(each.strip() for each in cells[len(headings) :]))


def _plain(cell: str) -> str:
    return clean_text(cell[1:] if _GUARDED.match(cell) else cell)


def _refuse_missing(headings: list[Heading | None], rows: list[Row]) -> None:
    kinds = {row.kind for row in rows}
    needed = [heading for kind in Kind if kind in kinds for heading in NEEDED[kind]]
    missing = [f"“{each}”" for each in dict.fromkeys(needed) if each not in headings]
    if len(missing) == 1:
        raise _refused(f"The column {missing[0]} is missing.")
    if missing:
        raise _refused(f"These columns are missing: {', '.join(missing)}.")


def _otherwise() -> str:
    return f"In your spreadsheet program {_HOW_TO_SAVE}"


def _refused(words: str) -> Invalid:
    return Invalid({FIELD: words})
