"""The decision on a 延期 by 分管主任: by card or word, once; everybody concerned hears (domain.md 2.6, template 6)."""

import re
from datetime import datetime

from handlers.documents import plans, records, refs, store, wording
from handlers.documents.cards import Decision
from handlers.documents.extending import ASK_DATE, card, day, decided, deciders, iso, when
from handlers.documents.plans import LINE
from handlers.documents.records import AGREED, CHANGED, DECLINED, EXTENSION, WAITING, Request
from handlers.documents.standing import allowed
from handlers.documents.states import Act, Refused
from handlers.documents.store import Doc
from handlers.documents.terms import EXTENDED, OVER
from handlers.line import Answer, Press, Reply
from handlers.policy import not_found
from handlers.turn import Turn
from scheduler.wording import deadline
from storage.changes import Change
from storage.outbox import Lane

_WORDS = re.compile(
    r"^.{0,24}(?P<no>不同意|不批准|不予)|^\s*(?:只|仅|最多)?(?:能)?(?:同意|批准|准予)|(?:同意|批准)\s*$|^\s*(?:改|延)(?:期|日期)?[到至成为]"
)
_OTHERS = re.compile(r"督|立项|办结|请假|替会|退文|作废|签发")


def claim(turn: Turn) -> Reply | None:
    """同意, 不同意 or 改到… from the one before whom an extension lies."""
    said = turn.said
    words = _WORDS.match(said.text)
    if words is None or _OTHERS.search(said.text):
        return None
    mine = [one for one in records.waiting(turn.tx, EXTENSION) if turn.person.userid in deciders(turn, one)]
    docs = refs.named(turn)
    if docs is not None:
        mine = [one for one in mine if one.doc_id in {doc.id for doc in docs}]
    if not mine:
        return None
    data = {"decision": "decline" if words["no"] else "agree", "date": when(said, False, {})}
    if len(mine) == 1:
        return _settle(turn, mine[0], data["decision"] or "", data["date"])
    papers = [store.get(turn.tx, one.doc_id) for one in mine[: refs.MANY]]
    options = tuple(f"{doc.ref}延至{day(one.wanted_at)}" for doc, one in zip(papers, mine, strict=False))
    data_ = {**data, "requests": [one.id for one in mine[: refs.MANY]]}
    return Reply("有几件延期申请，是哪一件？", options=options, then="extension_which", data=data_)


def which(turn: Turn, answer: Answer) -> Reply:
    """Which request was meant."""
    one = records.request_of(turn.tx, answer.data["requests"][answer.index or 0])
    return _settle(turn, one, answer.data["decision"], answer.data["date"])


def pressed(turn: Turn, payload: Decision, press: Press) -> Reply | None:
    """The card's buttons. Who may not decide finds nothing; a late press says who decided what and when."""
    one = records.request_of(turn.tx, payload.request)
    if turn.person.userid not in deciders(turn, one):
        return Reply(not_found(turn.office.phones.secretariat))
    doc = store.hold(turn.tx, one.doc_id)
    one = records.request_of(turn.tx, one.id)
    if payload.decision == "change" and one.state == WAITING and doc.status not in OVER:
        text = f"{doc.no}延期改到哪一天？（申请延至{day(one.wanted_at)}）"
        data = {"request": one.id, "code": press.response_code, "task_id": press.task_id}
        return Reply(text, then="extension_date", free=True, data=data, about=(doc.key,))
    reply = _settle(turn, one, payload.decision, None)
    _refresh(turn, one.id, press.response_code, press.task_id)
    return reply


def _refresh(turn: Turn, request_id: int, code: str, task_id: str) -> None:
    """Draw the card of a decision anew once it is made."""
    one = records.request_of(turn.tx, request_id)
    if one.state != WAITING:
        drawn = card(turn, store.get(turn.tx, one.doc_id), one, to=turn.person.userid)
        turn.update_card(code, [turn.person.userid], drawn.model_copy(update={"task_id": task_id}))


def date_given(turn: Turn, answer: Answer) -> Reply:
    """The date that the decider gives instead."""
    at = when(answer.said, True, {})
    if answer.said.yes is False:
        return Reply("好的，延期申请仍待审定。")
    if at is None:
        return Reply(f"没认出日期。{ASK_DATE}", then="extension_date", free=True, data=answer.data)
    reply = _settle(turn, records.request_of(turn.tx, answer.data["request"]), "agree", at)
    if "code" in answer.data:
        _refresh(turn, answer.data["request"], answer.data["code"], answer.data["task_id"])
    return reply


def _settle(turn: Turn, one: Request, decision: str, date: str | None) -> Reply:
    """Decide; a decision that was made already is told with who and when."""
    doc = store.hold(turn.tx, one.doc_id)
    one = records.request_of(turn.tx, one.id)
    if one.state != WAITING:
        return Reply(f"{doc.no}的延期申请已处理：{decided(turn, one)}。", about=(doc.key,))
    agree = decision != "decline"
    granted = datetime.fromisoformat(date) if agree and date else one.wanted_at if agree else None
    try:
        allowed(turn, doc, Act.GRANT, {"due_at"})
    except Refused:
        return Reply(f"{doc.no}现为{doc.status}，延期申请不用再审定。", about=(doc.key,))
    if granted is not None and granted <= turn.now:
        text = f"日期须晚于现在。{ASK_DATE}"
        return Reply(text, then="extension_date", free=True, data={"request": one.id}, about=(doc.key,))
    state = DECLINED if not agree else AGREED if granted == one.wanted_at else CHANGED
    records.decide(turn.tx, one.id, state, by=turn.person.userid, now=turn.now, granted_at=granted)
    before, source = doc.due_at, doc.due_source
    if granted is not None:
        doc = store.change(turn.tx, doc, turn.now, {"due_at": granted, "due_source": EXTENDED})
    turn.note("批复延期", doc.key, before={"due_at": str(before)}, after={"state": state, "due_at": str(granted)})
    data = {"request": one.id, "due_at": iso(before), "due_source": source}
    turn.undoable(LINE, "decision", doc.key, {**data, "granted": iso(granted)})
    plans.everything(turn, doc)
    nth = sum(r.state in (AGREED, CHANGED) for r in records.requests(turn.tx, doc.id))
    text = (
        f"来文（{doc.name}）延期至{deadline(granted)}已同意（第{nth}次），请抓紧办理。"
        if granted is not None
        else f"来文（{doc.name}）延期未获同意，仍按{deadline(doc.due_at) if doc.due_at else '原时限'}办理。"
    )
    _tell_all(turn, doc, one, text)
    said = f"同意延期至{wording.due_words(granted, turn.now)}" if granted is not None else "不同意延期"
    return Reply(f"已{said}：{doc.ref}，已告知承办单位和催办人。回复“撤销”可恢复。", about=(doc.key,))


def undecide(turn: Turn, change: Change) -> Reply:
    """Take a decision back; the request waits again."""
    data = change.data
    one = records.request_of(turn.tx, data["request"])
    doc = store.hold(turn.tx, one.doc_id)
    if iso(doc.due_at) != (data["granted"] or data["due_at"]) or doc.status in OVER:
        return Reply(f"{doc.no}此后又有改动，不能撤销批复，请直接说明新的时限。", about=(doc.key,))
    records.reopen(turn.tx, one.id, turn.now)
    old = {
        "due_at": datetime.fromisoformat(data["due_at"]) if data["due_at"] else None,
        "due_source": data["due_source"],
    }
    doc = store.change(turn.tx, doc, turn.now, old)
    plans.everything(turn, doc)
    _tell_all(turn, doc, one, f"【变更】来文（{doc.name}）延期批复撤回，重新审定，暂按原时限办理。")
    return Reply(f"已撤销：{doc.no}的延期批复，申请恢复为待批。", about=(doc.key,))


def _tell_all(turn: Turn, doc: Doc, one: Request, text: str) -> None:
    people = [person.userid for unit in doc.units for person in turn.office.liaisons(unit)[:1]]
    people = [who for who in dict.fromkeys([*people, one.created_by, doc.chaser]) if who != turn.person.userid]
    key = f"{doc.key}:延期批复:{one.id}:{doc.version}:{len(text)}"
    turn.tell(people, text, lane=plans.lane(doc, Lane.TIMELY), key=key, subject=doc.key, origin=turn.person.userid)
