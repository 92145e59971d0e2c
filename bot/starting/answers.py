"""The answers so far, kept in a private file after each one, so that an interrupted `init` goes on where it was."""

from pathlib import Path
from typing import Any

import orjson

from bot.starting.env_file import write_private

NAME = "zhongshu-init.json"


class Answers:
    """By question. The file (0600) holds the Secret too; it goes when everything is written."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / NAME
        self._known: dict[str, Any] = {}

    def found(self) -> int:
        """Load what an earlier run left; returns how many answers. A damaged file counts as none."""
        try:
            known = orjson.loads(self._file.read_bytes())
        except (OSError, orjson.JSONDecodeError):
            return 0
        self._known = known if isinstance(known, dict) else {}
        return len(self._known)

    def __contains__(self, question: str) -> bool:
        return question in self._known

    def __getitem__(self, question: str) -> Any:
        return self._known[question]

    def keep(self, question: str, answer: Any) -> None:
        """Remember, at once on the disk."""
        self._known[question] = answer
        write_private(self._file, orjson.dumps(self._known).decode())

    def forget(self, *questions: str) -> None:
        """Ask these again."""
        for question in questions:
            self._known.pop(question, None)

    def done(self) -> None:
        """Everything stands in the real files: the answers go."""
        self._known = {}
        self._file.unlink(missing_ok=True)
