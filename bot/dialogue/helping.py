"""帮助: what this person can do now, by line; one line's whole list; one thing with ways to say it (issue 3, 7)."""

import re
from collections.abc import Iterable

from bot.dialogue.speech import speech
from handlers.line import Intent, Line, Reply, Slots
from handlers.registry import lines
from handlers.said import Said
from handlers.turn import Turn
from storage.office import Office, Person

MOST = 12
LONGEST_EXAMPLE = 34
COMMON_TO_ALL, RARE = 4.0, 3.0
"""How far what everybody may do stands behind one's own work, and what is rarely wanted behind the commonest."""
NOTHING = "您可以回复：①参加 ②请假 ③今日信息。"
_TAIL = "看一类回复“帮助 {line}”，看一项回复“帮助 {label}”。说错了回复“撤销”；有意见回复“建议+内容”。"
_ASKED = re.compile(
    r"^\s*(?:帮助|[Hh]elp|怎么用|怎么|如何|咋|教我)\s*[：:，, ]?(?P<a>.+?)(?:怎么.*)?[？?呢啊吗。]*\s*$"
    r"|^\s*(?P<b>.+?)(?:要|该|应该)?(?:怎么|如何|咋)(?:说|用|操作|写|弄|办|整|填|走|(?P<verb>[^说用操写弄办整填走？?呢啊。]{1,2}))?[？?呢啊。]*\s*$"
)


_PLAIN = re.compile(r"^\s*(?:帮助|[Hh]elp|HELP|菜单|功能|说明|例句|你|[?？])")


def topic(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """What help is wanted for: 帮助 订会议室 and 会议室怎么订 → 订会议室."""
    found = _ASKED.match(said.text)
    words = (found["a"] or (found["verb"] or "") + (found["b"] or "")).strip() if found else ""
    return words or None


def help_(turn: Turn, slots: Slots) -> Reply:
    """The commonest things, or the ones asked for."""
    able = _able(turn.person)
    if not able:
        return Reply(NOTHING)
    asked = str(slots.get("topic", ""))
    line = next((line for line, _ in able if asked and asked in line.title), None)
    if line is not None:
        return Reply("\n".join((f"【{line.title}】可以这样说：", *(_row(i) for owner, i in able if owner is line))))
    found = _matching(able, asked) if asked else []
    if len(found) == 1:
        return Reply(_one(found[0]))
    if found:
        return Reply("\n".join(("可以这样说：", *map(_row, found), f"看一项回复“帮助 {found[0].label}”。")))
    lead = f"没有找到“{asked[:12]}”。您可以直接这样说：" if asked else "您可以直接这样说："
    rows = _commonest(able, turn.office)
    return Reply("\n".join((lead, *_grouped(rows), _tail(rows))))


def meant(said: Said, person: Person) -> bool:
    """Whether help is wanted at all: 那个路的事咋弄 asks for no explanation of anything that there is."""
    asked = topic(said, False, {})
    if asked is None or _PLAIN.match(said.text):
        return True
    able = _able(person)
    return any(asked in line.title for line, _ in able) or bool(_matching(able, asked))


def _able(person: Person) -> list[tuple[Line, Intent]]:
    return [(line, i) for line in lines() for i in line.intents if i.example and i.allowed(person)]


def _tail(rows: list[tuple[Line, Intent]]) -> str:
    line, intent = rows[0]
    return _TAIL.format(line=line.title, label=intent.label.split("、")[0])


def _commonest(able: list[tuple[Line, Intent]], office: Office) -> list[tuple[Line, Intent]]:
    """What few people may do is this person's own work; each line names its commonest things first. Best line first."""
    rank: dict[str, float] = {}
    for at, (line, intent) in enumerate(able):
        first = next(i for i, (owner, _) in enumerate(able) if owner is line)
        share = sum(map(intent.allowed, office.people)) / len(office.people)
        rarer = 0 if intent.name in speech().common else RARE + (at - first) / 2
        rank[intent.name] = rarer + COMMON_TO_ALL * share
    chosen = sorted(rank, key=lambda name: rank[name])[:MOST]
    best = {line.name: min(rank[i.name] for owner, i in able if owner is line) for line, _ in able}
    rows = [(line, intent) for line, intent in able if intent.name in chosen]
    return sorted(rows, key=lambda row: (best[row[0].name], row[0].name))


def _grouped(rows: list[tuple[Line, Intent]]) -> Iterable[str]:
    title = ""
    for line, intent in rows:
        if line.title != title:
            title = line.title
            yield f"【{title}】"
        yield _row(intent)


def _row(intent: Intent) -> str:
    example = intent.example
    shown = example if len(example) <= LONGEST_EXAMPLE else f"{example[: LONGEST_EXAMPLE - 1]}…"
    return f"· {shown}" if shown.startswith(intent.label) else f"· {intent.label}：{shown}"


def _matching(able: list[tuple[Line, Intent]], asked: str) -> list[Intent]:
    """The one of that name; else those whose name has the words; else those that share most of them."""
    names = [(intent, intent.label.split("、")) for _, intent in able]
    exact = [intent for intent, labels in names if asked in labels]
    inside = [intent for intent, labels in names if any(asked in label or label in asked for label in labels)]
    if exact or inside:
        return exact or inside
    pairs = {asked[at : at + 2] for at in range(len(asked) - 1)}
    said = {intent.name: sum(pair in intent.label + intent.example for pair in pairs) for intent, _ in names}
    best = max(said.values(), default=0)
    return [intent for intent, _ in names if best * 2 > len(pairs) and said[intent.name] == best]


def _one(intent: Intent) -> str:
    ways = [*intent.example.split("；"), *speech().examples.get(intent.name, ())]
    asks = [slot.ask.split("？")[0] for slot in intent.slots if slot.ask and slot.required({})]
    told = f"没说到的我会逐项问：{'；'.join(asks)}。" if asks else ""
    return "\n".join((f"【{intent.label}】可以这样说：", *(f"· {way}" for way in ways), f"{told}办错了回复“撤销”。"))
