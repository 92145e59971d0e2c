"""Filling the slots of an intent: one missing thing is asked at a time (domain.md 0.2 no. 12, C.1 a)."""

from bot.dialogue import afterwards, corrections, followed
from bot.dialogue.asking import ask_line
from bot.dialogue.choices import chosen, outside, with_options
from bot.dialogue.claims import claimed
from bot.dialogue.grades import URGENT
from bot.dialogue.recognise import Hit, intent_named
from bot.dialogue.speech import speech
from bot.dialogue.state import Draft, State
from bot.dialogue.words import asks_back, corrects, head, inquires, resumes, says_nothing, stops, takes_back, waits
from handlers.line import Intent, Reply, Slot, Slots
from handlers.policy import not_found
from handlers.said import Said
from handlers.turn import Turn

NOT_YET = "好的，不急。"
HOW = {
    "unit": "写单位名称就行，如“市发改局”",
    "title": "直接写标题，如“关于……的通知”，或写文号",
    "datetime": "如“9月25日”“下周三下午3点”",
    "leader_list": "如“周书记、林区长”",
    "co_units": "如“应急局、住建局”",
}
"""How what is asked for may be said."""
_NAMES = frozenset({"title", "unit"})
"""Slots that a question does not fill, nor what takes something back: 只登个文号行不行 is no title."""
WHICH_URGENT = "急件是特急还是加急？"
LEAD = 2
"""Characters that may stand before a command: 发个会议通知."""
SURE, ONLY_ASKS = 0.85, 0.4
"""What an intent must weigh to be begun without asking; one that only asks something may be guessed at."""


def begin(turn: Turn, state: State, hit: Hit) -> Reply:
    """A new intent with everything that the message says of it."""
    text = turn.said.text
    kept = text if len(text) <= afterwards.LONGEST and not hit.intent.forgets else ""
    draft = Draft(intent=hit.intent.name, said=kept)
    _fill(turn, hit.intent, draft)
    reply = go_on(turn, state, draft)
    if not (turn.wrote or turn.did or state.waiting()) and hit.line and len(text) <= followed.LONGEST:
        state.asked = kept
    return reply


def go_on(turn: Turn, state: State, draft: Draft) -> Reply:
    """Ask for the next missing thing, or do what was wanted."""
    intent, line_name = intent_named(draft.intent)
    for slot in intent.slots:
        if slot.name not in draft.slots and slot.ask and slot.required(draft.slots):
            early = intent.early(turn, draft.slots) if intent.early is not None else None
            if early is not None:
                state.draft = None
                return ask_line(turn, state, early, line_name, intent.name)
            draft.asked = slot.name
            state.draft = draft
            ask = WHICH_URGENT if slot.name == "urgency" and turn.said.urgency == URGENT else slot.ask
            return Reply(with_options(ask, slot.options))
    state.draft = None
    reply = ask_line(turn, state, intent.run(turn, draft.slots), line_name, intent.name)
    if turn.wrote and state.done and state.done[0].intent == intent.name:
        state.done[0].said = draft.said
    return reply


def asking(draft: Draft) -> str:
    """What the draft is waiting for, as it is asked."""
    slot = _asked(draft)
    return with_options(slot.ask, slot.options) if slot is not None else ""


def _options(draft: Draft) -> tuple[str, ...]:
    slot = _asked(draft)
    return slot.options if slot is not None else ()


def _asked(draft: Draft) -> Slot | None:
    return next((slot for slot in intent_named(draft.intent)[0].slots if slot.name == draft.asked), None)


def answer(turn: Turn, state: State, hits: list[Hit]) -> Reply | None:
    """The message as an answer to the open draft; None when it is something else and the draft was put aside.

    What the person may not do interrupts nothing, and is no answer either.
    """
    draft = state.draft
    if draft is None:
        return None
    whole = _is_whole(hits, turn) and hits[0].intent.name != draft.intent and not _names_unit(turn, draft, hits[0])
    forbidden = whole and not hits[0].intent.allowed(turn.person)
    hits = [hit for hit in hits if hit.intent.allowed(turn.person)]
    intent, said, asked = intent_named(draft.intent)[0], turn.said, _asked(draft)
    options = _options(draft)
    if stops(said.bare) and chosen(said, options) is None:
        state.draft = None
        return Reply(f"已取消“{intent.label}”，未作登记。")
    if options and outside(said, options):
        return Reply(f"请选1–{len(options)}。\n{asking(draft)}")
    if corrects(said.text) and not said.own:
        changes = corrections.corrected(turn, intent, draft.slots)
        if changes:
            return _put_right(turn, state, draft, changes)
    if forbidden:
        return Reply(f"{not_found(turn.office.phones.secretariat)}\n{asking(draft)}")
    new = next((hit for hit in hits if hit.strong and hit.intent.name != draft.intent), None)
    if new is not None and not whole and _goes_on(turn, intent, draft, new):
        new = None
    another = new is not None and bool(said.own) and new.line not in ("", intent_named(draft.intent)[1])
    if new is not None and begins(new, said) and (whole or another or not _answers(turn, draft, asked)):
        _put_aside(state, draft)
        return None
    before = dict(draft.slots)
    again = bool(hits) and hits[0].intent.name == draft.intent and hits[0].strong and hits[0].start <= LEAD
    if again and (anew := _said_anew(turn, intent, draft)):
        if not any(draft.slots.get(name) == value for name, value in anew.items()):
            _put_aside(state, draft)  # 再立一项，…: another of the kind
            return None
        draft.slots |= anew
    _fill(turn, intent, draft, whole=not again)  # the command said once more is no answer
    if draft.slots != before:
        return go_on(turn, state, draft)
    return _not_answered(turn, state, draft, hits)


def _names_unit(turn: Turn, draft: Draft, hit: Hit) -> bool:
    """Whether 住建局牵头 is the unit that was asked for, and no 转办 of a paper."""
    asked = _asked(draft)
    if asked is None or asked.name != "unit" or only_asks(hit) or turn.said.own or turn.said.docs:
        return False
    return asked.read(turn.said, False, draft.slots) is not None


def _said_anew(turn: Turn, intent: Intent, draft: Draft) -> Slots:
    """What the command, said once more in full, says otherwise than the draft; empty when it contradicts nothing."""
    read = ((slot.name, slot.read(turn.said, False, {})) for slot in intent.slots if slot.ask)
    anew = {name: value for name, value in read if value is not None}
    contradicts = any(name in draft.slots and draft.slots[name] != value for name, value in anew.items())
    return anew if contradicts and len(anew) > 1 else {}


def _goes_on(turn: Turn, intent: Intent, draft: Draft, new: Hit) -> bool:
    """Whether what sounds like another wish says more of this one: 住建局牵头，9月24日前, of a task to be made."""
    said, more = turn.said, dict(draft.slots)
    if only_asks(new) or said.own or said.docs or said.title:
        return False
    for slot in intent.slots:
        if slot.name not in more and (value := slot.read(said, False, more)) is not None:
            more[slot.name] = value
    return len(more) - len(draft.slots) > 1


def only_asks(hit: Hit) -> bool:
    """Whether it only asks something: what it interrupts goes on at once."""
    return hit.intent.name in speech().asks


def sure(hit: Hit) -> bool:
    """Whether it may be begun without asking: a write is never guessed at (domain.md C.1)."""
    if not hit.line:
        return hit.length > 0
    return hit.weight >= (ONLY_ASKS if only_asks(hit) else SURE)


def begins(hit: Hit, said: Said) -> bool:
    """Whether the message begins as this command; a time, a room or a number before it does not count."""
    if hit.start <= LEAD:
        return True
    start = head(said.text)
    lead = list(said.text[start : start + hit.start])
    spans = [*(when.span for when in said.times), *(own.span for own in said.own), *(doc.span for doc in said.docs)]
    for first, last in spans:
        lead[max(0, first - start) : max(0, last - start)] = " " * (min(last, start + hit.start) - max(first, start))
    return len("".join(lead).strip(" \t\n，,。：:、的在")) <= LEAD


def _is_whole(hits: list[Hit], turn: Turn) -> bool:
    """Whether the message is a command and nothing else."""
    return bool(hits) and hits[0].strong and hits[0].length >= len(turn.said.bare) - 2


def _not_answered(turn: Turn, state: State, draft: Draft, hits: list[Hit]) -> Reply | None:
    said = turn.said
    if resumes(said.bare) or waits(said.bare):
        return Reply(f"{NOT_YET if waits(said.bare) else ''}{asking(draft)}")
    if not said.own:
        changes = corrections.corrected(turn, intent_named(draft.intent)[0], draft.slots)
        if changes:
            return _put_right(turn, state, draft, changes)
    if any(sure(hit) and hit.intent.name != draft.intent for hit in hits):
        _put_aside(state, draft)
        return None
    if not (asks_back(said.bare) or said.yes is not None):
        state.draft = None
        reply = claimed(turn, state)
        state.draft = draft if reply is None else None
        if reply is not None:
            state.put_aside(draft)
            return reply
    if draft.asked == "urgency" and said.urgency == URGENT:
        return Reply(with_options(WHICH_URGENT, _options(draft)))
    how = "回复序号就行" if _options(draft) else HOW.get(draft.asked or "", "直接写内容就行")
    return Reply(f"没太明白。{asking(draft)}（{how}；不办了回复“取消”）")


def _put_right(turn: Turn, state: State, draft: Draft, changes: dict[str, object]) -> Reply:
    intent = intent_named(draft.intent)[0]
    corrections.apply(turn, intent, draft.slots, changes)
    _fill(turn, intent, draft, whole=False)
    reply = go_on(turn, state, draft)
    if state.draft is None:
        return reply
    return Reply(f"{corrections.words(changes)}{reply.text}", reply.card, about=reply.about)


def _put_aside(state: State, draft: Draft) -> None:
    state.draft = None
    state.put_aside(draft)


def _answers(turn: Turn, draft: Draft, asked: Slot | None) -> bool:
    """Whether the message says what was asked for in so many words, not only by being there."""
    if asked is None:
        return False
    return chosen(turn.said, asked.options) is not None or asked.read(turn.said, False, draft.slots) is not None


def _fill(turn: Turn, intent: Intent, draft: Draft, *, whole: bool = True) -> None:
    """Read every slot that is still empty; the one that was asked for may take the `whole` message."""
    said = turn.said
    tests = (waits, asks_back, resumes, says_nothing)
    evades = any(test(said.bare) for test in tests) or said.yes is not None
    for slot in intent.slots:
        asked = slot.name == draft.asked and whole
        if slot.name in draft.slots and not asked:
            continue
        no_name = slot.name in _NAMES and (inquires(said.bare) or takes_back(said.bare))
        value = slot.read(said, asked, draft.slots) if not (asked and (evades or no_name)) else None
        if value is None and asked and slot.options:
            index = chosen(said, slot.options)
            value = slot.options[index] if index is not None else None
        if value is not None:
            draft.slots[slot.name] = value
