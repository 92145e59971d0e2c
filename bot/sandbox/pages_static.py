"""The few files that the demo's page loads, held in memory: nothing else on the disk can be asked for."""

from pathlib import Path

from aiohttp import web

_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class StaticFiles:
    """Style sheets, scripts and pictures below a folder."""

    def __init__(self, folder: Path) -> None:
        self._files = {
            path.relative_to(folder).as_posix(): (path.read_bytes(), _TYPES[path.suffix])
            for path in folder.rglob("*")
            if path.suffix in _TYPES
        }

    async def serve(self, request: web.Request) -> web.Response:
        """GET /demo/static/NAME."""
        found = self._files.get(request.match_info["name"])
        if found is None:
            raise web.HTTPNotFound
        body, content_type = found
        return web.Response(body=body, content_type=content_type, charset="utf-8")
