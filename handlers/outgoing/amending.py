"""更正 of a registered paper; a change of substance after the signature goes back to the signatory (article 25)."""

import re
from typing import Any

from handlers.documents import rules
from handlers.line import Reply, Slots
from handlers.outgoing import editing, wording
from handlers.outgoing import slots as read
from handlers.outgoing.addressees import warned
from handlers.outgoing.bodies import bodies
from handlers.outgoing.store import Out, Outdated
from handlers.outgoing.tables import TITLE_LENGTH
from handlers.outgoing.terms import Act, State
from handlers.outgoing.write import OUTDATED, refused, screened, write
from handlers.turn import Turn

NAMES = {
    "title": "标题",
    "genre": "文种",
    "main_to": "主送",
    "cc": "抄送",
    "urgency": "缓急",
    "copies": "份数",
    "openness": "公开属性",
    "drafting_unit": "拟稿科室",
    "drafter": "拟稿人",
    "important": "重要",
}
_SUBSTANCE = ("title", "genre", "main_to")
_MORE = re.compile(r"(?:加上?|增加|补上?|再)")
_LESS = re.compile(r"(?:删去?|去掉|减去?|不再?)")
_TITLE = re.compile(r"标题(?:应该?)?(?:改[成为到]?|更正[成为]|换成|[是为])[：: ]*《?(?P<new>[^》\n]{4,})")
_NEW = re.compile(
    r"(?:主送|抄送)[^，,。；;]{0,3}?(?:改[成为到]|换成|应[该]?[是为]|加上?|增加|补上?|删去?|去掉)(?P<new>[^。；;\n]+)"
)
_PLAIN = re.compile(r"^(?:主送|抄送)[：:]?(?P<new>[^。；;\n]+)$")


def amend(turn: Turn, doc: Out, _slots: Slots) -> Reply:
    """Change what is named; shows before → after."""
    stopped = refused(turn, doc, Act.AMEND)
    if stopped is not None:
        return stopped
    changes = changed(turn, doc)
    if not changes:
        return Reply("请写明改什么，例如“发文45号主送加上区应急局”“发文45号份数改为80份”。", about=(doc.key,))
    if len(changes.get("title", "")) > TITLE_LENGTH:
        return Reply(f"标题超过{TITLE_LENGTH}字，请精简后重发。", about=(doc.key,))
    blocked = screened(turn, changes.get("title"), *changes.get("main_to", ()), *changes.get("cc", ()))
    if blocked is not None:
        return blocked
    lines = [f"{NAMES[name]} {_shown(turn, getattr(doc, name))}→{_shown(turn, new)}" for name, new in changes.items()]
    signed = doc.state in (State.SIGNED, State.NUMBERED, State.PRINTING)
    try:
        doc = write(turn, doc, changes, "更正发文")
    except Outdated:
        return Reply(OUTDATED)
    text = f"{doc.doc_no}：{'；'.join(lines)}。"
    if signed and any(name in changes for name in _SUBSTANCE):
        return Reply(f"{text}\n{editing.reopen(turn, doc, '签发后有实质性修改').text}", about=(doc.key,))
    slots = {"title": doc.title, "genre": doc.genre, "unit": doc.main_to, "cc": doc.cc}
    notes = [one.line for one in warned(turn.office, slots)]
    return Reply("\n".join([text, *notes]), about=(doc.key,))


def changed(turn: Turn, doc: Out) -> dict[str, Any]:
    """The fields of which the message says something else than the row."""
    said, text = turn.said, turn.said.text
    found: dict[str, Any] = {}
    title = _TITLE.search(text)
    if title:
        found["title"] = title["new"].strip(" 。")
        found["genre"] = rules.genre(found["title"]) or doc.genre
    for name, word in (("main_to", "主送"), ("cc", "抄送")):
        if word in text:
            found[name] = _list(turn, list(getattr(doc, name)), word)
    found |= {
        "urgency": read.urgency(said, False, {}),
        "copies": _copies(turn),
        "openness": read.openness(said, False, {}),
        "drafting_unit": read.drafting_unit(said, False, {}),
        "drafter": read.drafter(said, False, {}),
        "important": read.important(said, False, {}),
    }
    if "文种" in text and not title:
        found["genre"] = next((kind for kind in rules.GENRES if text.rstrip("。 ").endswith(kind)), None)
    return {name: new for name, new in found.items() if new is not None and new != getattr(doc, name)}


def _copies(turn: Turn) -> int | None:
    match = re.search(r"份数[^\d，,]{0,5}(\d{1,4})", turn.said.text)
    return int(match[1]) if match else read.copies(turn.said, False, {})


def _list(turn: Turn, old: list[str], word: str) -> list[str] | None:
    text = turn.said.text
    match = next((m for m in _NEW.finditer(text) if m[0].startswith(word)), None)
    plain = _PLAIN.match(text) if match is None and text.startswith(word) else None
    match = match or plain
    if match is None:
        return None
    new = bodies(turn.said, match.start("new"), match.end("new"))
    if not new:
        return None
    if _LESS.search(match[0]):
        return [one for one in old if one not in new]
    return list(dict.fromkeys([*old, *new])) if _MORE.search(match[0]) or (plain and word == "抄送") else new


def _shown(turn: Turn, value: Any) -> str:
    if isinstance(value, list):
        return wording.labels(turn.office, value) or "（无）"
    if isinstance(value, bool):
        return "是" if value else "否"
    text = wording.openness(value) or wording.name(turn.office, str(value)) if value else ""
    return text or "（未填）"
