"""Who may use the demo's pages: a browser on this machine, and for anything that changes, the page itself.

The sandbox has no page: programs on this machine, which send no Origin.
"""

from aiohttp import web
from aiohttp.typedefs import Handler
from yarl import URL

HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


@web.middleware
async def local_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse names that only point at this machine (DNS rebinding), and changes that another site's page asks for."""
    if _name(request.host) not in HOSTS:
        raise web.HTTPForbidden(text="演示只接受本机访问：请用 127.0.0.1 或 localhost 打开。")
    own, origin = f"{request.scheme}://{request.host}", request.headers.get("Origin")
    program = origin is None and not request.path.startswith("/demo/")
    if request.method != "GET" and origin != own and not program:
        raise web.HTTPForbidden(text="只接受演示页面自己发出的操作。")
    return await handler(request)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Nothing from elsewhere may be loaded by our pages, and nothing of them is kept."""
    if not request.path.startswith("/cgi-bin/"):
        response.headers.update(_HEADERS)


def _name(host: str) -> str:
    try:
        return URL(f"http://{host}").host or ""
    except ValueError:
        return ""
