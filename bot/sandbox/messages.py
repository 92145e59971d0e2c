"""POST message/send with every check of wecom.md 14.8-14.10."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass

from bot.sandbox import render, strict
from bot.sandbox.card_state import INTERACTIVE, CardState
from bot.sandbox.cards import SentLedger
from bot.sandbox.core import Answer, ApiError, Call, Journal, Json, Quirks, Route, canonical, ok
from bot.sandbox.directory import Audience, Directory
from bot.sandbox.lookups import Lookups
from bot.sandbox.payloads import APP, Payloads
from bot.sandbox.phones import Phones
from bot.sandbox.quotas import Quotas
from bot.sandbox.strict import Kind

ENVELOPE = {
    "touser": Kind.STR,
    "toparty": Kind.STR,
    "totag": Kind.STR,
    "msgtype": Kind.STR,
    "agentid": Kind.INT,
    "safe": Kind.INT,
    "enable_id_trans": Kind.FLAG,
    "enable_duplicate_check": Kind.FLAG,
    "duplicate_check_interval": Kind.INT,
}
PERSON_TIMES = 200
LONGEST_CHECK = 14400
"""Seconds of the duplicate check, at most (wecom.md 5.1)."""


@dataclass
class Office:
    """What sending needs to know of the rest of the fake."""

    agent_id: int
    app_name: str
    clock: Callable[[], float]
    directory: Directory
    quotas: Quotas
    phones: Phones
    ledger: SentLedger
    journal: Journal
    lookups: Lookups
    quirks: Quirks
    has_callback: Callable[[], bool]
    account_quota: int | None = None
    """Accounts the corp has bought, for the daily quota of 200 person-times each; None takes the head-count."""

    def check_agent(self, body: Json) -> None:
        """Raises ApiError 41011 (missing), 301002 (another app's)."""
        if "agentid" not in body:
            raise ApiError(41011, "agentid missing")
        if body["agentid"] != self.agent_id:
            raise ApiError(301002, "not allow operate another agent with this accesstoken")

    def name_of(self, template: str, name: str) -> str | None:
        """The name that an id-trans template stands for."""
        if template == "departmentName":
            unit = self.directory.departments.get(int(name)) if name.isdecimal() else None
            return unit.name if unit else None
        member = self.directory.find(name)
        return member.name if member else None


class Sending:
    """message/send."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._payloads = Payloads(APP, office.journal.violation, office.lookups, office.quirks)
        self._recent: dict[str, float] = {}

    def routes(self) -> dict[str, Route]:
        """The API paths served here."""
        return {"message/send": Route("POST", self.send, body="json")}

    def send(self, call: Call) -> Answer:
        """Check, resolve the receivers, deliver."""
        body = deepcopy(call.body)
        kind = body.get("msgtype")
        if not isinstance(kind, str):
            raise ApiError(40008, "invalid message type")
        payload_kind = {kind: Kind.OBJ} if kind in APP.kinds else {}
        strict.fields(body, ENVELOPE | payload_kind, "message", self._office.journal.violation)
        self._office.check_agent(body)
        users, parties, tags = _receivers(body)
        if self._is_repeat(body, call.body):
            self._office.journal.suppressed.append(call.body)
            return ok()
        payload = body.get(kind)
        self._payloads.check(kind, payload)
        assert isinstance(payload, dict)  # noqa: S101 - the check above refuses everything else
        if "safe" in body:
            self._payloads.check_safe(kind, payload, body["safe"])
        audience = self._office.directory.resolve(users, parties, tags)
        if not audience.users:
            raise ApiError(81013, "user & party & tag all invalid", **_invalid(audience))
        self._spend(len(audience.users))
        answer = self._deliver(kind, payload, audience, translate=body.get("enable_id_trans") == 1)
        self._remember(call.body)
        self._office.journal.accept(call)
        return answer

    def _is_repeat(self, body: Json, raw: Json) -> bool:
        interval = body.get("duplicate_check_interval", 1800)
        if not 0 <= interval <= LONGEST_CHECK:
            raise ApiError(40058, f"duplicate_check_interval must be at most {LONGEST_CHECK}")
        last = self._recent.get(canonical(raw))
        return body.get("enable_duplicate_check") == 1 and last is not None and self._office.clock() - last < interval

    def _remember(self, raw: Json) -> None:
        """What the duplicate check looks at; the oldest are forgotten once no check can reach them."""
        now = self._office.clock()
        self._recent.pop(body := canonical(raw), None)
        self._recent[body] = now
        while now - self._recent[first := next(iter(self._recent))] > LONGEST_CHECK:
            del self._recent[first]

    def _spend(self, people: int) -> None:
        accounts = self._office.account_quota or len(self._office.directory.members())
        if not self._office.quotas.daily(people, accounts * PERSON_TIMES):
            raise ApiError(45009, "api freq out of limit: daily person-times of app messages")

    def _card(self, payload: Json) -> tuple[CardState, bool]:
        calls_back = payload["card_type"] in INTERACTIVE or "action_menu" in payload
        if calls_back and not self._office.has_callback():
            raise ApiError(43012, "the app needs a callback URL")
        if payload.get("task_id"):
            self._office.ledger.claim_task_id(payload["task_id"])
        return CardState(payload), calls_back

    def _deliver(self, kind: str, payload: Json, audience: Audience, *, translate: bool) -> Json:
        office = self._office
        shown = render.translate_ids(payload, office.name_of) if translate else payload
        card, calls_back = self._card(shown) if kind == "template_card" else (None, False)
        text = self._payloads.text(kind, shown)
        medium = office.lookups.shown(kind, payload)
        message = office.ledger.record(audience.users)
        for userid in audience.users:
            if not office.quotas.to_member(userid):
                office.journal.violation(f"message to {userid} silently dropped: over 30/min or 1000/h")
                continue
            own = card.copy() if card else None
            office.phones.show(
                userid, kind, text, office.app_name, msgid=message.msgid, payload=shown, card=own, medium=medium
            )
        answer = ok(**_invalid(audience), msgid=message.msgid)
        if calls_back:
            answer["response_code"] = office.ledger.issue_code(message.msgid)
        return answer


def _receivers(body: Json) -> tuple[list[str], list[str], list[str]]:
    users, parties, tags = (
        [part for part in body.get(name, "").split("|") if part] for name in ("touser", "toparty", "totag")
    )
    if not users and not parties and not tags:
        raise ApiError(82001, "touser, toparty and totag are all empty")
    if len(users) > 1000:
        raise ApiError(40032, "more than 1000 users")
    if len(parties) > 100:
        raise ApiError(82002, "more than 100 departments")
    if len(tags) > 100:
        raise ApiError(82003, "more than 100 tags")
    return list(dict.fromkeys(users)), parties, tags


def _invalid(audience: Audience) -> Json:
    lists = {
        "invaliduser": audience.invalid_users,
        "invalidparty": audience.invalid_parties,
        "invalidtag": audience.invalid_tags,
        "unlicenseduser": audience.unlicensed,
    }
    return {name: "|".join(items) for name, items in lists.items() if items}
