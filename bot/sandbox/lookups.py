"""What a payload may refer to: stored media and members."""

from dataclasses import dataclass, replace

from bot.sandbox.core import ApiError, Json
from bot.sandbox.directory import Directory
from bot.sandbox.media import MediaStore, Medium


@dataclass(frozen=True)
class Lookups:
    """References as seen by one sender; `owner` is a robot's key, or empty for the app."""

    media: MediaStore
    directory: Directory
    owner: str = ""

    def medium(self, media_id: str, kind: str) -> str:
        """The file name. Raises ApiError 40007, 40145 or 40004 (a medium of another kind)."""
        medium = self.media.find(media_id, self.owner)
        if medium.kind != kind:
            raise ApiError(40004, f"media_id is of a {medium.kind}, not of a {kind}")
        return medium.filename

    def shown(self, kind: str, payload: Json) -> Medium | None:
        """What a phone shows of a checked message: the picture or the file itself."""
        if kind not in ("image", "file") or "media_id" not in payload:
            return None
        return self.media.kept(payload["media_id"])

    def member(self, userid: str) -> bool:
        """Whether the app can see such a member."""
        return self.directory.reachable(userid) is not None

    def owned_by(self, owner: str) -> "Lookups":
        """The same references as one robot sees them."""
        return replace(self, owner=owner)
