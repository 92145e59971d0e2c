"""How people say what they want of 会务, and who may (domain.md C.1, A.1)."""

from handlers.line import Intent, Slot, Slots
from handlers.meetings import (
    amending,
    answers,
    cancelling,
    changing,
    chasing,
    deciding,
    hearing,
    offers,
    planning,
    replying,
    shifts,
    spoken,
    spoken_times,
    tally,
    terms,
)
from handlers.meetings.intent_slots import name, slots, unit
from handlers.meetings.intents_day import DAY_INTENTS
from handlers.meetings.intents_papers import PAPER_INTENTS
from handlers.meetings.intents_rooms import ROOM_INTENTS
from handlers.policy import Area, Right, can, may
from handlers.said import Said
from storage.office import Person, Role

_DAY = r"(?:上午|下午|晚上|中午|\d+[点:：]|[一二两三四五六七八九十]+点)"
_MEET = (
    r"(?:会议(?!室|纪要|通知|材料|精神|记录)|"
    r"(?:调度|推进|座谈|动员|部署|协调|专题|现场|碰头|观摩|办公|常务|党组|班子)会|例会|培训班|常委会)"
)


_OTHERWISE = (
    r"改[到为期在]|取消|推[迟后]|提前|挪到|换到|延[期后]|预?[订定][23个一了]|借|不开|签到|纪要|请假|替会|派|让给|有什么"
    r"|收文|来文|发文|登记[：:]|反馈|进展|投稿|督办"
)
"""What a sentence with a time and a meeting wants instead of calling one."""


def _decides(person: Person) -> bool:
    return (
        may(person, Right.DECIDE, Area.MEETINGS) or may(person, Right.WRITE, Area.MEETINGS) or person.has(Role.LEADER)
    )


def _answer(said: Said, _asked: bool, _slots: Slots) -> str | None:
    kind = answers.understand(said.text)
    return kind.value if kind else None


def _reason(said: Said, _asked: bool, _slots: Slots) -> str | None:
    return terms.reason_in(said.text)


def _who(said: Said, _asked: bool, slots: Slots) -> str | None:
    return answers.who(said.text) if slots.get("text") == answers.Kind.SUBSTITUTE else None


def _minutes(said: Said, _asked: bool, slots: Slots) -> int | None:
    return answers.minutes_late(said.text) if slots.get("text") == answers.Kind.LATE else None


def _verdict(said: Said, _asked: bool, _slots: Slots) -> str | None:
    return "不同意" if "不同意" in said.text or "不批" in said.text else "同意"


def _thing(said: Said, _asked: bool, _slots: Slots) -> str | None:
    return (
        "预订" if "预订" in said.text or "预定" in said.text or "会议室" in said.text or "订的" in said.text else None
    )


INTENTS = (
    *ROOM_INTENTS,
    Intent(
        "create_meeting",
        "登记会议、发会议通知",
        "9月23日上午9点全区安全生产工作会议，301，何副区长主持，各镇街主要负责人参加",
        (
            (
                rf"^(?:以后|今后|从.{{1,6}}起)?[，,]?每(?!人|个人|家|次|份|件).{{1,24}}{_MEET}(?!.{{0,4}}(?:改|取消|不开|停))",
                1.4,
            ),
            (
                rf"^(?!.*(?:{_OTHERWISE})).{{0,20}}{_DAY}.{{0,20}}{_MEET}"
                r".{0,30}(?:参加|参会|主持|回执|(?<!\d)[23]\d\d(?!\d|期|号)|会议室|多功能厅)",
                1.38,
            ),
            (rf"{_DAY}.{{0,20}}{_MEET}", 1.05),
            (rf"{_DAY}.{{0,12}}开.{{1,16}}会(?:[，,。；]|\s*$)", 1.0),
            (rf"(?:召开|举行|组织召开|要开|开个?|发个?|安排).{{0,20}}{_MEET}", 0.9),
            (rf"(?:登记|新建|通知).{{0,6}}{_MEET}", 1.0),
            (rf"{_MEET}.{{0,30}}(?:主持|参加|参会|回执)", 0.95),
            (rf"(?:周|星期|\d[日号]|明天|后天|每周).{{0,16}}{_MEET}", 0.9),
            (r"发(?:一?个|一下)?会议通知", 1.1),
        ),
        planning.create_meeting,
        can(Right.WRITE, Area.MEETINGS),
        slots(hearing.READERS, planning.ASK_TIME),
    ),
    Intent(
        "reschedule",
        "会议改期",
        "会议改到9月24日下午3点，地点改到201",
        (
            (
                r"(?:会议?|会)(?:时间|地点)?(?!.{0,12}遇.{0,4}[假节]).{0,12}(?:改期?(?:到|在|为|成|至)|推迟|提前(?:到|至)|延期|顺延|调整?(?:到|为|至)|挪到|换到)",
                1.3,
            ),
            (r"(?:改期|推迟|延期).{0,6}会", 1.2),
            (r"^\W*.{0,10}那[次场](?:会议?|例会)?(?:改|推迟|提前|挪)[到在为至]?", 1.1),
            (r"会议?(?:再)?(?:延长|缩短|多开|少开).{0,4}(?:小时|分钟|刻钟|天)|会议?.{0,2}(?:延长|开)到.{1,6}点", 1.42),
            (r"回执(?:截止|期限|时限|时间)?(?:时间|日期)?.{0,4}(?:改|延|推|提前)", 1.42),
            (r"^(?:时间|地点|会场)改(?:到|在|为|成)|^改(?:到|期)", 0.9),
            (r"^(?:那个|这个|停?.{0,8}会的?)?(?:会议室|会场|地点)(?:改|换)(?:成|到|为|在|去)", 1.42),
            (
                r"^(?:那个|这个)?会?议?(?:推迟|延后|提前|往后推|往后挪|推后)(?:\d+|[一二两三四五六七八九十半])+个?(?:半)?(?:小时|分钟|刻钟|天)",
                1.42,
            ),
        ),
        changing.reschedule,
        can(Right.WRITE, Area.MEETINGS),
        (
            Slot("title", name),
            Slot("old_day", spoken_times.old_day),
            Slot("readings", spoken_times.readings),
            Slot("day", spoken_times.day),
            Slot("datetime", spoken_times.starts),
            Slot("date_range", spoken_times.span),
            Slot("shift", shifts.shift),
            Slot("longer", shifts.longer),
            Slot("reply_by", spoken_times.reply_by),
            Slot("room", spoken.room),
            Slot("place", spoken.place),
        ),
    ),
    Intent(
        "invite_more",
        "增加参会单位",
        "再通知财政局参加",
        (
            (
                r"(?:再|补|另外|增加)(?:通知|邀请|请|叫|发通知给)[^。；;\n]{2,30}?(?:参加|参会|列席|来(?!文|稿|源)|出席)",
                1.45,
            ),
            (r"^\W*(?:会议|通知)?(?:再|补)(?:通知|邀请)(?:.?下|上)?[一-龥、]{2,12}\W*$", 1.1),
            (r"^\W*(?:参会|参加)(?:单位|人员|范围).{0,3}(?:再|增|加)[加上]?", 1.3),
        ),
        amending.invite_more,
        can(Right.WRITE, Area.MEETINGS),
        (Slot("title", name), Slot("old_day", spoken_times.old_day)),
        family="create_meeting",
    ),
    Intent(
        "cancel",
        "取消会议或预订",
        "取消9月23日的会议",
        (
            (r"取消.{0,20}(?:会议|[^机]会|预[订定]|订的|会议室|多功能厅)(?!请假)", 1.3),
            (r"(?:会议?|会)(?:不开了|取消了?)\s*$", 1.2),
            (r"退[订掉].{0,6}(?:会议室|(?<!\d)[23]\d\d(?!\d|期|号(?!会)))", 1.2),
            (r"取消(?:9|\d).{0,12}(?:的)?预?[订定]", 1.2),
            (r"(?:例会|调度会|碰头会).{0,8}(?:取消|不开了|停开|停[掉了])|(?:以后|今后)都?不(?:用)?开(?:了|例会)", 1.45),
        ),
        cancelling.cancel,
        offers.books,
        (Slot("title", name), Slot("text", _thing), Slot("room", spoken.room), Slot("old_day", spoken_times.old_day)),
    ),
    Intent(
        "reply_meeting",
        "参会回执",
        "参加；请假，出差；派吴副局长去；晚到10分钟",
        (
            (r"取消请假|不(?:用)?请假了|销假", 1.4),
            (r"^[^，,。]{0,6}又(?:能|可以)(?:去|来|参加|到会)了?\s*$", 1.42),
            (
                r"^\s*(?:我们?|我[局镇办]|[一-龥]{0,3}(?:局长|镇长|书记|主任))?(?:一定|准时|按时|肯定|会|能|可以)*(?:去|来)(?:的|得了|会的)\s*$",
                1.1,
            ),
            (
                r"^\s*(?:我|我局|本局|我们|[一-龥]{1,6}(?:局长|书记|镇长|主任|同志|本人))?(?:准时|按时|一定|确认|可以|会|能)*(?:参加|参会|出席|到会)(?:会议)?[。！!]?\s*$",
                1.1,
            ),
            (r"[，,]\s*(?:还是|准时|按时|可以|会|能)*(?:参加|参会)(?:会议)?[了吧]?\s*$", 1.0),
            (r"(?:自己|亲自|本人)(?:去|来|参加|参会|出席)[了吧的]*\s*$", 1.0),
            (r"^\s*(?:请假|代会)", 1.1),
            (
                r"的会(?:议)?[，, ]*(?:我|我局|我们)(?:准时|按时|会|能|一定)*(?:参加|去|出席)(?:吧|的|了)?[。！!]?\s*$",
                1.1,
            ),
            (r"^\s*替会(?!情况|名单)", 1.4),
            (
                r"(?:替会|代会|代为?参加|代替参加|去不了|来不了|参加不了|不能参加|无法参加|不能参会|无法参会|不能到会)",
                1.05,
            ),
            (r"(?:派|委派|安排|指派|由|让|换)[一-龥]{1,10}?(?:同志)?(?:去|来|代|替|参会|参加)", 1.0),
            (r"(?:派|委派)[一-龥]{0,8}副[一-龥]{1,3}\s*$", 1.0),
            (r"(?:晚到|(?<!推)迟到|晚一?点到|晚\d+分钟)", 1.0),
            (r"(?<!同意)请.{0,3}假", 1.0),
            (r"^\s*(?:我去|我来|我参加|出差在外|在外出差)\s*$", 1.0),
        ),
        replying.reply_meeting,
        can(Right.WRITE_OWN, Area.MEETINGS),
        (
            Slot("title", name),
            Slot("text", _answer),
            Slot("reason_enum", _reason),
            Slot("person", _who),
            Slot("count", _minutes),
            Slot("day", spoken_times.day),
        ),
        forgets=True,
    ),
    Intent(
        "approve_leave",
        "登记请假审定结果",
        "同意请假 区住建局",
        (
            (r"^\s*(?:[一-龥]{1,8})?不?同意.{0,12}(?:请假|替会)", 1.3),
            (r"^\s*不?同意[ ，,：:]*[一-龥]{2,10}(?:局|镇|街道|办|委|部|队|所|会|集团|校)\s*$", 1.0),
            (r"(?:请假|替会).{0,8}不?同意", 1.1),
        ),
        deciding.decide,
        _decides,
        (Slot("text", _verdict), Slot("unit", unit)),
    ),
    Intent(
        "chase_receipts",
        "催回执",
        "没回执的催一下",
        (
            (r"(?:没|未|还没)(?:有)?(?:回执|回复|回的?|报名).{0,8}(?:催|提醒|再?通知|问)一?下?", 1.45),
            (r"(?:催|提醒)(?:一?下|催)?.{0,6}(?:(?:没|未|还没)(?:有)?(?:回|报名)|回执)", 1.45),
        ),
        chasing.chase,
        can(Right.WRITE, Area.MEETINGS),
        (Slot("old_day", spoken_times.old_day),),
        family="meeting_receipts",
    ),
    Intent(
        "meeting_receipts",
        "查回执情况",
        "回执情况",
        (
            (r"回执(?:情况|统计|汇总|怎么样|到齐|收齐|了吗|如何)", 1.3),
            (r"(?:谁|哪些单位|哪几家|哪些).{0,6}(?:没|未|还没).{0,4}(?:回执|回复|报名)", 1.3),
            (r"(?:参会|到会|请假|签到|出席)(?:情况|名单|统计|汇总)", 1.42),
            (r"应到.{0,4}实到|(?:谁|哪些单位|哪家|哪几家).{0,4}(?:没来|没到|未到|缺席|请假)", 1.2),
        ),
        tally.receipts,
        can(Right.WRITE, Area.MEETINGS),
        (Slot("old_day", spoken_times.old_day),),
    ),
    *DAY_INTENTS,
    *PAPER_INTENTS,
)
