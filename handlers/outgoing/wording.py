"""What 发文 says (domain.md 9.2, 9.5): complete in itself, neutral, with the next word to say."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from handlers.outgoing.flow import NEXT
from handlers.outgoing.store import Out, Owed
from handlers.outgoing.terms import (
    CHECKLIST,
    OPENNESS,
    RESERVED,
    SHORT_OPENNESS,
    Act,
    Part,
    State,
)
from scheduler.wording import day, moment
from storage.office import Office

URGENT = frozenset({"特提", "特急"})
_FULL_OPENNESS = re.compile("不予公开|依申请公开")


def label(office: Office, unit: str) -> str:
    """How a unit is written to people; a group or an outside body as it stands."""
    found = office.unit(unit)
    return found.label if found else unit


def labels(office: Office, units: Iterable[str]) -> str:
    """区住建局、各镇街."""
    return "、".join(label(office, unit) for unit in units)


def contact(office: Office, userid: str) -> str:
    """张敏 8123: whom to call."""
    person = office.person(userid)
    desk = (person.desk if person else None) or office.phones.secretariat
    return f"{person.name if person else '秘书科'} {desk}"


def name(office: Office, userid: str | None) -> str:
    """A person's name; what is no userid stands as it is."""
    person = office.person(userid) if userid else None
    return person.name if person else userid or ""


def head(doc: Out, otherwise: str) -> str:
    """【特急】, or another head when it is not."""
    return f"【{doc.urgency}】" if doc.urgency in URGENT else f"【{otherwise}】"


def openness(value: str | None) -> str:
    """主动, 依申请 or 不予."""
    return SHORT_OPENNESS[OPENNESS.index(value)] if value in OPENNESS else ""


def date_words(on: date | None) -> str:
    """9月20日（星期日）."""
    return day(on) if on else ""


def call(doc: Out) -> str:
    """发文45号: the short way to call it."""
    return f"发文{doc.seq}号"


def facts(office: Office, doc: Out) -> str:
    """The lines of the register row."""
    rows = [
        f"标题：{doc.title}",
        f"文种：{doc.genre or '（未定）'}　缓急：{doc.urgency}{'（重要）' if doc.important else ''}",
        f"主送：{labels(office, doc.main_to) or '（无）'}" + (f"　抄送：{labels(office, doc.cc)}" if doc.cc else ""),
        "　".join(
            part
            for part in (
                f"拟稿：{label(office, doc.drafting_unit)} {name(office, doc.drafter)}".rstrip(),
                f"份数：{doc.copies}份" if doc.copies else "",
                f"公开属性：{openness(doc.openness)}" if doc.openness else "",
            )
            if part
        ),
    ]
    if doc.joint_units:
        rows.append(f"联合发文：{labels(office, doc.joint_units)}")
    if doc.cosign_units:
        rows.append(f"会签：{labels(office, doc.cosign_units)}（核稿后自动送）")
    return "\n".join(rows)


def next_step(doc: Out) -> str:
    """What to say next."""
    call_ = call(doc)
    words = {
        State.DRAFT: f"“{call_}前置审核通过”，或逐项“{call_}第3项不通过：原因”",
        State.CHECKING: f"“{call_}前置审核通过”，或逐项“{call_}第3项不通过：原因”",
        State.EDITING: f"由秘书科长回复“{call_}核稿通过”或“{call_}核稿退回：原因”",
        State.COSIGNING: "等会签单位答复；已在纸上会签的回复“区应急局已会签”这样登记",
        State.TO_SIGN: f"“{call_}送何副区长签发”；签后“{call_}何副区长已签发”",
        State.SIGNED: f"“{call_}复核通过”，有实质修改的“{call_}复核不通过：原因”（退签发人）",
        State.NUMBERED: f"“{call_}送印”，或“{call_}印发，60份”",
        State.PRINTING: f"“{call_}印发，60份”",
        State.ISSUED: f"“{call_}分发”",
        State.DELIVERING: f"等各单位签收；问“{call_}哪些没签收”，或“{call_}转归档”",
        State.TO_FILE: f"“归档 {call_}”",
    }
    found = words.get(doc.state)
    return f"下一步：{found}。" if found else ""


def readback(office: Office, doc: Out, notes: Sequence[str]) -> str:
    """What was registered, what the rules say of it, and what comes next."""
    first = f"已登记发文：{doc.doc_no}（{RESERVED}，复核后启用）"
    return "\n".join([first, facts(office, doc), *notes, f"{next_step(doc)}登错了回复“撤销”（编号保留）。"])


def checklist(doc: Out) -> str:
    """1必要性√ 2政策依据… as far as it was looked at."""
    marks = []
    for index, item in enumerate(CHECKLIST, 1):
        found = doc.checks.get(str(index))
        mark = "" if found is None else "√" if found == "" else f"×（{found}）"
        marks.append(f"{index}{item}{mark}")
    return "　".join(marks)


def answers(office: Office, owed: Sequence[Owed]) -> str:
    """区应急局已会签；区住建局不同意（……）；区财政局待会签."""
    return "；".join(
        f"{label(office, one.unit)}{one.state}{f'（{one.opinion}）' if one.opinion else ''}" for one in owed
    )


def cosign_request(office: Office, doc: Out, owed: Owed) -> str:
    """To a unit whose 会签 is asked."""
    by = f"请于{moment(owed.due_at)}前答复：" if owed.due_at else "请答复："
    what = f"《{doc.title}》（{doc.doc_no}拟稿）涉及你单位职责，请{label(office, owed.unit)}会签，文稿见OA。"
    return f"{head(doc, '会签')}{what}{by}“同意会签”或“不同意会签：意见”。联系人：{contact(office, doc.clerk)}。"


def delivery(office: Office, doc: Out, unit: str) -> str:
    """To a unit that receives its copy."""
    on = f"，{day(doc.issued_on)}印发" if doc.issued_on else ""
    return (
        f"{head(doc, '发文')}{doc.doc_no}《{doc.title}》{on}，已分发{label(office, unit)}，正文见OA或纸质件。"
        f"请回复“{call(doc)}签收”。联系人：{contact(office, doc.clerk)}。"
    )


def whole(office: Office, doc: Out, parts: dict[Part, list[Owed]]) -> str:
    """The whole way of one paper: what the clerk asks with 到哪了."""
    rows = [f"{doc.doc_no}《{doc.title}》：{state_words(office, doc, parts)}"]
    if doc.checks and doc.state in (State.DRAFT, State.CHECKING):
        rows.append(f"前置审核：{checklist(doc)}")
    if doc.editor:
        rows.append(f"核稿：{name(office, doc.editor)}" + (f" {day(doc.edited_at)}" if doc.edited_at else ""))
    if parts.get(Part.COSIGN):
        rows.append(f"会签：{answers(office, parts[Part.COSIGN])}")
    if parts.get(Part.JOINT):
        rows.append(f"联合签发：{answers(office, parts[Part.JOINT])}")
    if doc.signer:
        proxy = f"，{name(office, doc.sign_recorder)}代登记" if doc.sign_recorder not in (None, doc.signer) else ""
        rows.append(
            f"签发：{name(office, doc.signer)}{f'（{day(doc.signed_on)}{proxy}）' if doc.signed_on else '（待签）'}"
        )
    if doc.issued_on:
        rows.append(f"印发：{day(doc.issued_on)}" + (f"，{doc.copies}份" if doc.copies else ""))
    if parts.get(Part.DELIVERY):
        rows.append(f"分发：{received(office, parts[Part.DELIVERY])}")
    if doc.archive_no:
        rows.append(f"档号：{doc.archive_no}")
    return "\n".join([*rows, next_step(doc)]).strip()


def state_words(office: Office, doc: Out, parts: dict[Part, list[Owed]]) -> str:
    """待签发（在签发人处）: the state and whose turn it is."""
    if doc.state is State.TO_SIGN and doc.signer:
        return f"{doc.status}（在{name(office, doc.signer)}处）"
    units = {State.COSIGNING: Part.COSIGN, State.DELIVERING: Part.DELIVERY}.get(doc.state)
    if units is not None:
        left = [one.unit for one in parts.get(units, []) if not one.settled]
        return f"{doc.status}（在{labels(office, left)}处）" if left else doc.status
    found = NEXT.get(doc.state)
    if found is None:
        return f"{doc.status}（{doc.remark}）" if doc.state is State.VOID and doc.remark else doc.status
    act, who = found
    step = "印制、印发" if doc.state is State.NUMBERED else act.value
    return f"{doc.status}（待{who}{step}）" if act is not Act.SIGN else f"{doc.status}（未定签发人）"


def received(office: Office, owed: Sequence[Owed]) -> str:
    """共12家，已签收9家；未签收：区应急局、金溪镇、区财政局."""
    left = [one.unit for one in owed if not one.settled]
    tail = f"；未签收：{labels(office, left)}" if left else "，已全部签收"
    return f"共{len(owed)}家，已签收{len(owed) - len(left)}家{tail}" if left else f"共{len(owed)}家{tail}"
