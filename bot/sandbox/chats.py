"""App group chats (appchat/*) and webhook robots (wecom.md 6, 14.12, 14.13)."""

import re
import secrets
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field

from bot.sandbox import strict
from bot.sandbox.core import Answer, ApiError, Call, Json, Route, ok
from bot.sandbox.directory import ROOT
from bot.sandbox.messages import Office
from bot.sandbox.payloads import APPCHAT, Payloads
from bot.sandbox.strict import Kind

CHATID = re.compile(r"[0-9A-Za-z]{1,32}")
CREATE = {"name": Kind.STR, "owner": Kind.STR, "userlist": Kind.LIST, "chatid": Kind.STR}
UPDATE = {
    "chatid": Kind.STR,
    "name": Kind.STR,
    "owner": Kind.STR,
    "add_user_list": Kind.LIST,
    "del_user_list": Kind.LIST,
}
SEND = {"chatid": Kind.STR, "msgtype": Kind.STR, "safe": Kind.INT}


@dataclass
class GroupMessage:
    """One message in a group; `at` is clock seconds."""

    kind: str
    text: str
    at: float


@dataclass
class Group:
    """A group of members (lower-case userids). `own` when this app made it; otherwise only its robots speak there."""

    chatid: str
    name: str
    owner: str
    members: list[str]
    own: bool = True
    messages: list[GroupMessage] = field(default_factory=list)

    def to_dict(self) -> Json:
        """JSON for the browser page."""
        return {"chatid": self.chatid, "name": self.name, "owner": self.owner, "members": list(self.members)}


class Groups:
    """All groups, and how a message lands in one."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self.all: dict[str, Group] = {}

    def post(self, group: Group, kind: str, payload: Json, text: str) -> None:
        """Show a message on every member's phone that has room for it."""
        office = self._office
        if not office.quotas.group_send(len(group.members)):
            raise ApiError(45009, "api freq out of limit: group person-times")
        medium = office.lookups.shown(kind, payload)
        group.messages.append(GroupMessage(kind, text, office.clock()))
        for userid in group.members:
            if office.quotas.group_to_member(userid):
                office.phones.show(userid, kind, text, group.name, chatid=group.chatid, payload=payload, medium=medium)
            else:
                office.journal.violation(f"group message to {userid} silently dropped: over 200/min or 10000/day")

    def changed(self, group: Group) -> None:
        """Tell the browser pages."""
        self._office.journal.feed.publish({"type": "group", "group": group.to_dict()})


class AppChats:
    """appchat/create, update, get, send."""

    def __init__(self, office: Office, groups: Groups) -> None:
        self._office = office
        self._groups = groups
        self._note = office.journal.violation
        self._payloads = Payloads(APPCHAT, self._note, office.lookups, office.quirks)

    def routes(self) -> dict[str, Route]:
        """The API paths served here."""
        return {
            "appchat/create": Route("POST", self._guarded(self.create), body="json"),
            "appchat/update": Route("POST", self._guarded(self.update), body="json"),
            "appchat/send": Route("POST", self._guarded(self.send), body="json"),
            "appchat/get": Route("GET", self.get),
        }

    def _guarded(self, handler: Callable[[Call], Answer]) -> Callable[[Call], Answer]:
        def handle(call: Call) -> Answer:
            self._need_root()
            answer = handler(call)
            self._office.journal.accept(call)
            return answer

        return handle

    def _need_root(self) -> None:
        if ROOT not in self._office.directory.visible_departments:
            raise ApiError(48002, "api forbidden: the visible range must be the root department")

    def create(self, call: Call) -> Answer:
        """A new group of 2 to 2000 members."""
        body = strict.fields(deepcopy(call.body), CREATE, "appchat", self._note)
        members = self._members(body, "userlist")
        if not 2 <= len(members) <= 2000:
            raise ApiError(86006, "a group needs 2 to 2000 members")
        owner = str(body.get("owner") or members[0]).lower()
        if owner not in members:
            raise ApiError(86207, "owner not in userlist")
        chatid = body.get("chatid") or secrets.token_hex(16)
        if not CHATID.fullmatch(chatid):
            raise ApiError(86001, "invalid chatid")
        if chatid in self._groups.all:
            raise ApiError(86215, "chatid exists")
        if not self._office.quotas.chat_created():
            raise ApiError(45009, "api freq out of limit: new group chats")
        strict.shorten(body, "name", 50, "appchat", self._note, chars=True)
        group = Group(chatid, body.get("name") or "群聊", owner, members)
        self._groups.all[chatid] = group
        self._groups.changed(group)
        return ok(chatid=chatid)

    def _members(self, body: Json, name: str) -> list[str]:
        userids = [userid.lower() for userid in strict.strings(body, name, "appchat")]
        bad = [userid for userid in userids if self._office.directory.reachable(userid) is None]
        if bad:
            raise ApiError(86007, f"invalid member {'|'.join(bad)}")
        return list(dict.fromkeys(userids))

    def _group(self, chatid: str) -> Group:
        if not CHATID.fullmatch(chatid):
            raise ApiError(86001, "invalid chatid")
        group = self._groups.all.get(chatid)
        if group is None:
            raise ApiError(86003, "chat does not exist")
        if not group.own:
            raise ApiError(86008, "not a group of this app")
        return group

    def update(self, call: Call) -> Answer:
        """Rename, add, remove, hand over."""
        body = strict.fields(deepcopy(call.body), UPDATE, "appchat", self._note)
        group = self._group(strict.required(body, "chatid", "appchat", 86001))
        added, removed = self._members(body, "add_user_list"), _lower(body, "del_user_list")
        members = [userid for userid in dict.fromkeys([*group.members, *added]) if userid not in removed]
        owner = str(body.get("owner") or group.owner).lower()
        if owner not in members:
            raise ApiError(86207, "owner not in the group; name a new owner when removing the present one")
        if not 2 <= len(members) <= 2000:
            raise ApiError(86006, "a group needs 2 to 2000 members")
        if not self._office.quotas.chat_changed():
            raise ApiError(45009, "api freq out of limit: changes of group chats")
        strict.shorten(body, "name", 50, "appchat", self._note, chars=True)
        group.name, group.owner, group.members = body.get("name") or group.name, owner, members
        self._groups.changed(group)
        return ok()

    def get(self, call: Call) -> Answer:
        """The group as it is."""
        self._need_root()
        group = self._group(call.query.get("chatid", ""))
        info = {"chatid": group.chatid, "name": group.name, "owner": group.owner, "userlist": list(group.members)}
        return ok(chat_info={**info, "chat_type": 0})

    def send(self, call: Call) -> Answer:
        """A message to the group; no template cards, no msgid."""
        body = deepcopy(call.body)
        kind = body.get("msgtype")
        if not isinstance(kind, str):
            raise ApiError(40008, "invalid message type")
        known = SEND | ({kind: Kind.OBJ} if kind in APPCHAT.kinds else {})
        strict.fields(body, known, "appchat", self._note)
        group = self._group(strict.required(body, "chatid", "appchat", 86001))
        payload = body.get(kind, {})
        self._payloads.check(kind, payload)
        if "safe" in body:
            self._payloads.check_safe(kind, payload, body["safe"])
        self._groups.post(group, kind, payload, self._payloads.text(kind, payload))
        return ok()


def _lower(body: Json, name: str) -> set[str]:
    return {userid.lower() for userid in strict.strings(body, name, "appchat")}
