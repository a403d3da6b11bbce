"""Below these versions the bot does not start: what it relies on was not so before."""

import re
from collections.abc import Callable, Mapping
from importlib.metadata import version

from bot.settings import BadSetting

FLOORS: Mapping[str, tuple[int, ...]] = {
    "urllib3": (2, 7),  # before 2, a POST whose answer was lost is sent again without a word
    "PyJWT": (2, 12),  # refuses critical headers that it does not know
}
# SQLite needs none: a library before 3.51.3 is used without a write-ahead log (storage/sqlite.py).


def stands_on(installed: Callable[[str], str] = version) -> None:
    """Raises BadSetting for the first package that is too old."""
    for name, least in FLOORS.items():
        found = installed(name)
        if _numbers(found) < least:
            wanted = ".".join(map(str, least))
            raise BadSetting(
                name,
                f"{name} er version {found}. Jeg skal bruge mindst {wanted}: "
                "installér igen efter requirements.txt.",
                f"{name} is version {found}; at least {wanted} is needed: "
                "install again from requirements.txt.",
            )


def _numbers(found: str) -> tuple[int, ...]:
    release = re.match(r"\d+(?:\.\d+)*", found)
    return tuple(int(part) for part in release[0].split(".")) if release else ()
