"""The demo in the browser: phones side by side, and a clock to move (design.md 3)."""

from pathlib import Path
from urllib.parse import quote

from aiohttp import web
from aiohttp.typedefs import Handler
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.sandbox.arrivals import newest
from bot.sandbox.clock_view import clock_view
from bot.sandbox.core import Refused
from bot.sandbox.inspect_pages import InspectorPages
from bot.sandbox.inspect_traces import Acts
from bot.sandbox.inspect_words import value
from bot.sandbox.pages_clock import Clocks
from bot.sandbox.pages_feed import LiveFeed
from bot.sandbox.pages_guard import add_headers, local_only
from bot.sandbox.pages_static import StaticFiles
from bot.sandbox.pages_stories import StoryPages
from bot.sandbox.pages_view import Views, face, tone
from bot.sandbox.stories.player import Player
from bot.sandbox.trouble_pages import TroublePages
from bot.sandbox.world import Demo
from scheduler.clock import local

HERE = Path(__file__).parent
SEATS = ("zhangmin", "fengkai", "like")
DOCK = 9
"""People who lie ready to be put on a phone."""
LONGEST = 2000
"""Characters of one message."""


def install(app: web.Application, demo: Demo) -> None:
    """Put the pages on the fake WeCom's application. `demo.bot` may be set later, before somebody looks."""
    templates = _templates()
    views = Views(demo)
    feed = LiveFeed(demo, views, templates)
    player = Player(demo)
    clocks = Clocks(demo, templates, player)
    pages = Pages(demo, views, templates, player)
    templates.globals |= {"demo": demo, "player": player}
    app.middlewares.append(local_only)
    app.on_response_prepare.append(add_headers)
    app.on_shutdown.append(feed.close)
    app.router.add_get("/demo/static/{name:.+}", StaticFiles(HERE / "static").serve)
    app.router.add_get("/", pages.page)
    app.router.add_get("/demo/feed", feed.stream)
    app.router.add_get("/demo/media/{id:[-_0-9A-Za-z]+}", pages.medium)
    app.router.add_get("/demo/seat/{slot:[123]}", pages.seat)
    app.router.add_get("/demo/people/{slot:[123]}", pages.people)
    app.router.add_post("/demo/say", _refusing(pages.say))
    app.router.add_post("/demo/tap", _refusing(pages.tap))
    app.router.add_post("/demo/press", _refusing(pages.press))
    app.router.add_post("/demo/seen", pages.seen)
    app.router.add_get("/demo/older/{slot:[123]}", pages.older)
    clocks.install(app)
    StoryPages(demo, templates, player).install(app)
    acts = Acts(demo)
    InspectorPages(demo, acts, templates).install(app)
    TroublePages(demo, acts, templates).install(app)


def _templates() -> Environment:
    loader = FileSystemLoader(HERE / "templates")
    templates = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    templates.filters |= {"tone": tone, "face": face, "value": value}
    return templates


def _refusing(handler: Handler) -> Handler:
    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except (Refused, KeyError, ValueError) as error:
            text = (
                str(error) if isinstance(error, Mistake) else "这一步做不了：卡片已处理，或页面不是最新，请重新打开。"
            )
            return web.Response(status=422, text=text)

    return answer


class Mistake(ValueError):
    """What a visitor did wrong, in Chinese."""


class Pages:
    """The handlers. They answer with pieces of HTML that htmx puts in their place."""

    def __init__(self, demo: Demo, views: Views, templates: Environment, player: Player) -> None:
        self._demo, self._views, self._templates, self._player = demo, views, templates, player

    def _html(self, name: str, **values: object) -> web.Response:
        return web.Response(text=self._templates.get_template(name).render(**values), content_type="text/html")

    async def page(self, request: web.Request) -> web.Response:
        """GET /; `?phones=a,b,c` says whose phones."""
        wanted = request.query.get("phones", "").split(",")
        known = [
            userid if self._demo.office.person(userid) else own for userid, own in zip(wanted, SEATS, strict=False)
        ]
        people = [*known, *SEATS[len(known) :]]
        latest = newest(self._demo.fake, self._demo.office)
        seats = [self._views.seat(slot, userid, "") for slot, userid in enumerate(people, 1)]
        clock = await clock_view(self._demo)
        return self._html(
            "page.html",
            seats=seats,
            clock=clock,
            newest=latest,
            dock=self._views.people("")[:DOCK],
            office=self._demo.office,
            longest=LONGEST,
            oob=False,
            running=False,
        )

    async def seat(self, request: web.Request) -> web.Response:
        """GET /demo/seat/1?user=like&chat=: another person or another chat; `view=list` the list of chats."""
        chat = None if request.query.get("view") == "list" else request.query.get("chat", "")
        try:
            seat = self._views.seat(int(request.match_info["slot"]), request.query.get("user", ""), chat)
        except KeyError:
            raise web.HTTPNotFound(text="没有这个人，或这个会话已不存在。") from None
        now = f"{local(self._demo.clock.now()):%H:%M}"
        return self._html("seat.html", seat=seat, now=now, longest=LONGEST, oob=True)

    async def older(self, request: web.Request) -> web.Response:
        """GET /demo/older/1?user=&chat=&before=ID: what stands above the oldest message on the screen."""
        query = request.query
        try:
            person = self._views.person(query.get("user", ""))
            before = int(query.get("before", ""))
        except (KeyError, ValueError):
            raise web.HTTPNotFound(text="没有这个人，或这条消息已不存在。") from None
        bubbles, more = self._views.bubbles(person.userid, query.get("chat", ""), before)
        slot, chat = request.match_info["slot"], query.get("chat", "")
        return self._html("bubbles.html", bubbles=bubbles, more=more, slot=slot, user=person.userid, chat=chat)

    async def people(self, request: web.Request) -> web.Response:
        """GET /demo/people/1?q=联络员."""
        found = [(person, self._views.post(person)) for person in self._views.people(request.query.get("q", "")[:50])]
        return self._html("people.html", slot=request.match_info["slot"], people=found)

    async def say(self, request: web.Request) -> web.Response:
        """POST /demo/say user, text."""
        form = await request.post()
        text = str(form.get("text", "")).strip()
        if not text:
            raise Mistake("请先写点什么。")
        if len(text) > LONGEST:
            raise Mistake(f"一条消息最多{LONGEST}字，请分几条发。")
        await self._player.taken_over()
        delivery = await self._demo.fake.say(self._views.person(str(form.get("user", ""))).userid, text)
        if not delivery.accepted:
            raise Mistake("机器人没有应答，请再发一次。")
        return web.Response(status=204)

    async def tap(self, request: web.Request) -> web.Response:
        """POST /demo/tap user, key: an entry of the app's menu."""
        form = await request.post()
        userid = self._views.person(str(form.get("user", ""))).userid
        await self._player.taken_over()
        delivery = await self._demo.fake.click_menu(userid, str(form.get("key", "")))
        if not delivery.accepted:
            raise Mistake("机器人没有应答，请再点一次。")
        return web.Response(status=204)

    async def press(self, request: web.Request) -> web.Response:
        """POST /demo/press user, task_id, key and one `q:KEY` for every choice."""
        form = await request.post()
        await self._player.taken_over()
        userid, task_id = self._views.person(str(form.get("user", ""))).userid, str(form.get("task_id", ""))
        card = self._demo.fake.phones.card(userid, task_id).card
        questions = card.questions if card is not None and not card.disabled else []
        chosen = {q.key: [str(value) for value in form.getall(f"q:{q.key}", [])] for q in questions if not q.locked}
        delivery = await self._demo.fake.press(userid, task_id, str(form.get("key", "")), chosen)
        if not delivery.accepted:
            raise Mistake("机器人没有应答，请再按一次。")
        return web.Response(status=204)

    async def seen(self, request: web.Request) -> web.Response:
        """POST /demo/seen user, chat: a message arrived in the open chat."""
        form = await request.post()
        self._views.saw(str(form.get("user", "")), str(form.get("chat", "")))
        return web.Response(status=204)

    async def medium(self, request: web.Request) -> web.Response:
        """GET /demo/media/ID: a picture to look at, or a file to save."""
        try:
            medium = self._demo.fake.media.kept(request.match_info["id"])
        except KeyError:
            raise web.HTTPNotFound(text="没有这个文件。") from None
        if medium.kind == "image":
            return web.Response(body=medium.data, content_type=medium.shape)
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(medium.filename)}"}
        return web.Response(body=medium.data, content_type="application/octet-stream", headers=headers)
