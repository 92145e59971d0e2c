"""How people ask for seats and speak of minutes, and who may (domain.md 4.6, 4.7, C.1, A.1)."""

from handlers.line import Intent, Slot, Slots
from handlers.meetings import minutes, seating, seating_heard
from handlers.meetings.intent_slots import name
from handlers.policy import Area, Right, can
from handlers.said import Said

_SEATS = r"(?:座次|坐次|座位(?:安排|图|表)|排座|座位图|席卡|[座桌名]签|[座席桌]牌)"
_SWAP = r"(?:换|对调|互换|调换|交换)"
_NOT_SEATS = r"^(?!.*(?:班|值|稿|篇|条|期|件|楼|会议室))"
"""What else has numbers that are exchanged: shifts, items of the bulletin."""
_N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"


def _count(said: Said, _asked: bool, _slots: Slots) -> int | None:
    return seating_heard.count(said)


PAPER_INTENTS = (
    Intent(
        "seating",
        "排座次、席卡",
        "主席台坐周书记、林区长、沈主任、何副区长",
        (
            (rf"^(?!.*(?:领(?!导)|申领|采购|要\d|要[一二两三四五六七八九十几])).{{0,40}}{_SEATS}", 1.15),
            (r"主席台.{0,10}(?:坐|怎么排|排|顺序|就座|座|\d|[一二三四五六七八九十]个?[人位])", 1.2),
            (r"(?:上|坐)主席台|台上(?:坐|怎么坐|就座)", 1.15),
            (r"长条?桌.{0,16}(?:坐|排|主方|客方|双方)|主方.{1,40}客方|客方.{1,40}主方", 1.2),
            (
                rf"{_NOT_SEATS}(?:请|把|给我|帮我)?{_SWAP}一?下?.{{0,4}}"
                rf"第?{_N}号.{{0,2}}(?:和|与|跟|同|、).{{0,2}}第?{_N}号",
                1.4,
            ),
            (rf"{_NOT_SEATS}(?:请|把|将)?第?{_N}号(?:和|与|跟|同|、)第?{_N}号.{{0,8}}{_SWAP}", 1.4),
            (
                r"^[一-龥]{1,4}(?:书记|区长|主任|部长|常委|主席|局长)(?:和|与|跟|同)"
                r"[一-龥]{1,4}(?:书记|区长|主任|部长|常委|主席|局长)(?:的)?(?:座位|座次|位置)?"
                r"(?:换|对调|互换|调换|交换)(?:一下|个?位置|个座|座位)?$",
                1.4,
            ),
            (r"双数.{0,4}按?(?:86421357|75312468)", 1.3),
        ),
        seating.seating,
        can(Right.WRITE, Area.MEETINGS),
        (Slot("title", name), Slot("count", _count)),
    ),
    Intent(
        "minutes",
        "会议纪要",
        "纪要已印发，云湾府常纪〔2026〕12号",
        (
            (
                r"^(?!.*《).{0,14}[纪记]要.{0,6}(?:已|印|初稿|核改|送审|送签|会签|签发|出来?了|写好|起草|编号|登记|归档|由)",
                1.2,
            ),
            (r"核改.{0,16}[纪记]要|[纪记]要.{0,8}核改", 1.45),
            (r"(?:起草|草拟|印发|核改|登记|整理|写)(?:完?了|好了|一份|一下)?[^，,。《]{0,16}[纪记]要", 1.15),
            (r"[纪记]要.{0,6}(?:什么时候|情况|出了没|好了没|呢|进度|到哪)", 1.15),
        ),
        minutes.minutes,
        minutes.staff,
        (Slot("title", name),),
    ),
)
