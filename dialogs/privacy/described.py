"""docs/data.md: what is stored, in a document for those who must answer for it."""

from collections.abc import Iterator, Mapping, Sequence

from dialogs.privacy import periods
from dialogs.privacy.periods import BACKED_UP, IN_TEAM, TABLES, TRAILED, Table

HEAD = f"""# Hvad Sparringsrum gemmer, hvorfor og hvor længe

Siden er skrevet af programmet selv (`python -m storage.privacy`), tabel for tabel og felt for
felt. En test stopper en ændring, der gemmer noget uden formål og periode. Den er til den, der
fører kommunens fortegnelse, og til den, der spørger.

## Kort

* **Om sager** gemmes kun det, teamet skriver til en sparring, og kun til den er lukket. Så slettes
  det, også fra databasens frie pladser, og mødets kort i chatten bliver skrevet over. Det er uden
  navne, men stadig genkendeligt for den, der kender sagen: personoplysninger, så længe det er der.
* **Om kolleger** gemmes navn, Teams' id'er, roller, ture og fravær uden årsag,
  {IN_TEAM}.
* **Læringspunkter** er generelle. Hvem der skrev et, vises aldrig.
* Hver nat slettes det, hvis periode er gået, og et gennemsyn leder efter CPR-numre og andet, der
  ikke skulle være der. `python app.py check` viser, hvornår det sidst skete, og hvad det fandt.
* Enhver kan skrive `mine` til Sparringsrum: se, hente og slette.

## Det, kommunen selv skal gøre

* **Sikkerhedskopier**: behold dem {BACKED_UP}. Sparringsrum kan ikke nå dem, og det, der er
  slettet siden, står der endnu. Slet også filen `….before-restore` efter en gendannelse, og bed
  dem, der er slettet siden kopien, om at skrive `mine` igen.
* **PostgreSQL**: serverens egen log (WAL) og arkiver af den følger samme frist.
* **Teams**: det, der er skrevet i en chat, ligger også hos Microsoft efter kommunens egne regler
  der. Formularer efterlader intet i chatten.
* **Sporet** over roller, indstillinger, udleverede filer og sletninger beholdes
  {TRAILED}. Det nævner ingen, og hver linje hænger sammen med den før.
  `python app.py check` siger, om det er helt.

## Alt
"""


def document(live: Mapping[str, Sequence[str]]) -> str:
    """For the tables and columns that there are, in their order."""
    parts = [HEAD, *(_table(name, TABLES[name], columns) for name, columns in live.items())]
    return "\n".join(parts)


def _table(name: str, table: Table, columns: Sequence[str]) -> str:
    return "\n".join(
        [
            f"### {table.title}",
            "",
            f"`{name}`. Om: {table.whose}. Gemmes {table.until}.",
            "",
            "| felt | hvorfor | ellers |",
            "|---|---|---|",
            *(f"| `{each}` | {_why(table, each)} | {_else(table, each)} |" for each in columns),
            "",
        ]
    )


def _why(table: Table, column: str) -> str:
    return table.column(column).why


def _else(table: Table, column: str) -> str:
    """What differs from the table's own."""
    return "; ".join(_differs(table, table.column(column)))


def _differs(table: Table, column: periods.Column) -> Iterator[str]:
    if column.whose is not table.whose:
        yield f"om: {column.whose}"
    if column.until is not table.until:
        yield str(column.until)
