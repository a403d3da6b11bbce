"""Files to take along, made in memory: what somebody wrote stays text in each of them.

A cell that begins as a formula does is a danger in csv alone, where a program decides what it is;
a workbook says of each cell that it is text (reliability, section 1).

What writes documents and workbooks is imported by the first of them, not at a start.
"""

import csv as csv_
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
TEXT = "text/plain"
WRITER = "Sparringsrum"
WIDTHS = (60, 20)  # characters of a column of a sheet: the first, the others
# As a program reads it: behind spaces and what cannot be seen, full width or not.
_FORMULA = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\"']*[=+\-@＝＋－＠]|[\t\r\n]")
# XML knows no such characters, and half of a character is none.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 2  # 1: a chapter


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    small: bool = False


Block = Heading | Paragraph


def csv(heads: Row, rows: Iterable[Row]) -> bytes:
    """As a Danish Excel reads it: UTF-8 with its mark, and semicolons."""
    text = io.StringIO(newline="")
    writer = csv_.writer(text, delimiter=";", quoting=csv_.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([_no_formula(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _no_formula(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def xlsx(sheets: Sequence[tuple[str, Row, Iterable[Row]]], now: datetime) -> bytes:
    """Sheets by name, with their heads. Every cell is a string, and no string a link."""
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    book.set_properties({"author": WRITER, "created": now.replace(tzinfo=None)})
    strong, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    wrapped.set_align("top")
    for name, heads, rows in sheets:
        sheet = book.add_worksheet(name)
        sheet.set_column(0, 0, WIDTHS[0])
        sheet.set_column(1, max(1, len(heads) - 1), WIDTHS[1])
        sheet.freeze_panes(1, 0)
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, strong)
        number = 0
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, _xml(cell), wrapped)
        sheet.autofilter(0, 0, number, len(heads) - 1)
    book.close()
    return file.getvalue()


def docx(title: str, blocks: Iterable[Block], now: datetime) -> bytes:
    """A document with real headings, in Danish: a screen reader can find its way in it."""
    from docx import Document
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt
    from docx.text.paragraph import Paragraph as Written

    made = Document()
    known = made.core_properties
    known.title, known.author, known.language = title, WRITER, "da-DK"
    known.comments = ""
    known.created = known.modified = now.replace(tzinfo=None)
    language = made.styles.element.find(f".//{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:val"), "da-DK")
    made.styles["Normal"].font.name = "Calibri"
    made.add_heading(_xml(title), level=0)
    styles = {level: made.styles[f"Heading {level}"].style_id for level in (1, 2)}
    end = made.element.body[-1]  # the page; a paragraph that looks for it walks over all others
    for block in blocks:
        element = OxmlElement("w:p")
        end.addprevious(element)
        run = Written(element, made).add_run(_xml(block.text))
        match block:
            case Heading(level=level):
                element.style = styles[level]
            case Paragraph(small=small):
                if small:
                    run.font.size = Pt(9)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _xml(text: str) -> str:
    return _NOT_XML.sub("", text)
