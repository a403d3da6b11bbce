"""Every module of the product, imported: as they are in a process that is up."""

import importlib
import pkgutil

PARTS = ("app", "bot", "dialogs", "storage")
BESIDES = (  # what the product imports within a function, or leaves to a library
    "aiohttp.web",
    "alembic.command",
    "alembic.context",
    "apscheduler.triggers.interval",
    "holidays.countries",
    "pythonjsonlogger.json",
    "snowballstemmer",
    "sqlalchemy.dialects.postgresql.psycopg",
)


def import_all() -> None:
    for name in BESIDES:
        importlib.import_module(name)
    import_product()
    importlib.import_module("dialogs.cards").load()


def import_product() -> None:
    for name in PARTS:
        part = importlib.import_module(name)
        for found in pkgutil.walk_packages(getattr(part, "__path__", ()), f"{name}."):
            if ".migrations." not in found.name:  # only Alembic can run those
                importlib.import_module(found.name)
