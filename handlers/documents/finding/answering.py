"""查文: by any writing of a number, by words and conditions; several are listed, a number opens one (issue 4, item 5).

What one may not see is not there; what is not there and what one may not see sound alike (domain.md 7.6).
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from handlers.documents import lookup, refs, store, wording
from handlers.documents.finding import ask as finding_ask
from handlers.documents.finding import index as finding_index
from handlers.documents.finding.ask import Ask
from handlers.documents.finding.search import MOST, search
from handlers.documents.store import Doc
from handlers.documents.tables import incoming_doc
from handlers.documents.terms import OVER
from handlers.line import Answer, Reply, Slots
from handlers.policy import not_found
from handlers.turn import Turn
from scheduler.wording import deadline
from storage.office import Role

PAGE = 8
PAGE_BYTES = 1500
"""UTF-8 bytes of a page's rows; with head and foot it stays under WeCom's 2048 (wecom.md 5.2)."""
TITLE_SHOWN = 26
ASK_WHICH = (
    "请说明查什么：编号、文号、标题里的词，或单位、缓急、状态、日期，例如“台风”“住建局没办结的”“本周收的特急件”。"
)
NEXT_PAGE = ("下一页", "下页", "后面的", "更多", "继续看", "再来", "往后", "还有呢", "还有", "后一页", "翻页")
_LOOSE = re.compile(r"收文?\s*\d{1,5}(?!\d)")
"""收1203: our number as it is typed in a hurry."""
LAST_PAGE = ("上一页", "上页", "前一页", "往前")


_NARROWS = re.compile("只[看要列留]|其中|[这里]面|当中")
"""只看办件, of what was listed just now."""
LISTED = "listed:"
"""Stands behind the papers of a list among what was spoken of."""
_WHOLE = re.compile("全文|正文|原文|原件|扫描件|电子版")
NOT_KEPT = "这里不存正文和扫描件，原文请到OA阅览，或向联系人取阅。"
_MINE = re.compile(r"要我[看阅批]|待我?阅|[没未][看阅批]")
"""Asks for what lies before oneself."""


def find_doc(turn: Turn, slots: Slots) -> Reply:
    """The papers that are asked for, newest first: one is shown whole, several are listed."""
    ask = _ask(turn)
    ids = _by_number(turn, ask)
    if ids is None and ask.empty:
        recent = refs.lately(turn)
        return lookup.show(turn, recent, slots, False) if recent else Reply(ASK_WHICH)
    if ids is None:
        ids = search(turn, ask)
        if listed := _listed(turn):
            ids = [one for one in ids if one in listed]
            if not ids:
                return Reply("刚才列出的里面没有这样的。")
    turn.looked("查文", "incoming", after={"conditions": list(ask.named), "found": min(len(ids), MOST)})
    if not ids and _MINE.search(turn.said.text) and (turn.person.serves or turn.person.has(Role.LEADER)):
        return Reply("没有待阅的来文。")
    if not ids:
        return Reply(not_found(turn.office.phones.secretariat))
    if len(ids) == 1:
        shown = lookup.show(turn, store.get(turn.tx, ids[0]), slots, True)
        return replace(shown, text=f"{shown.text}\n{NOT_KEPT}") if _WHOLE.search(turn.said.text) else shown
    return page(turn, ids, 0)


def _listed(turn: Turn) -> set[int]:
    """What was listed just now, when the question is about that only."""
    if LISTED not in turn.about or not _NARROWS.match(turn.said.bare):
        return set()
    shown = turn.about[: turn.about.index(LISTED)]
    return {int(key.removeprefix("incoming:")) for key in shown if key.startswith("incoming:")}


def page(turn: Turn, ids: Sequence[int], start: int) -> Reply:
    """Some of the papers with numbers to choose, as many as fit; 下一页 shows the next."""
    docs = _seen(turn, ids[start : start + PAGE])
    rows: list[str] = []
    for doc in docs:
        row = _row(turn, doc)
        if rows and len("\n".join([*rows, row]).encode()) > PAGE_BYTES:
            break
        rows.append(row)
    docs = docs[: len(rows)]
    if not docs:
        return Reply(not_found(turn.office.phones.secretariat))
    end = start + len(docs)
    many = f"{MOST}件以上" if len(ids) > MOST else f"{len(ids)}件"
    shown = "" if start == 0 and end >= len(ids) else f"，这是第{start + 1}–{end}件"
    more = "，回复“下一页”看后面的" if end < min(len(ids), MOST) else ""
    limit = f"（只列最近{MOST}件，可加时间、单位再查）" if end >= MOST and len(ids) > MOST else ""
    text = f"共{many}{shown}，最近的在前。回复序号看全流程{more}：{limit}"
    data: dict[str, Any] = {"ids": list(ids), "start": start, "end": end, "shown": [doc.id for doc in docs]}
    about = (*(doc.key for doc in docs), LISTED)
    return Reply(text, options=tuple(rows), then="found", data=data, free=True, about=about)


def found(turn: Turn, answer: Answer) -> Reply:
    """A number opens a paper; 下一页 and 上一页 turn the page; other words narrow nothing and are asked for anew."""
    data = answer.data
    if answer.index is not None:
        docs = _seen(turn, [data["shown"][answer.index]])
        return lookup.show(turn, docs[0], {}, True) if docs else Reply(not_found(turn.office.phones.secretariat))
    words = answer.said.bare
    ids = data["ids"]
    turn.said = answer.said
    if words.startswith(LAST_PAGE):
        return page(turn, ids, max(0, data["start"] - PAGE))
    if words.startswith(NEXT_PAGE):
        if data["end"] >= min(len(ids), MOST):
            return Reply("后面没有了。可以加上时间、单位或标题里的词再查。")
        return page(turn, ids, data["end"])
    return find_doc(turn, {}) if _names_one(turn) or not _ask(turn).empty else Reply("好的，需要时再查。")


def _by_number(turn: Turn, ask: Ask) -> list[int] | None:
    """The papers that are named by a number in any writing; None when none is named."""
    if ask.numbers:
        turn.said = replace(turn.said, own=[own for own in turn.said.own if own.series])
    docs = refs.named(turn) if _names_one(turn) else None
    if docs is None and not ask.numbers:
        return None
    ids = [doc.id for doc in docs or ()]
    for code, seq in ask.numbers:
        wanted = store.find(turn.tx, incoming_doc.c.id.in_(finding_index.numbered(turn.tx, seq, code)))
        ids += [doc.id for doc in _may(turn, [doc.id for doc in wanted if code in (doc.doc_no or "")])]
    return list(dict.fromkeys(ids))


def _names_one(turn: Turn) -> bool:
    said = turn.said
    return bool(said.docs or _LOOSE.search(said.text)) or any(own.series != "督" for own in said.own)


def _may(turn: Turn, ids: Sequence[int]) -> list[Doc]:
    return store.find(turn.tx, incoming_doc.c.id.in_(ids), refs.scope(turn.person)) if ids else []


def _seen(turn: Turn, ids: Sequence[int]) -> list[Doc]:
    """These papers in this order, as far as the person may still see them."""
    docs = {doc.id: doc for doc in _may(turn, ids)}
    return [docs[doc_id] for doc_id in ids if doc_id in docs]


def _row(turn: Turn, doc: Doc) -> str:
    """收〔2026〕1203号《…》（市委办，特急，承办中，时限9月24日17:30）."""
    title = doc.title if len(doc.title) <= TITLE_SHOWN else f"{doc.title[: TITLE_SHOWN - 1]}…"
    urgent = [doc.urgency] if doc.urgency != "平件" else []
    facts = [doc.sender, *urgent, str(doc.status)]
    if doc.due_at is not None and doc.status not in OVER:
        late = "已过时限" if doc.due_at < turn.now else "时限"
        facts.append(f"{late}{wording.due_words(doc.due_at, turn.now)}")
    elif doc.status not in OVER:
        facts.append(f"{deadline(doc.received_at)}收")
    return f"{doc.no}《{title}》（{'，'.join(facts)}）"


def _ask(turn: Turn) -> Ask:
    own = turn.office.own
    names = {own.short, own.label, own.name, "我办", "本办"}
    return finding_ask.read(turn.said, names, {*turn.codes, *turn.office.codes})
