"""Files as spreadsheets write them, and files that are none."""

from datetime import date

import pytest

from app.core.errors import Invalid
from app.imports.cells import Unreadable, day_from, whole_from
from app.imports.columns import HEADINGS, Heading
from app.imports.reading import MOST_ROWS, Sheet, sheet_of, text_of

HEAD = "What,Hive,Area"


def _read(raw: str | bytes) -> Sheet:
    return sheet_of(text_of(raw.encode() if isinstance(raw, str) else raw))


def _refused(raw: str | bytes) -> str:
    with pytest.raises(Invalid) as refused:
        _read(raw)
    return refused.value.errors["file"]


def _names(sheet: Sheet) -> list[str]:
    return [row.cells[Heading.HIVE] for row in sheet.rows]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252", "utf-16"])
def test_letters_with_accents_are_read_in_every_usual_encoding(encoding: str):
    sheet = _read(f"{HEAD}\r\nHive,Zoë's Hive for £5,Sainte-Mère\r\n".encode(encoding))
    assert _names(sheet) == ["Zoë's Hive for £5"]
    assert sheet.rows[0].cells[Heading.AREA] == "Sainte-Mère"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_separators_and_line_ends_of_every_program(separator: str, end: str):
    lines = [HEAD, "Hive,Romsey Hive,Romsey", "Hive,Alton Hive,Alton"]
    text = end.join(line.replace(",", separator) for line in lines) + end
    assert _names(_read(text)) == ["Romsey Hive", "Alton Hive"]


def test_excels_own_line_about_the_separator_is_understood():
    sheet = _read("sep=;\r\nWhat;Hive\r\nHive;A, B and C\r\n")
    assert _names(sheet) == ["A, B and C"]


def test_quoted_cells_keep_line_breaks_and_separators_and_rows_keep_their_numbers():
    rows = 'Hive,"Two\r\nlines, one cell",Romsey\r\n\r\n,,\r\nHive,Next,Romsey\r\n'
    sheet = _read(f"{HEAD}\r\n{rows}")
    assert [(row.number, row.cells[Heading.HIVE]) for row in sheet.rows] == [
        (2, "Two\nlines, one cell"),
        (5, "Next"),
    ]


def test_columns_stand_in_any_order_and_unknown_ones_are_named():
    sheet = _read("Shoe size,area,HIVE,what,E mail\r\n4,Romsey,Romsey Hive,hive,\r\n")
    assert _names(sheet) == ["Romsey Hive"]
    assert sheet.notes == ["The column “Shoe size” is not known and was left out."]


def test_a_missing_column_is_named():
    assert _refused("Hive,Area\r\nRomsey,Romsey\r\n").startswith("The column “What” is missing.")
    assert _refused("What,Name\r\nChild,Mia\r\n") == (
        "These columns are missing: “Household”, “Date of birth”, “Care status”."
    )
    assert _refused("What,Household,Name\r\nCarer,A,B\r\n") == "The column “E-mail” is missing."


def test_a_column_that_is_there_twice_is_named():
    assert _refused("What,Hive,Hive\r\nHive,A,B\r\n").startswith("The column “Hive” is there twice")


def test_cells_that_hang_over_are_noted():
    sheet = _read(f"{HEAD}\r\nHive,Romsey Hive,Romsey,Hampshire\r\n")
    assert sheet.rows[0].is_too_long


def test_a_renamed_excel_file_says_how_to_save_it():
    words = _refused(b"PK\x03\x04" + b"\x00" * 30 + b"xl/workbook.xml")
    assert words == "This is an Excel file. In Excel choose Save as, then CSV UTF-8."
    assert _refused(b"\xd0\xcf\x11\xe0" + bytes(600)).startswith("This is an Excel file.")


@pytest.mark.parametrize("raw", [b"PK\x03\x04content.xml", b"%PDF-1.7 What", b"\x89PNG\r\n\0\0"])
def test_other_files_are_refused_in_words(raw: bytes):
    assert _refused(raw).startswith("This is not a CSV file.")


@pytest.mark.parametrize("raw", ["", " \r\n\r\n", "\ufeff", ",,,\r\n,,\r\n"])
def test_an_empty_file_says_so(raw: str):
    assert _refused(raw).startswith("This file is empty.")


def test_a_file_with_only_a_heading_says_so():
    assert _refused(f"{HEAD}\r\n\r\n").startswith("There is only a heading in this file")


def test_too_many_rows_and_too_many_bytes_are_refused_with_the_limit():
    row = "Hive,A,B\r\n"
    assert len(_read(f"{HEAD}\r\n{row * MOST_ROWS}").rows) == MOST_ROWS
    too_many = f"{HEAD}\r\n{row * (MOST_ROWS + 1)}"
    assert _refused(too_many).startswith("There are more than 5,000 rows")
    assert _refused(b"x" * (2 * 1024 * 1024 + 1)).startswith("This file is too big.")


def test_a_quotation_mark_that_is_never_closed_names_its_row():
    words = _refused(f'{HEAD}\r\nHive,A,B\r\nHive,"C,D\r\nHive,E,F\r\n')
    assert words.startswith("Row 3 can't be read")


def test_an_apostrophe_that_guards_a_formula_is_taken_off_and_no_other():
    sheet = _read(f"{HEAD}\r\nHive,'=1+1,'Tis a Hive\r\nHive,''@x,'\r\n")
    cells = [(row.cells[Heading.HIVE], row.cells[Heading.AREA]) for row in sheet.rows]
    assert cells == [("=1+1", "'Tis a Hive"), ("'@x", "'")]


def test_nothing_that_is_no_text_gets_through():
    sheet = _read(f"{HEAD}\r\nHive,Rom\x07sey\u200b  ,B\r\n")
    assert _names(sheet)[0].startswith("Romsey")


def test_every_heading_of_the_form_is_known():
    sheet = _read(",".join(HEADINGS) + "\r\nHive" + "," * (len(HEADINGS) - 1) + "\r\n")
    assert sheet.notes == []


@pytest.mark.parametrize(
    "text",
    ["2019-03-28", "28/03/2019", "28.3.2019", "28 March 2019", "28-Mar-2019", "28th march, 2019",
     "28 Mar. 2019", "2019-03-28 00:00:00"],
)  # fmt: skip
def test_dates_are_read_as_people_write_them(text: str):
    assert day_from(text) == date(2019, 3, 28)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("31/02/2019", "There is no 31 February 2019."),
        ("29 February 2019", "There is no 29 February 2019."),
        ("03/28/2019", "There is no month 28. Write the day first, like 28/03/2019."),
        ("28/03/19", "Write the year with four figures, like 28/03/2019."),
        ("soon", "“soon” is not a date. Write it like 28/03/2019."),
        ("43552", "“43552” is not a date. Write it like 28/03/2019."),
        ("28 Marchember 2019", "“28 Marchember 2019” is not a date. Write it like 28/03/2019."),
        ("01/01/0219", "The year 0219 can't be right."),
    ],
)
def test_wrong_dates_are_told_in_words(text: str, words: str):
    with pytest.raises(Unreadable) as wrong:
        day_from(text)
    assert str(wrong.value) == words


def test_numbers_are_whole_and_within_bounds():
    assert [whole_from(text, 0, 20) for text in ("8", "8.0", "08")] == [8, 8, 8]
    for text in ("eight", "8.5", "-1", "21", "٣", "9" * 40):
        with pytest.raises(Unreadable):
            whole_from(text, 0, 20)
