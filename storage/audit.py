"""Who did what that others must be able to look up afterwards."""

from datetime import datetime

from sqlalchemy.orm import Session


def note(session: Session, action: str, *, by: int | None, about: str, now: datetime) -> None:
    """Until the table is there: nothing. `by` None: it followed from who came and went."""
