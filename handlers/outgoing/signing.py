"""签发: who may sign what, who notes it for whom (代), and joint papers by all (domain.md 2.1, 2.3, art. 22)."""

import re
from datetime import date

from handlers.documents.rules import level
from handlers.line import Reply, Slots
from handlers.outgoing import flow, refs, store, wording
from handlers.outgoing import slots as read
from handlers.outgoing.direction import UPPER
from handlers.outgoing.store import Out, Outdated
from handlers.outgoing.terms import SIGNED, UPWARD, Act, Part, Who
from handlers.outgoing.write import OUTDATED, refused, write
from handlers.policy import not_found
from handlers.turn import Turn
from scheduler.clock import local
from scheduler.wording import day
from storage.db import lock
from storage.office import Office, Person, Role
from storage.outbox import Lane

_SEND = re.compile(r"(?:送|呈|报|请|转)(?!.{0,12}(?:已|签发了|签了)).{0,16}签|送签|报签|呈签")
_HEADS = frozenset({"书记", "区长", "县长", "市长", "镇长", "主任"})
_GOVERNMENT = re.compile("府|管")


def upward(office: Office, doc: Out) -> bool:
    """上行文: a 请示, 报告 or 议案, or anything but a 函 that is addressed to those above."""
    above = any(not office.unit(to) and level(office, to) in UPPER for to in doc.main_to)
    return doc.genre in UPWARD or (above and doc.genre != "函")


def principals(office: Office, series: str) -> tuple[Person, ...]:
    """主要负责人 for whom the code stands: of the office (办) its director or one above, else of 区委 or 区政府."""
    heads = tuple(one for one in office.leaders if one.title in _HEADS)
    if "办" in series:
        return (*heads, *office.people_with(Role.DIRECTOR))
    government = bool(_GOVERNMENT.search(series))
    mine = tuple(one for one in heads if (one.title == "书记") != government)
    return mine or heads


def may_sign(office: Office, doc: Out, signer: Person) -> str | None:
    """Why this person's signature does not do, or None: 上行文 and important papers need the principal."""
    if not any(signer.has(role) for role in (Role.LEADER, Role.DIRECTOR, Role.DEPUTY)):
        return f"{signer.name}不是签发人，公文由机关负责人签发"
    if not (upward(office, doc) or doc.important):
        return None
    known = principals(office, doc.series)
    if signer.userid in {one.userid for one in known}:
        return None
    what = "上行文" if upward(office, doc) else "重要公文"
    return f"{what}由主要负责人签发（{'、'.join(one.listed for one in known)}）"


def sign(turn: Turn, doc: Out, slots: Slots) -> Reply:
    """Send it to be signed, or note that it was."""
    from_unit = refs.unit_of(turn)
    if from_unit is not None:
        return _joint(turn, doc, [from_unit])
    joint = [one.short for one in turn.said.units if one.short in doc.joint_units]
    if joint and not turn.said.people:
        return _joint(turn, doc, [short for short in joint if short])
    stopped = refused(turn, doc, Act.SIGN)
    if stopped is not None:
        return stopped
    signer = _signer(turn, doc)
    if signer is None:
        return Reply(f"请写明签发人，例如“{wording.call(doc)}何副区长已签发”。", about=(doc.key,))
    if not _speaks_for(turn.person, signer):
        return Reply(not_found(turn.office.phones.secretariat))
    why = may_sign(turn.office, doc, signer)
    if why is not None:
        return Reply(f"{doc.name}：{why}。", about=(doc.key,))
    if _SEND.search(turn.said.text) and signer.userid != turn.person.userid:
        return _send(turn, doc, signer)
    return _signed(turn, doc, signer)


def _signer(turn: Turn, doc: Out) -> Person | None:
    """The one named, else the one it was sent to, else the speaker or whom he serves."""
    ranked = [one.person for one in turn.said.people if one.person is not None]
    if ranked:
        return ranked[0]
    person, office = turn.person, turn.office
    if person.serves:
        return office.person(person.serves)
    if Who.SIGNER in flow.who(person):
        return person
    return office.person(doc.signer) if doc.signer else None


def _speaks_for(person: Person, signer: Person) -> bool:
    """Whether the person may say that this one signed: himself, his 联络员, or the office that has the paper."""
    mine = flow.who(person)
    if signer.userid in (person.userid, person.serves):
        return True
    return bool(mine & {Who.CLERK, Who.CHIEF})


def _send(turn: Turn, doc: Out, signer: Person) -> Reply:
    try:
        doc = write(turn, doc, {"signer": signer.userid}, "送签")
    except Outdated:
        return Reply(OUTDATED)
    ask_signer(turn, doc, "请审示签发")
    aide = turn.office.liaison_of(signer.userid)
    to = f"{signer.listed}（经{aide.name}）" if aide else signer.listed
    return Reply(f"{doc.name}已送{to}签发。签后回复“{wording.call(doc)}{signer.address}已签发”。", about=(doc.key,))


def ask_signer(turn: Turn, doc: Out, what: str) -> None:
    """A word to the signer's 联络员, or to him when he has none."""
    signer = turn.office.person(doc.signer) if doc.signer else None
    if signer is None:
        return
    aide = turn.office.liaison_of(signer.userid)
    to, call = aide or signer, wording.call(doc)
    whom = f"请{signer.address}签发" if aide else f"{signer.address}，请您签发"
    text = (
        f"{wording.head(doc, '送签')}{whom}：{doc.doc_no}《{doc.title}》，{what}，文稿见OA/发文稿纸。"
        f"签后回复“{call}已签发”，需修改回复“{call}退回修改：意见”。联系人：{wording.contact(turn.office, doc.clerk)}。"
    )
    lane = Lane.URGENT if doc.urgency in wording.URGENT else Lane.TIMELY
    turn.tell(to.userid, text, lane=lane, key=f"{doc.key}:送签:{doc.version}", subject=doc.key, origin=turn.actor)


def _signed(turn: Turn, doc: Out, signer: Person) -> Reply:
    lock(turn.tx, doc.key)
    doc = store.get(turn.tx, doc.id)
    stopped = refused(turn, doc, Act.SIGN)
    if stopped is not None:
        return stopped
    on = _day(turn, doc)
    if on > turn.here.date():
        return Reply(f"签发日期{day(on)}还没到，请核对。", about=(doc.key,))
    left = _joint_left(turn, doc)
    values = {
        "signer": signer.userid,
        "signed_on": on,
        "sign_recorder": turn.person.userid,
        "status": flow.after(doc.state, Act.SIGN, complete=not left).value,
        "written_on": None if left else max(on, _last_joint(turn, doc) or on),
    }
    proxy = signer.userid != turn.person.userid
    try:
        doc = write(turn, doc, values, "签发", acting_for=signer.userid if proxy else None)
    except Outdated:
        return Reply(OUTDATED)
    mark = f"（{turn.person.name}代登记）" if proxy else ""
    said = f"{doc.name}：{signer.listed}{day(on)}已签发{mark}"
    if left:
        said += f"。联合发文还待签发：{wording.labels(turn.office, left)}"
        return Reply(f"{said}。", about=(doc.key,))
    tell_clerk(turn, doc, f"【签发】{said}。{wording.next_step(doc)}", f"已签发:{doc.version}")
    mine = turn.person.userid == doc.clerk or Who.CLERK in flow.who(turn.person)
    return Reply(f"{said}。{wording.next_step(doc) if mine else '已通知文书复核编号。'}", about=(doc.key,))


def _day(turn: Turn, doc: Out) -> date:
    said = read.day(next(iter(refs.days(turn, doc)), None))
    return date.fromisoformat(said) if said else turn.here.date()


def _joint_left(turn: Turn, doc: Out) -> list[str]:
    """The joint organs that have not signed; their rows are begun when first asked after."""
    if doc.joint_units:
        store.ask(turn.tx, doc.id, Part.JOINT, doc.joint_units, turn.now)
    return [one.unit for one in store.owed(turn.tx, doc.id, Part.JOINT) if not one.settled]


def _last_joint(turn: Turn, doc: Out) -> date | None:
    signed = [one.answered_at for one in store.owed(turn.tx, doc.id, Part.JOINT) if one.answered_at]
    return local(max(signed)).date() if signed else None


def _joint(turn: Turn, doc: Out, units: list[str]) -> Reply:
    """One of the organs that issue the paper jointly has signed."""
    lock(turn.tx, doc.key)
    doc = store.get(turn.tx, doc.id)
    stopped = refused(turn, doc, Act.SIGN)
    if stopped is not None or any(unit not in doc.joint_units for unit in units):
        return stopped or Reply(not_found(turn.office.phones.secretariat))
    _joint_left(turn, doc)
    by = turn.person.userid
    done = [
        unit
        for unit in units
        if store.settle(turn.tx, doc.id, Part.JOINT, unit, turn.now, state=SIGNED, answered_at=turn.now, answered_by=by)
    ]
    left = _joint_left(turn, doc)
    complete = not left and doc.signed_on is not None
    written = max(doc.signed_on, turn.here.date()) if complete and doc.signed_on else None
    values = {"status": flow.after(doc.state, Act.SIGN, complete=complete).value, "written_on": written}
    doc = write(turn, doc, values, "联合签发", undo="answer", more={"part": Part.JOINT.value, "units": done})
    waits = wording.labels(turn.office, left) + ("" if doc.signed_on else f"{'、' if left else ''}本机关签发人")
    said = f"{doc.name}：{wording.labels(turn.office, units)}已签发" + ("。" if complete else f"，还待{waits}。")
    next_ = wording.next_step(doc) if complete else ""
    tell_clerk(turn, doc, f"【签发】{said}{next_}", f"联合签发:{doc.version}")
    return Reply(f"{said}{next_ if refs.unit_of(turn) is None else ''}", about=(doc.key,))


def tell_clerk(turn: Turn, doc: Out, text: str, key: str) -> None:
    """A word to the clerk who follows the paper up, unless he is the one who speaks."""
    if doc.clerk != turn.person.userid:
        turn.tell(doc.clerk, text, lane=Lane.TIMELY, key=f"{doc.key}:{key}", subject=doc.key, origin=turn.person.userid)
