"""排座次: 主席台 or long table, from a meeting or from the names said, and its changes (domain.md 4.6)."""

from collections.abc import Sequence
from typing import Any

from handlers.line import Answer, Reply, Slots
from handlers.meetings import queries, seating_heard, seating_store, tally
from handlers.meetings.queries import Meeting
from handlers.meetings.seating_heard import DAIS, LONG, Change, Seat
from handlers.meetings.seating_rules import MOST, swapped
from handlers.meetings.seating_store import Plan, change, lately, show
from handlers.meetings.terms import Receipt
from handlers.meetings.which import pointed
from handlers.policy import Area, Right, may
from handlers.turn import Turn

STEP = "seating_names"
BACK = tally.BACK
ASK = "请说主席台就座的领导，如“周书记、林区长、沈主任、何副区长”；座谈用长桌的请说“主方……，客方……”。"
ASK_SIDES = "长桌两边坐哪些人？请说“主方周书记、林区长，客方李总、王总”。"
GONE = "座次刚被改动过，请再说一次。"
NO_PLAN = "没有找到您今天排的座次。换座次请先说名单，如“主席台坐周书记、林区长、沈主任”；换班请说“跟谁换哪天的班”。"
NOT_BOTH = "这两位不都在刚排的座次里（或不在同一边），请核对。"
STOP = frozenset({"算了", "取消", "不用了", "不排了"})
NAMED_CONVENTION = "双数的排法是"


def seating(turn: Turn, _slots: Slots) -> Reply:
    """主席台坐周书记 林区长…, 9月23日会议的座次, 主席台坐5个人, 打印桌签, 换一下3号和4号."""
    edited = _edit(turn)
    if edited is None and seating_heard.swaps(turn.said):
        return Reply(NO_PLAN)
    return edited or _arrange(turn, turn.said, {})


def answered(turn: Turn, answer: Answer) -> Reply:
    """The names, after the question."""
    if answer.said.bare in STOP:
        return Reply("好的，座次先不排。")
    return _arrange(turn, answer.said, answer.data, asked=True)


def bare_word(turn: Turn) -> Reply | None:
    """换一下3号和4号, 加一位王副区长: a change to the plan that was just shown."""
    return _edit(turn) if may(turn.person, Right.WRITE, Area.MEETINGS) else None


def _arrange(turn: Turn, said: Any, known: Any, *, asked: bool = False) -> Reply:
    even = seating_heard.even(said.text) or known.get("even") or turn.office.limits.seat.even
    is_long = known.get("long") or seating_heard.is_long(said.text)
    if is_long:
        return _long(turn, said, even)
    named = seating_heard.by_rank([seat for _, seat in seating_heard.seats(said)])
    many = seating_heard.count(said) or known.get("count")
    of = _meeting(turn, said) if known.get("meeting") is None else queries.meeting_by_id(turn.tx, known["meeting"])
    if not named and not many:
        plan = None if asked else lately(turn, spoken_of=False)
        if plan is not None and (of is None or plan["meeting"] == of["id"]):
            cards = seating_heard.only_cards(said.text)
            return show(turn, plan, row=not cards, cards=True)
        named = _of_meeting(turn, of) if of else []
    data = {"even": even, "count": many, "meeting": of["id"] if of else None}
    if len(named) + (many or 0) > MOST and max(len(named), many or 0) > MOST:
        return Reply(seating_store.TOO_MANY, then=STEP, data={**data, "count": None}, free=True)
    if not named:
        lead = f"{seating_store.pattern(many, even)}\n" if many else ""
        return Reply(f"{lead}{ASK}", then=STEP, data=data, free=True)
    plan = seating_store.create(turn, DAIS, named, [], even, of)
    lead = (
        f"说的是{many}人，已知{len(named)}人，先这样排，其余请说“加一位……”。\n" if many and many != len(named) else ""
    )
    return show(turn, plan, row=not seating_heard.only_cards(said.text), lead=lead)


def _long(turn: Turn, said: Any, even: str) -> Reply:
    hosts, guests = seating_heard.sides(said)
    if not hosts or not guests:
        return Reply(ASK_SIDES, then=STEP, data={"long": True, "even": even}, free=True)
    if max(len(hosts), len(guests)) > MOST:
        return Reply(seating_store.TOO_MANY, then=STEP, data={"long": True, "even": even}, free=True)
    return show(turn, seating_store.create(turn, LONG, hosts, guests, even, _meeting(turn, said)))


def _meeting(turn: Turn, said: Any) -> Meeting | None:
    """The meeting that the words point to, or that was just spoken of."""
    recent = queries.recent_meetings(turn.tx, turn.now - BACK)
    visible = [of for of in recent if tally.may_see(turn.person, of) or may(turn.person, Right.WRITE, Area.MEETINGS)]
    found = pointed(said, visible)
    spoken_of = turn.lately("meeting")
    return next(iter(found), None) or next((of for of in visible if str(of["id"]) == spoken_of), None)


def _of_meeting(turn: Turn, of: Meeting) -> list[Seat]:
    """Who presides and the leaders invited, in rank order, without those on approved leave."""
    invited = [one.row["user"] for one in queries.invites(turn.tx, of) if one.unit is None and _comes(one)]
    people = [turn.office.person(userid) for userid in (of["chair"], *invited) if userid]
    ranked = [one for one in people if one is not None and (one.rank is not None or one.userid == of["chair"])]
    return [seating_heard.seat_of(one) for one in turn.office.by_rank(dict.fromkeys(ranked))]


def _comes(one: queries.Invite) -> bool:
    return one.state not in {Receipt.LEAVE, Receipt.ABSENT}


def _edit(turn: Turn) -> Reply | None:
    wanted = seating_heard.change(turn.said)
    if wanted is None:
        return None
    swaps = seating_heard.swaps(turn.said)
    plan = lately(turn, spoken_of=not swaps)
    if plan is None:
        return None
    return _swap(turn, plan, wanted) if swaps else _others(turn, plan, wanted)


def _swap(turn: Turn, plan: Plan, wanted: Change) -> Reply | None:
    people, guests = list(plan["people"]), list(plan["guests"])
    first, second = wanted.swap or (0, 0)
    of_guests = plan["kind"] == LONG and "客" in turn.said.text
    if wanted.exchange:
        of_guests = _number(guests, wanted.exchange[0]) is not None
        numbers = [_number(guests if of_guests else people, seat) for seat in wanted.exchange]
        if None in numbers:
            return Reply(NOT_BOTH, about=(f"seating:{plan['id']}",))
        first, second = (n or 0 for n in numbers)
    try:
        if of_guests:
            guests = swapped(guests, first, second)
        else:
            people = swapped(people, first, second)
    except IndexError:
        return Reply(f"座次里只有{len(people)}个号，请核对后再说换哪两个。", about=(f"seating:{plan['id']}",))
    new = change(turn, plan, people=people, guests=guests)
    lead = f"已调换{first}号和{second}号。\n"
    return show(turn, new, cards=False, lead=lead) if new else Reply(GONE)


def _others(turn: Turn, plan: Plan, wanted: Change) -> Reply | None:
    people, guests, lead = list(plan["people"]), list(plan["guests"]), ""
    if wanted.even:
        new = change(turn, plan, even=wanted.even)
        return show(turn, new, cards=False, lead=f"{NAMED_CONVENTION}{wanted.even}。\n") if new else Reply(GONE)
    if wanted.remove:
        gone = {seat["name"] for seat in wanted.remove}
        kept = [one for one in people if one["name"] not in gone], [one for one in guests if one["name"] not in gone]
        if (len(kept[0]), len(kept[1])) == (len(people), len(guests)) or not kept[0] or (guests and not kept[1]):
            return None
        left = [one["label"] for one in (*people, *guests) if one["name"] in gone]
        people, guests, lead = *kept, f"已去掉{'、'.join(left)}。\n"
    elif wanted.move:
        seat, number = wanted.move
        old = _number(people, seat)
        if old is None or not 1 <= number <= len(people):
            return None
        people.insert(number - 1, people.pop(old - 1))
        lead = f"{seat['label']}已排到{number}号，其他人依次移动。\n"
    else:
        fresh = [seat for seat in wanted.add if _number(people, seat) is None and _number(guests, seat) is None]
        if not fresh:
            return None
        side = guests if plan["kind"] == LONG and "客" in turn.said.text else people
        if len(side) + len(fresh) > MOST:
            return Reply(seating_store.TOO_MANY, about=(f"seating:{plan['id']}",))
        for seat in fresh:
            side.insert(_place(side, seat), seat)
        lead = f"已加{'、'.join(seat['label'] for seat in fresh)}。\n"
    new = change(turn, plan, people=people, guests=guests)
    return show(turn, new, cards=not wanted.move, lead=lead) if new else Reply(GONE)


def _number(people: Sequence[Seat], seat: Seat) -> int | None:
    return next((n for n, one in enumerate(people, 1) if one["name"] == seat["name"]), None)


def _place(people: Sequence[Seat], seat: Seat) -> int:
    """Before the first who ranks lower; somebody without a rank goes last."""
    rank = seat["rank"]
    lower = (n for n, one in enumerate(people) if rank is not None and (one["rank"] is None or one["rank"] > rank))
    return next(lower, len(people))
