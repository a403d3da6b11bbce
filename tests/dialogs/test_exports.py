"""Files to take along: text stays text."""

import csv
import io
import zipfile
from datetime import UTC, datetime

import pytest

from dialogs import exports
from dialogs.exports import Heading, Paragraph

NOW = datetime(2026, 8, 4, 7, tzinfo=UTC)


def read(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


@pytest.mark.parametrize(
    "cell", ["=1+1", "+45", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", '"=1', "\u200b=1"]
)
def test_what_begins_as_a_formula_is_told_to_be_text(cell):
    assert read(exports.csv(["a"], [[cell]]))[1] == [f"'{cell}"]


@pytest.mark.parametrize("cell", ["Ring; skriv", 'Sig "ja"', "to\nlinjer", "æøå", "1=1", ""])
def test_everything_else_is_as_it_was_written(cell):
    assert read(exports.csv(["a"], [[cell]]))[1] == [cell]


def test_a_danish_excel_reads_the_letters_and_the_columns():
    made = exports.csv(["Ord", "Betydning"], [["på", "å"]])

    assert made == '\ufeff"Ord";"Betydning"\r\n"på";"å"\r\n'.encode()


def test_a_document_says_its_title_and_language_and_takes_any_character():
    made = exports.docx("Håndbog", [Heading("A\x0b", 1), Paragraph("\x00b\ud800 <w:p/>\ny")], NOW)

    with zipfile.ZipFile(io.BytesIO(made)) as file:
        document, core = file.read("word/document.xml"), file.read("docProps/core.xml")
        styles = file.read("word/styles.xml")
    assert b"&lt;w:p/&gt;" in document
    assert "Håndbog".encode() in core
    assert b"python-docx" not in core
    assert b'w:val="da-DK"' in styles


def test_a_workbook_has_no_cell_but_strings():
    made = exports.xlsx([("Ark", ["a"], [["=1+1"], ["\x01 12"], ["https://x.dk"]])], NOW)

    with zipfile.ZipFile(io.BytesIO(made)) as file:
        sheet = file.read("xl/worksheets/sheet1.xml")
    assert sheet.count(b't="s"') == 4
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet
