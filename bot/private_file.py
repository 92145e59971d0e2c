"""Files that hold what the database holds: whoever makes one may read it, and no other account of the machine."""

import os
from pathlib import Path


def write_private(path: Path, data: bytes) -> None:
    """Write it, with mode 0600 when it is new. Raises OSError."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)


def create_private(path: Path) -> None:
    """Make it with mode 0600, empty, unless it is there. Raises OSError."""
    if not path.exists():
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
