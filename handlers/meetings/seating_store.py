"""Seating plans as they are kept, and how one is answered: a row in words, a picture, 席卡 (domain.md 4.6)."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, TypeAlias

from sqlalchemy import RowMapping, insert, select, update

from handlers.line import Reply
from handlers.meetings import queries
from handlers.meetings.notices import public_title
from handlers.meetings.seating_draw import Row, cards_docx, dais_picture, table_picture
from handlers.meetings.seating_heard import DAIS, LONG, Seat
from handlers.meetings.seating_minutes_tables import seating_plan
from handlers.meetings.seating_rules import MOST, across, card_name, dais, from_the_stage
from handlers.turn import Turn

Plan: TypeAlias = RowMapping
REMEMBERED = timedelta(days=1)
TOO_MANY = f"一排最多排{MOST}人，请分排说，如先说第一排的名单。"
_HOW = "要调整请说“换一下2号和3号”“加一位……”“去掉……”。"


def create(turn: Turn, kind: str, people: Sequence[Seat], guests: Sequence[Seat], even: str, of: Any) -> Plan:
    """Keep a new plan; `of` is its meeting or None."""
    title = of["title"] if of else ""
    values = {"kind": kind, "people": list(people), "guests": list(guests), "even": even, "title": title}
    me = {"created_by": turn.person.userid, "created_at": turn.now, "updated_at": turn.now}
    made = insert(seating_plan).values(**values, **me, meeting=of["id"] if of else None)
    plan_id = int(turn.tx.execute(made.returning(seating_plan.c.id)).scalar_one())
    turn.note("排座次", f"seating:{plan_id}", after={"kind": kind, "people": len(people) + len(guests)})
    return _by_id(turn, plan_id)


def _by_id(turn: Turn, plan_id: int) -> Plan:
    return turn.tx.execute(select(seating_plan).where(seating_plan.c.id == plan_id)).mappings().one()


def lately(turn: Turn, *, spoken_of: bool) -> Plan | None:
    """The person's newest plan, if it is of the last day; with `spoken_of` only one that was just talked about."""
    mine = seating_plan.c.created_by == turn.person.userid, seating_plan.c.updated_at > turn.now - REMEMBERED
    query = select(seating_plan).where(*mine).order_by(seating_plan.c.updated_at.desc(), seating_plan.c.id.desc())
    found = turn.tx.execute(query.limit(1)).mappings().first()
    known = found is not None and (not spoken_of or turn.lately("seating") == str(found["id"]))
    return found if known else None


def change(turn: Turn, plan: Plan, **values: Any) -> Plan | None:
    """Write a change; None when somebody was quicker (optimistic lock, Annex E)."""
    same = seating_plan.c.id == plan["id"], seating_plan.c.version == plan["version"]
    new = {**values, "updated_at": turn.now, "version": seating_plan.c.version + 1}
    if not turn.tx.execute(update(seating_plan).where(*same).values(new)).rowcount:
        return None
    turn.note("调整座次", f"seating:{plan['id']}", after={"people": len(values.get("people", plan["people"]))})
    return _by_id(turn, plan["id"])


def show(turn: Turn, plan: Plan, *, row: bool = True, cards: bool = True, lead: str = "") -> Reply:
    """The plan in words; the picture and the cards go to the phone of who asked."""
    people, guests = list(plan["people"]), list(plan["guests"])
    everybody = [one["name"] for one in (*guests, *people)]
    sent = "和".join([*(["座次图"] if row else []), *(["席卡（docx，可打印）"] if cards else [])])
    text = _words(plan, people, guests) if row else f"席卡{len(everybody)}张"
    lines = [f"{lead}{text}", f"席卡：{'、'.join(map(card_name, everybody))}"]
    unknown = [one["name"] for one in (*guests, *people) if one["rank"] is None and one["name"] == one["label"]]
    if unknown:
        lines.append(f"{'、'.join(unknown)}不在通讯录，位次按您说的先后，席卡请核对全名。")
    lines.append(f"已附{sent}。{_HOW}")
    title = _title(turn, plan)
    if row:
        turn.send_picture(turn.person.userid, _picture(plan, people, guests, title), title=title)
    if cards:
        turn.send_file(turn.person.userid, f"{title.removesuffix('座次')}席卡.docx", cards_docx(everybody))
    about = [f"seating:{plan['id']}", *([f"meeting:{plan['meeting']}"] if plan["meeting"] else [])]
    return Reply("\n".join(lines), about=tuple(about))


def _title(turn: Turn, plan: Plan) -> str:
    """What stands over the picture and on the file, without a sensitive name (domain.md 7.6)."""
    of = queries.meeting_by_id(turn.tx, plan["meeting"]) if plan["meeting"] else None
    return f"{public_title(of) if of else ''}{plan['kind']}座次"


def _words(plan: Plan, people: list[Seat], guests: list[Seat]) -> str:
    name = f"{plan['title']}　" if plan["title"] else ""
    if plan["kind"] == LONG:
        far, near = across(len(guests), len(people), plan["even"])
        return (
            f"{name}长桌（从门口看，左→右）：\n客方，面向门：{_row(far, guests)}\n主方，背对门：{_row(near, people)}\n"
            "两边各以1号居中，2号在1号左手边。"
        )
    numbers = dais(len(people), plan["even"])
    order = " ".join(f"{n}{one['label']}" for n, one in enumerate(people, 1))
    return (
        f"{name}主席台{len(people)}人（左→右）\n台下看：{_row(numbers, people)}\n"
        f"台上看：{_row(from_the_stage(numbers), people)}\n{_rule(numbers)}\n"
        f"次序：{order}"
    )


def _rule(numbers: Sequence[int]) -> str:
    """How the row is made, for who has to check it."""
    many = len(numbers)
    if many == 1:
        return "1号居中。"
    left = numbers.index(2) > numbers.index(1)
    hand = f"2号在1号{'左' if left else '右'}手边（台下看在{'右' if left else '左'}）"
    if many % 2:
        return f"单数：1号居中，{hand}，依次左右排开。"
    other = f"（本办惯例，也可说“双数按{_other(numbers)}排”）" if many > 2 else ""
    return f"双数：1号、2号居中，{hand}，依次左右排开{other}。"


def _other(numbers: Sequence[int]) -> str:
    return "86421357" if numbers.index(2) > numbers.index(1) else "75312468"


def _row(numbers: Sequence[int], people: Sequence[Seat]) -> str:
    return "　".join(f"{n}{people[n - 1]['name']}" for n in numbers)


def pattern(many: int, even: Any) -> str:
    """The row for a number of people that are not named yet."""
    numbers = dais(many, even)
    below, above = (" ".join(map(str, row)) for row in (numbers, from_the_stage(numbers)))
    return f"主席台{many}人，台下看（左→右）：{below}；台上看：{above}。{_rule(numbers)}"


def _picture(plan: Plan, people: list[Seat], guests: list[Seat], title: str) -> bytes:
    if plan["kind"] == DAIS:
        return dais_picture(f"{title}（{len(people)}人）", _named(dais(len(people), plan["even"]), people))
    far, near = across(len(guests), len(people), plan["even"])
    return table_picture(title, _named(far, guests), _named(near, people))


def _named(numbers: Sequence[int], people: Sequence[Seat]) -> Row:
    return [(n, people[n - 1]["name"]) for n in numbers]
