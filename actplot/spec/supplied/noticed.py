"""What showed while a user's functions were called, until somebody tells the user."""

_notes: list[str] = []


def notice(note: str) -> None:
    """Keep a note for whoever tells the user."""
    _notes.append(note)


def newly_noticed() -> list[str]:
    """The notes since the last time that somebody asked."""
    found = [*_notes]
    _notes.clear()
    return found
