"""What `søg` finds: valid practice of every team, by its words."""

from storage.store import Session


def note(session: Session, practice_id: int) -> None:
    """Called whenever a practice changed: what it is found by follows."""
