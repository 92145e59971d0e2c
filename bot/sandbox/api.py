"""The HTTP face of the fake WeCom under /cgi-bin/: transport, tokens, faults, refusals (wecom.md 0, 13, 14.7, 14.8)."""

import asyncio
import itertools
import json
import re
from collections.abc import Callable, Mapping

from aiohttp import web

from bot.sandbox.core import Answer, ApiCall, ApiError, Call, Journal, Json, Route, Upload, errmsg
from bot.sandbox.faults import Faults, Kind
from bot.sandbox.quotas import Quotas
from bot.sandbox.tokens import Tokens

MAX_BODY = 24 << 20
_SURROGATE = re.compile("[\ud800-\udfff]")


class Api:
    """Serves the routes of all parts."""

    def __init__(
        self,
        routes: Mapping[str, Route],
        *,
        tokens: Tokens,
        quotas: Quotas,
        faults: Faults,
        journal: Journal,
        clock: Callable[[], float],
    ) -> None:
        self._routes = routes
        self._tokens = tokens
        self._quotas = quotas
        self._faults = faults
        self._journal = journal
        self._clock = clock
        self._hints = itertools.count(1)

    def install(self, app: web.Application) -> None:
        """Add everything under /cgi-bin/ to the application."""
        app.router.add_route("*", "/cgi-bin/{path:.+}", self.handle)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One request: faults first, then the call itself."""
        path = request.match_info["path"]
        self._journal.calls[path] += 1
        if self._faults.delay:
            await asyncio.sleep(self._faults.delay)
        fault = self._faults.take(path)
        answer = await self._carry_out(path, request, fault)
        if self._journal.watch is not None:
            self._journal.watch(await self._seen(path, request, fault, answer))
        return answer

    async def _seen(self, path: str, request: web.Request, fault: Kind | None, answer: web.StreamResponse) -> ApiCall:
        body = await request.read() if request.content_type == "application/json" else b""
        lost = isinstance(fault, str)
        code, msgid = (None, "") if lost else _code_of(answer)
        return ApiCall(path, body, self._clock(), code, msgid, fault if isinstance(fault, str) else "")

    async def _carry_out(self, path: str, request: web.Request, fault: Kind | None) -> web.StreamResponse:
        if fault == "timeout":
            await self._faults.hang()
            return web.Response(status=504)
        if fault == "500":
            return web.Response(status=500, text="Internal Server Error")
        if fault == "reset":
            return _cut(request)
        if isinstance(fault, int):
            return self._refusal(ApiError(fault, "injected", excused=True), path, request)
        answer = await self._answer(path, request)
        return _cut(request) if fault == "reset_after_delivery" else answer

    async def _answer(self, path: str, request: web.Request) -> web.StreamResponse:
        route = self._routes.get(path)
        if route is None:
            self._journal.violation(f"{path}: no such API")
            return web.Response(status=404)
        try:
            answer = await self._call(path, route, request)
        except ApiError as error:
            return self._refusal(error, path, request)
        return answer if isinstance(answer, web.Response) else _json(answer)

    async def _call(self, path: str, route: Route, request: web.Request) -> Answer:
        if request.method != route.method:
            raise ApiError(40058 if route.method == "POST" else 40063, f"{path} wants {route.method}")
        if route.token:
            self._tokens.check(request.query.get("access_token", ""))
        if self._faults.ip_blocked and path != "gettoken" and not path.startswith("webhook/"):
            raise ApiError(60020, "not allow to access from your ip")
        counted = not path.startswith(("webhook/", "message/send"))
        if counted and not self._quotas.api_call(path):
            raise ApiError(45009, f"api freq out of limit: {path}")
        call = Call(
            path=path,
            query=request.query,
            body=await _read_json(request) if route.body == "json" else {},
            ip=request.remote or "",
            upload=await _read_upload(request) if route.body == "file" else None,
            byte_range=request.headers.get("Range", ""),
        )
        return route.handler(call)

    def _refusal(self, error: ApiError, path: str, request: web.Request) -> web.Response:
        if not error.excused:
            self._journal.violation(f"{path}: {error.code} {error.text}")
        number = next(self._hints)
        hint = f"{int(self._clock())}_{number}_{number:032x}"
        text = errmsg(error.code, error.text, request.remote or "", hint)
        return _json({"errcode": error.code, "errmsg": text, **error.extra})


def _code_of(answer: web.StreamResponse) -> tuple[int | None, str]:
    """The errcode and the msgid of an answer; None where it carries no JSON."""
    if not isinstance(answer, web.Response) or answer.content_type != "application/json" or not answer.text:
        return None, ""
    found = json.loads(answer.text)
    return found.get("errcode"), str(found.get("msgid", ""))


def _json(answer: Json) -> web.Response:
    text = json.dumps(answer, ensure_ascii=False)
    headers = {"Error-Code": str(answer["errcode"]), "Error-Msg": answer["errmsg"].encode("ascii", "replace").decode()}
    return web.Response(text=text, content_type="application/json", charset="UTF-8", headers=headers)


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _read_json(request: web.Request) -> Json:
    try:
        body = json.loads(await request.read())
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise ApiError(40058, "Warning: wrong json format. ") from error
    if not isinstance(body, dict):
        raise ApiError(40058, "Warning: wrong json format. ")
    if _SURROGATE.search(json.dumps(body, ensure_ascii=False)):
        raise ApiError(40033, "illegal unicode escape")
    return body


async def _read_upload(request: web.Request) -> Upload | None:
    if not request.content_type.startswith("multipart/"):
        raise ApiError(40063, "a file is uploaded as multipart/form-data")
    field = (await request.post()).get("media")
    if not isinstance(field, web.FileField):
        return None
    return Upload(field.filename, field.content_type, field.file.read())
