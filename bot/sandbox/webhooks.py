"""Webhook robots (wecom.md 6.2, 14.13): no token, the key is the secret."""

import secrets
from collections.abc import Sequence
from copy import deepcopy

from bot.sandbox import strict
from bot.sandbox.chats import Group, Groups
from bot.sandbox.core import Answer, ApiError, Call, Route, ok
from bot.sandbox.media import MediaStore
from bot.sandbox.messages import Office
from bot.sandbox.payloads import WEBHOOK, Payloads
from bot.sandbox.strict import Kind


class Webhooks:
    """webhook/send and webhook/upload_media."""

    def __init__(self, office: Office, groups: Groups, media: MediaStore) -> None:
        self._office = office
        self._groups = groups
        self._media = media
        self._robots: dict[str, Group] = {}

    def add(self, name: str, members: Sequence[str]) -> str:
        """Make a group of people with a robot in it; returns the robot's key."""
        key = secrets.token_hex(16)
        group = Group(
            secrets.token_hex(16), name, members[0].lower(), [userid.lower() for userid in members], own=False
        )
        self._robots[key] = group
        self._groups.all[group.chatid] = group
        self._groups.changed(group)
        return key

    def remove(self, key: str) -> None:
        """The robot is taken out of its group. Raises KeyError when there is none."""
        del self._robots[key]

    def routes(self) -> dict[str, Route]:
        """The API paths served here."""
        return {
            "webhook/send": Route("POST", self.send, token=False, body="json"),
            "webhook/upload_media": Route("POST", self.upload, token=False, body="file"),
        }

    def _robot(self, call: Call) -> tuple[str, Group]:
        key = call.query.get("key", "")
        if key not in self._robots:
            raise ApiError(93000, "invalid webhook url")
        return key, self._robots[key]

    def send(self, call: Call) -> Answer:
        """A message of the robot: 20 a minute."""
        key, group = self._robot(call)
        if not self._office.quotas.webhook_send(key):
            raise ApiError(45009, "api freq out of limit: 20 messages a minute for one robot")
        body = deepcopy(call.body)
        kind = body.get("msgtype")
        if not isinstance(kind, str):
            raise ApiError(40008, "invalid message type")
        known = {"msgtype": Kind.STR} | ({kind: Kind.OBJ} if kind in WEBHOOK.kinds else {})
        strict.fields(body, known, "webhook", self._office.journal.violation)
        payload = body.get(kind, {})
        lookups = self._office.lookups.owned_by(key)
        payloads = Payloads(WEBHOOK, self._office.journal.violation, lookups, self._office.quirks)
        payloads.check(kind, payload)
        self._groups.post(group, kind, payload, payloads.text(kind, payload))
        self._office.journal.accept(call)
        return ok()

    def upload(self, call: Call) -> Answer:
        """A file or voice that only this robot can use."""
        key, _ = self._robot(call)
        return self._media.accept(call, ("file", "voice"), owner=key)
