"""What the bot writes down for those who look after it: one JSON object a line, ids and counts.

Never a text that somebody wrote, nor a name, nor a token. Our own lines have none; those of
libraries and of exceptions may quote anything, so of them only the beginning is kept: what they
are about, and where.
"""

import logging
import traceback
from typing import Any

from pythonjsonlogger.json import JsonFormatter

OURS = ("bot", "storage", "dialogs", "app", "__main__")


def log_as_json() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(Wordless("{asctime}{levelname}{name}{message}", style="{"))
    handler.addFilter(without_quotes)
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.getLogger("alembic").setLevel(logging.WARNING)


class Wordless(JsonFormatter):
    """An exception is told by its kind and its place in the code."""

    def formatException(self, ei: Any) -> str:
        return "\n".join(_told(ei[1]))


def _told(error: BaseException | None) -> list[str]:
    if error is None:
        return []
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return [*_told(before), *places, _named(error)]


def _named(error: BaseException) -> str:
    """The system's own words for an errno quote nobody."""
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    if isinstance(error, OSError) and error.strerror:
        return f"{name}: {error.strerror}"
    return name


def without_quotes(record: logging.LogRecord) -> bool:
    if record.name.partition(".")[0] not in OURS:
        lines = str(record.msg).splitlines()
        record.msg, record.args = (lines[0] if lines else ""), None
    return True
