"""公文前置审核: six points before a leader sees the draft, item by item or all at once (domain.md 2.3)."""

import re

from handlers.line import Reply, Slots
from handlers.outgoing import flow, wording
from handlers.outgoing.addressees import warned
from handlers.outgoing.direction import Warning
from handlers.outgoing.store import Out, Outdated
from handlers.outgoing.terms import CHECKLIST, Act, State
from handlers.outgoing.write import OUTDATED, refused, screened, write
from handlers.turn import Turn
from storage.office import Role
from storage.outbox import Lane

_WORDS = (
    ("必要",),
    ("政策", "依据"),
    ("合法",),
    ("协商", "会商", "征求意见"),
    ("文种", "格式"),
    ("文字", "文稿表述"),
)
_DIGITS = {word: index for index, word in enumerate("一二三四五六", 1)} | {str(n): n for n in range(1, 7)}
_CLAUSE = re.compile(r"[，,；;。\n]+")
_NUMBERS = re.compile(
    r"第?([1-6一二三四五六])(?:项|条|点)?(?:\s*[-—至到~]\s*第?([1-6一二三四五六]))?(?=[项条点、和及\s通不没未缺合符√×:：]|[1-6]|$)"
)
_BAD = re.compile(r"(?:没有?|未|不)(?:能)?(?:通过|过关?|合格|符合|行|到位)|×|退回|有问题|(?:缺少?|欠)(?=.)")
_GOOD = re.compile(r"通过|合格|符合|没问题|无问题|√|[oO][kK]|不适用|不涉及|无需|不需要|可以|过了|齐全|到位")
_REST = re.compile(r"其[他余它]|剩下|余下")
_ALL = re.compile(r"全部|都|均|各项|所有|六项|6项|前置审核|审核")
_WHY = re.compile(r"^[\s：:，、（(]*(?:因为|原因是?|理由是?|是)?[\s：:，]*")
_REF = re.compile(r"^.{0,24}?号(?=[^项])|前置审[核查]|预审")
LONGEST = 60
UNSAID = "未说明"


def parse(text: str) -> dict[int, str] | None:
    """What the message says of the points: number → "" when passed, else the reason. None when it says nothing.

    A reason that was not given is 未说明.
    """
    found: dict[int, str] = {}
    last: list[int] = []
    rest_good = whole = False
    body = _REF.sub("", text, count=1) if "号" in text[:30] else text
    for clause in _CLAUSE.split(body):
        words = clause.strip()
        if not words:
            continue
        bad, good = _BAD.search(words), _GOOD.search(words)
        points = _points(words[: (bad or good).start()] if (bad or good) else words)  # type: ignore[union-attr]
        if bad is not None and not points and bad[0].startswith(("缺", "欠", "没")):
            points = _points(words)
        if bad is not None and points:
            missing = bad[0].startswith(("缺", "欠")) and not words[: bad.start()].strip("第项条")
            reason = words if missing else _WHY.sub("", words[bad.end() :]).strip(" ）)") or _before(words, bad)
            found |= dict.fromkeys(points, reason)
            last = points
        elif good is not None and points:
            found |= dict.fromkeys(points, "")
            last = []
        elif good is not None and _REST.search(words):
            rest_good = True
        elif good is not None and bad is None and not last:
            whole = whole or bool(_ALL.search(text))
        elif last:
            found |= {point: words if found[point] == UNSAID else f"{found[point]}，{words}" for point in last}
    if rest_good or (whole and not found):
        found = {**dict.fromkeys(range(1, len(CHECKLIST) + 1), ""), **found}
    return {point: (why or "")[:LONGEST] for point, why in found.items()} or None


def _before(words: str, bad: re.Match[str]) -> str:
    """缺合法性意见 is its own reason; 不通过 without one is 未说明."""
    return words[bad.start() :] if bad[0].startswith(("缺", "欠")) else UNSAID


def _points(words: str) -> list[int]:
    found: list[int] = []
    for match in _NUMBERS.finditer(words):
        first, last = _DIGITS[match[1]], _DIGITS[match[2] or match[1]]
        found += list(range(first, last + 1))
    found += [index for index, names in enumerate(_WORDS, 1) if any(name in words for name in names)]
    return list(dict.fromkeys(found))


def check(turn: Turn, doc: Out, _slots: Slots) -> Reply:
    """Note what was found; all six passed send the draft to 核稿, a failed one sends it back."""
    said = parse(turn.said.text)
    if said is None and not flow.may(doc.state, Act.CHECK, flow.who(turn.person)):
        return Reply(f"{doc.name}{doc.status}。前置审核：{wording.checklist(doc)}", about=(doc.key,))
    stopped = refused(turn, doc, Act.CHECK)
    if stopped is not None:
        return stopped
    if said is None:
        hints = "\n".join(one.line for one in _hints(turn, doc))
        ask = f"回复“{wording.call(doc)}前置审核通过”，或“{wording.call(doc)}第3项不通过：原因”。"
        shown = f"{doc.name}前置审核：\n{wording.checklist(doc)}\n{hints}\n{ask}".replace("\n\n", "\n")
        return Reply(shown, about=(doc.key,))
    checks = {**doc.checks, **{str(point): why for point, why in said.items()}}
    bad = {int(point): why for point, why in checks.items() if why}
    complete = not bad and len(checks) == len(CHECKLIST)
    blocked = screened(turn, *bad.values())
    if blocked is not None:
        return blocked
    state = State.DRAFT if bad else flow.after(doc.state, Act.CHECK, complete=complete)
    try:
        doc = write(turn, doc, {"checks": checks, "status": state.value}, "前置审核")
    except Outdated:
        return Reply(OUTDATED)
    if complete:
        return Reply(f"{doc.name}前置审核六项通过，已送核稿。{_to_chief(turn, doc)}", about=(doc.key,))
    if bad:
        return Reply(_returned(turn, doc, bad), about=(doc.key,))
    left = "、".join(CHECKLIST[n - 1] for n in range(1, 7) if str(n) not in checks)
    return Reply(f"已记：{wording.checklist(doc)}\n还有：{left}。", about=(doc.key,))


def _hints(turn: Turn, doc: Out) -> list[Warning]:
    slots = {"title": doc.title, "genre": doc.genre, "unit": doc.main_to, "cc": doc.cc}
    return warned(turn.office, slots)


def _returned(turn: Turn, doc: Out, bad: dict[int, str]) -> str:
    reasons = "；".join(f"第{point}项{CHECKLIST[point - 1]}：{why}" for point, why in sorted(bad.items()))
    contact = wording.contact(turn.office, turn.person.userid)
    text = f"{doc.name}前置审核未通过（{reasons}），请修改后再报。联系人：{contact}。"
    tell_drafter(turn, doc, text)
    return f"{doc.name}前置审核未通过：{reasons}。已退回修改，改好后回复“{wording.call(doc)}前置审核通过”。"


def _to_chief(turn: Turn, doc: Out) -> str:
    chiefs = [p.userid for p in turn.office.people_with(Role.SECRETARY_CHIEF) if p.userid != turn.person.userid]
    call = wording.call(doc)
    text = (
        f"{wording.head(doc, '核稿')}{doc.doc_no}《{doc.title}》前置审核已通过，请核稿。"
        f"回复“{call}核稿通过”或“{call}核稿退回：原因”。联系人：{wording.contact(turn.office, doc.clerk)}。"
    )
    turn.tell(chiefs, text, lane=Lane.TIMELY, key=f"{doc.key}:核稿:{doc.version}", subject=doc.key)
    return wording.next_step(doc)


def tell_drafter(turn: Turn, doc: Out, text: str) -> None:
    """A word to whoever drafted and to the clerk, but not to the speaker; a unit's draft goes to its 联络员."""
    people = [doc.clerk]
    if turn.office.person(doc.drafter) is not None:
        people.append(doc.drafter)
    people += [person.userid for person in turn.office.liaisons(doc.drafting_unit)[:1]]
    people = [userid for userid in dict.fromkeys(people) if userid != turn.person.userid]
    turn.tell(people, text, lane=Lane.TIMELY, key=f"{doc.key}:退:{doc.version}", subject=doc.key)
