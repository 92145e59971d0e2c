"""The application menu and agent/get (wecom.md 9)."""

from copy import deepcopy

from bot.sandbox import strict
from bot.sandbox.core import Answer, ApiError, Call, Json, Refused, Route, ok, utf8_len
from bot.sandbox.messages import Office
from bot.sandbox.strict import Kind

CLICKS = frozenset({"click", "scancode_push", "scancode_waitmsg", "location_select"}) | {
    "pic_sysphoto",
    "pic_photo_or_album",
    "pic_weixin",
}
TYPES = CLICKS | {"view", "view_miniprogram"}
BUTTON = dict.fromkeys(("type", "name", "key", "url", "pagepath", "appid"), Kind.STR) | {"sub_button": Kind.LIST}


class Menu:
    """menu/create, get, delete; agent/get."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self.buttons: list[Json] = []

    def routes(self) -> dict[str, Route]:
        """The API paths served here."""
        return {
            "menu/create": Route("POST", self.create, body="json"),
            "menu/get": Route("GET", self.get),
            "menu/delete": Route("GET", self.delete),
            "agent/get": Route("GET", self.agent),
        }

    def _need_agent(self, call: Call) -> None:
        number = call.query.get("agentid", "")
        if not number:
            raise ApiError(41011, "agentid missing")
        if not number.isdecimal():
            raise ApiError(40056, "invalid agentid")
        self._office.check_agent({"agentid": int(number)})

    def create(self, call: Call) -> Answer:
        """Set the whole menu."""
        self._need_agent(call)
        body = strict.fields(deepcopy(call.body), {"button": Kind.LIST}, "menu", self._office.journal.violation)
        buttons = body.get("button", [])
        if not 1 <= len(buttons) <= 3:
            raise ApiError(40016, "a menu has 1 to 3 buttons")
        for button in buttons:
            self._check(button, top=True)
        self._set(buttons)
        self._office.journal.accept(call)
        return ok()

    def _set(self, buttons: list[Json]) -> None:
        self.buttons = buttons
        self._office.journal.feed.publish({"type": "menu", "button": buttons})

    def _check(self, value: object, *, top: bool) -> None:
        button = strict.fields(value, BUTTON, "menu.button", self._office.journal.violation)
        name = strict.required(button, "name", "menu.button", 41102)
        if utf8_len(name) > (16 if top else 40):
            raise ApiError(40018 if top else 40025, f"menu name {name} too long")
        below = button.get("sub_button", [])
        if below and not top:
            raise ApiError(40022, "a menu has two levels")
        if below:
            if len(below) > 5:
                raise ApiError(40023, "a menu button has 1 to 5 below it")
            for item in below:
                self._check(item, top=False)
            return
        self._check_action(button, top=top)

    @staticmethod
    def _check_action(button: Json, *, top: bool) -> None:
        kind = button.get("type")
        if kind not in TYPES:
            raise ApiError(40017 if top else 40024, f"invalid menu type {kind!r}")
        if kind in CLICKS and not 1 <= utf8_len(button.get("key", "")) <= 128:
            raise ApiError(40019 if top else 40026, "menu key must have 1 to 128 bytes")
        if kind == "view" and not 1 <= utf8_len(button.get("url", "")) <= 1024:
            raise ApiError(40020 if top else 40027, "menu url must have 1 to 1024 bytes")
        if kind == "view" and not button["url"].startswith(("http://", "https://")):
            raise ApiError(40054, "invalid menu url")

    def get(self, call: Call) -> Answer:
        """The menu as it was set."""
        self._need_agent(call)
        if not self.buttons:
            raise ApiError(46003, "no menu")
        return ok(button=self.buttons)

    def delete(self, call: Call) -> Answer:
        """Take the menu away."""
        self._need_agent(call)
        self._set([])
        return ok()

    def agent(self, call: Call) -> Answer:
        """The app's own settings."""
        self._need_agent(call)
        directory = self._office.directory
        return ok(
            agentid=self._office.agent_id,
            name=self._office.app_name,
            square_logo_url="",
            description="",
            allow_userinfos={"user": [{"userid": userid} for userid in sorted(directory.visible_users)]},
            allow_partys={"partyid": sorted(directory.visible_departments)},
            allow_tags={"tagid": []},
            close=0,
            redirect_domain="",
            report_location_flag=0,
            isreportenter=1,
            home_url="",
        )

    def find(self, key: str) -> Json:
        """The entry that a person taps, by key (or url for `view`). Raises Refused when the menu has none."""
        entries: list[Json] = [item for top in self.buttons for item in (top.get("sub_button") or [top])]
        for entry in entries:
            if key in (entry.get("key"), entry.get("url")):
                return entry
        raise Refused(f"the menu has no entry {key!r}")
