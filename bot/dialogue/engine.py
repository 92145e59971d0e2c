"""The conversation: from what was said and where it stood to an answer and where it stands now.

Order: an open question first, then the unfinished draft, then a new intent, then whoever claims a bare word.
One missing thing is asked at a time (domain.md 0.2 no. 12, C.1 a–g).
"""

from dataclasses import replace

from bot.dialogue import own
from bot.dialogue.choices import chosen, outside, with_options
from bot.dialogue.recognise import Hit, intent_named, recognise
from bot.dialogue.state import Draft, Question, State
from handlers.line import Answer, Intent, Reply, Slot
from handlers.policy import not_found
from handlers.registry import line, lines
from handlers.turn import Turn
from storage.guard import SOFT_REPLY

CANCEL = frozenset({"取消", "算了", "不登了", "不用了", "不弄了", "先不登", "撤销", "不订了", "不办了", "停"})
SOFT_OPTIONS = ("删去敏感部分后重发", "只登记“内部件一件”", "取消")
INTERNAL_ITEM = "内部件一件"
RESUME = frozenset({"继续", "接着来", "继续刚才的", "继续上一个"})


def converse(turn: Turn, state: State) -> Reply:
    """Answer one message; `state` is changed in place. A handler's exception passes through: nothing is kept then."""
    turn.about = state.about
    hits = recognise(turn.said.text)
    able = [hit for hit in hits if hit.intent.allowed(turn.person)]  # what one may not do interrupts nothing
    reply = _to_question(turn, state, able) or _to_draft(turn, state, able) or _afresh(turn, state, hits)
    state.speak_of(reply.about)
    return reply


def ask_line(turn: Turn, state: State, reply: Reply, line_name: str) -> Reply:
    """Remember the question that a line's reply asks, if it asks one."""
    state.question = None
    if reply.then is not None:
        text = with_options(reply.text, reply.options)
        state.question = Question(
            line=line_name,
            step=reply.then,
            text=text,
            options=reply.options,
            data=dict(reply.data),
            free=reply.free,
        )
        return Reply(text, reply.card, about=reply.about)
    return reply


def _to_question(turn: Turn, state: State, hits: list[Hit]) -> Reply | None:
    question = state.question
    if question is None:
        return None
    said = turn.said
    if question.options and outside(said, question.options):
        return Reply(f"请选1–{len(question.options)}；如是数量请写‘{said.choice}支’这样带单位。\n{question.text}")
    index = chosen(said, question.options)
    if index is None and _interrupts(hits, question.free):
        state.question = None
        return None
    if index is None and not question.free:
        if said.bare in CANCEL or said.yes is False:
            state.question = None
            return Reply("好的，未作改动。")
        return Reply(f"没太明白，请回复序号。\n{question.text}")
    state.question = None
    if not question.line:
        return _after_soft(turn, state, index)
    step = line(question.line).steps[question.step]
    return ask_line(turn, state, step(turn, Answer(said, index, question.data)), question.line)


def _interrupts(hits: list[Hit], free: bool) -> bool:
    return bool(hits) and hits[0].strong and (not free or hits[0].start <= 1)


def _to_draft(turn: Turn, state: State, hits: list[Hit]) -> Reply | None:
    draft = state.draft
    if draft is None:
        return None
    intent, line_name = intent_named(draft.intent)
    if turn.said.bare in CANCEL:
        state.draft = None
        return Reply(f"已取消“{intent.label}”，未作登记。")
    asked = next((slot for slot in intent.slots if slot.name == draft.asked), None)
    if asked is not None and asked.options and outside(turn.said, asked.options):
        return Reply(f"请选1–{len(asked.options)}。\n{with_options(asked.ask, asked.options)}")
    new = next((hit for hit in hits if hit.strong and hit.intent.name != draft.intent), None)
    if new is not None and new.start <= 1 and not _answers(turn, draft, asked):
        state.parked.append(draft)
        state.draft = None
        reply = _afresh(turn, state, hits)
        return Reply(
            f"{reply.text}\n（刚才的“{intent.label}”先放下，回复“继续”接着办。）", reply.card, about=reply.about
        )
    before = dict(draft.slots)
    _fill(turn, intent, draft)
    if draft.slots == before and asked is not None:
        return Reply(f"没太明白。{with_options(asked.ask, asked.options)}")
    return _go_on(turn, state, draft, intent, line_name)


def _answers(turn: Turn, draft: Draft, asked: Slot | None) -> bool:
    if asked is None:
        return False
    if asked.options and chosen(turn.said, asked.options) is not None:
        return True
    return asked.read(turn.said, False, draft.slots) is not None


def _afresh(turn: Turn, state: State, hits: list[Hit]) -> Reply:
    if turn.said.bare in RESUME and state.parked:
        state.draft = state.parked.pop()
        intent, line_name = intent_named(state.draft.intent)
        return _go_on(turn, state, state.draft, intent, line_name)
    allowed = [hit for hit in hits if hit.intent.allowed(turn.person)]
    if not allowed or not allowed[0].strong:
        for found in lines():
            for claim in found.claims:
                reply = claim(turn)
                if reply is not None:
                    return ask_line(turn, state, reply, found.name)
    if not allowed:
        return Reply(not_found(turn.office.phones.secretariat) if hits else own.NOT_UNDERSTOOD)
    best = allowed[0]
    state.question = None
    draft = Draft(intent=best.intent.name)
    _fill(turn, best.intent, draft)
    return _go_on(turn, state, draft, best.intent, best.line)


def _fill(turn: Turn, intent: Intent, draft: Draft) -> None:
    """Read every slot that is still empty; the one that was asked for may take the whole message."""
    said = turn.said
    for slot in intent.slots:
        asked = slot.name == draft.asked
        if slot.name in draft.slots and not asked:
            continue
        value = slot.read(said, asked, draft.slots)
        if value is None and asked and slot.options:
            index = chosen(said, slot.options)
            value = slot.options[index] if index is not None else None
        if value is not None:
            draft.slots[slot.name] = value


def _go_on(turn: Turn, state: State, draft: Draft, intent: Intent, line_name: str) -> Reply:
    """Ask for the next missing thing, or do what was wanted."""
    for slot in intent.slots:
        if slot.name not in draft.slots and slot.ask and slot.required(draft.slots):
            draft.asked = slot.name
            state.draft = draft
            return Reply(with_options(slot.ask, slot.options))
    state.draft = None
    reply = intent.run(turn, draft.slots)
    return ask_line(turn, state, reply, line_name) if line_name else reply


def soft_question(state: State) -> Reply:
    """What the guard stopped softly is not kept; the person chooses how to go on (domain.md 7.3)."""
    state.draft = None
    state.question = Question(line="", step="soft", text=SOFT_REPLY, options=SOFT_OPTIONS)
    return Reply(SOFT_REPLY, trusted=True)


def after_expiry(reply: Reply) -> Reply:
    """Say that what was left unfinished has been dropped."""
    return replace(reply, text=f"{reply.text}\n（上次没说完的已超过30分钟，未保存。）")


def _after_soft(turn: Turn, state: State, index: int | None) -> Reply:
    if index == 1:
        intent, line_name = intent_named("log_incoming")
        if intent.allowed(turn.person):
            draft = Draft(intent=intent.name, slots={"title": INTERNAL_ITEM})
            return _go_on(turn, state, draft, intent, line_name)
    return Reply("请删去敏感部分后重新发送。" if index == 0 else "好的，已取消，未保存。")
