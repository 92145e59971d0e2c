"""POST message/update_template_card and message/recall (wecom.md 5.5, 5.6, 14.10, 14.11)."""

from copy import deepcopy

from bot.sandbox import render, strict
from bot.sandbox.card_rules import CardRules
from bot.sandbox.card_state import INTERACTIVE, CardState
from bot.sandbox.cards import SentMessage
from bot.sandbox.core import Answer, ApiError, Call, Json, Route, ok
from bot.sandbox.messages import Office
from bot.sandbox.strict import Kind

FIELDS = {
    "userids": Kind.LIST,
    "partyids": Kind.LIST,
    "tagids": Kind.LIST,
    "atall": Kind.FLAG,
    "agentid": Kind.INT,
    "response_code": Kind.STR,
    "enable_id_trans": Kind.FLAG,
    "button": Kind.OBJ,
    "template_card": Kind.OBJ,
}


class Updates:
    """Changes to what stands on phones already."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def routes(self) -> dict[str, Route]:
        """The API paths served here."""
        return {
            "message/update_template_card": Route("POST", self.update, body="json"),
            "message/recall": Route("POST", self.recall, body="json"),
        }

    def recall(self, call: Call) -> Answer:
        """Take a message back within 24 h: it disappears from the phones."""
        body = strict.fields(deepcopy(call.body), {"msgid": Kind.STR}, "recall", self._office.journal.violation)
        message = self._office.ledger.recallable(strict.required(body, "msgid", "recall", 40058))
        for copy in self._office.phones.by_msgid(message.msgid):
            copy.recalled = True
            self._office.phones.changed(copy)
        self._office.journal.accept(call)
        return ok()

    def update(self, call: Call) -> Answer:
        """Grey the buttons or replace the card, for targets among the original audience."""
        body = strict.fields(deepcopy(call.body), FIELDS, "update_template_card", self._office.journal.violation)
        if "agentid" in body and body["agentid"] != self._office.agent_id:
            raise ApiError(42015, "the card belongs to another app")
        self._office.check_agent(body)
        code = strict.required(body, "response_code", "update_template_card", 60140)
        message = self._office.ledger.by_code(code)
        targets, invalid = self._targets(body, message)
        change = self._change(body)
        copies = [copy for copy in self._office.phones.by_msgid(message.msgid) if copy.userid in targets]
        changing = [copy.card for copy in copies if copy.card and self._fits(copy.card, change)]
        if copies and not changing:
            raise ApiError(40058, "the message is no card, or a card without buttons")
        self._office.ledger.use_code(code)
        for card in changing:
            card.replace_buttons(change) if isinstance(change, str) else card.replace_card(change)
        for copy in copies:
            self._office.phones.changed(copy)
        self._office.journal.accept(call)
        return ok(invaliduser=invalid) if invalid else ok()

    @staticmethod
    def _fits(card: CardState, change: str | Json) -> bool:
        return not isinstance(change, str) or card.kind in INTERACTIVE

    def _targets(self, body: Json, message: SentMessage) -> tuple[frozenset[str], list[str]]:
        if body.get("atall") == 1:
            return message.audience, []
        userids = strict.strings(body, "userids", "update_template_card")
        parties = [str(item) for item in body.get("partyids", [])]
        tags = [str(item) for item in body.get("tagids", [])]
        if not userids and not parties and not tags:
            raise ApiError(82101, "no target given")
        if len(userids) > 1000 or len(parties) > 100 or len(tags) > 100:
            raise ApiError(40035, "too many targets")
        asked = self._office.directory.resolve([], parties, tags).users
        inside = message.audience & {*asked, *(userid.lower() for userid in userids)}
        if not inside:
            raise ApiError(82102, "no target is in the message's audience")
        return inside, [userid.lower() for userid in userids if userid.lower() not in inside]

    def _change(self, body: Json) -> str | Json:
        if ("button" in body) == ("template_card" in body):
            raise ApiError(40058, "give either button or template_card")
        if "button" in body:
            button = strict.fields(body["button"], {"replace_name": Kind.STR}, "button", self._office.journal.violation)
            return strict.required(button, "replace_name", "button", 42020)
        card: Json = body["template_card"]
        CardRules(self._office.journal.violation, self._office.lookups, update=True).check(card)
        return render.translate_ids(card, self._office.name_of) if body.get("enable_id_trans") == 1 else card
