"""What can be said about duty and emergencies (domain.md C.1: duty, swap, emergency)."""

from handlers.duty import asking, emergency, handing, roster, rules, swap_rows, swap_words, swapping
from handlers.line import Intent, Reply, Slot, Slots
from handlers.policy import Area, Right, can, may, not_found
from handlers.said import Said
from handlers.turn import Turn
from scheduler.clock import local
from storage.office import Person

_WHO = (
    r"(?:今天|今晚|今日|今夜|明天|明晚|明日|后天|昨[天晚]|周[一二三四五六日末]|星期[一二三四五六日天]|本周|这周"
    r"|下周|本月|国庆|中秋|元旦|春节|五一|端午|清明|假期|节日|现在|谁|哪位|哪个|\d+[日号]|我)"
)


def duty(turn: Turn, _slots: Slots) -> Reply:
    """Names for a day are written by 行政科; anything else asks."""
    if not roster.writes(turn):
        return asking.ask(turn)
    if not may(turn.person, Right.WRITE, Area.DUTY):
        return Reply(not_found(turn.office.phones.secretariat))
    return roster.write(turn)


def _when(said: Said, _asked: bool, _slots: Slots) -> str | None:
    return next((one.start.isoformat() for one in said.times if one.start and one.kind != "range"), None)


def _range(said: Said, _asked: bool, _slots: Slots) -> dict[str, str] | None:
    found = next((one for one in said.times if one.kind == "range" and one.start and one.end), None)
    if found is None or found.start is None or found.end is None:
        return None
    return {"start": local(found.start).isoformat(), "end": local(found.end).isoformat()}


def _person(said: Said, _asked: bool, _slots: Slots) -> str | None:
    return next((one.person.name for one in said.people if one.person), None)


def _taker(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """The substitute, as a userid."""
    return next((one.person.userid for one in said.people if one.person), None)


def _days(said: Said, _asked: bool, _slots: Slots) -> list[str] | None:
    return [swap_rows.day_of(one.start) for one in said.times if one.start] or None


def _never(_slots: Slots) -> bool:
    return False


def everyone(_person: Person) -> bool:
    """Whoever is in the office's WeCom."""
    return True


_PERSON, _TIME = Slot("person", _person, required=_never), Slot("datetime", _when, required=_never)

INTENTS = (
    Intent(
        "emergency",
        "突发事件",
        "",
        (
            (rf"(?s)^(?!.*(?:{rules.NO_EVENT})).{{0,400}}{rules.EVENT}.*$", 1.5),
            (
                r"^(?!.*《).{0,10}现场(?:的)?(?:照片|图片|视频|录像|图)|(?:照片|图片|视频|录像)(?:应该|要|该)?(?:往|传|发|报|给)(?:到)?(?:哪|谁|什么地方)",
                1.3,
            ),
            (r"突发(?:事件)?(?:信息)?(?:怎么|如何|要(?:写|报)|报送?要素|要素|模板|格式)", 1.3),
        ),
        emergency.alarm,
        everyone,
        forgets=True,
    ),
    Intent(
        "emergency_timer",
        "突发事件计时",
        "",
        (
            (r"^\W*(?:请|帮我|给我|需要|要|现在|马上|开始)*(?:重大|特大|特别重大)?\W*计时(?:吧|一下|了)?\W*$", 1.5),
            (r"^\W*(?:停止|结束|取消|不用|终止)(?:突发事件)?计时|^\W*计时(?:停止|结束|取消|情况|到哪)", 1.5),
            (
                r"^\W*(?:已经?|刚|首次)?(?:打)?(?:电话(?:报告)?(?:已经?)(?:报告|上报|报|打)(?:了|过|完)?|电话(?:报告|上报|报|打)(?:了|过|完)*)\W*$",
                1.4,
            ),
            (
                r"^\W*(?:已经?|刚)?(?:书面(?:报告)?(?:也|都)?(?:已经?)?(?:报告|报送|上报|报)?(?:了|过|完)?|首报(?:已报|报了)?)\W*$",
                1.4,
            ),
            (
                r"^\W*(?:已经?|刚|报)?(?:续报[一二三四五六七八九十\d]*|终报)(?:已报|报了|报送|完)?(?:$|[：:，,。了 ])",
                1.55,
            ),
        ),
        emergency.command,
        everyone,
        family="emergency",
        forgets=True,
    ),
    Intent(
        "duty",
        "查值班",
        "今晚谁值班；我什么时候值班",
        (
            (
                rf"^(?!.*(?:关于|《|登记|通知|议题|内容|备注)).{{0,12}}{_WHO}.{{0,8}}(?:值班|带班|值守)(?!工作|安排的|通知)",
                1.1,
            ),
            (
                r"(?:值班|带班)(?:领导|主任|人员)?的?(?:电话|号码|手机)|谁(?:来|上|值)?[值上](?:白|夜|晚)班|谁[值带]",
                1.3,
            ),
            (
                r"值班(?:表|安排|人员|领导|电话|室电话)(?:$|[？?发是呢]|.{0,4}(?:发我|看|查))|(?:查|看)(?:一下)?值班",
                1.0,
            ),
        ),
        duty,
        everyone,
        (_TIME, Slot("date_range", _range, required=_never), _PERSON),
    ),
    Intent(
        "duty_roster",
        "排班",
        "9月23日值班：张敏，带班郭平",
        (
            (r"^(?!.*(?:关于|《|登记|谁)).{0,30}值班(?:员|人员|人)?\s*[：:].{0,20}(?:带班|备班|$)", 1.45),
            (r"^(?!.*(?:关于|《|登记|谁)).{0,30}(?:值班|值守)[，,]\s*带班", 1.45),
            (r"^(?!.*(?:关于|《|登记|谁)).{0,30}\d日.{0,8}(?:值班|带班)[：:，,]?.{2,12}[，,]\s*带班", 1.45),
            (
                r"^(?!.*(?:关于|《|登记|谁|替|跟|换给|我)).{0,24}(?:[白夜晚]班|值班|带班)(?:员|人|领导)?(?:改[成为由]|换成|[：:])(?!\s*\d)",
                1.42,
            ),
            (
                r"^(?!.*(?:关于|《|登记|谁|替|跟|我)).{0,16}[日号晚][，, 的]?[白夜晚]班"
                r"(?!.{0,3}[走有没不要换能值是去来吗呢])"
                r"[\u4e00-\u9fff]{2,3}(?:$|[，,、；;。 ])",
                1.42,
            ),
            (r"^(?!.*(?:关于|《|登记|谁|替|我)).{0,8}[日号].{0,6}改[成为由][白夜晚]班", 1.42),
            (
                r"^\W*(?:\d+月)?\d+[日号]的?(?:值班)?(?:还是|换成|改由)[\u4e00-\u9fff]{2,3}(?:来?值班?)?[吧了]?\W*$",
                1.42,
            ),
        ),
        duty,
        can(Right.WRITE, Area.DUTY),
        (_TIME, Slot("date_range", _range, required=_never), _PERSON),
        family="duty",
    ),
    Intent(
        "swap",
        "换班",
        "换班 9月23日 找唐薇替",
        (
            (
                r"换(?:个|一下)?班(?!子|次表)|调班|替班|[跟和与].{1,6}[换调].{0,4}(?:值班|班)|替我.{0,8}(?:值班|班)|对调.{0,6}班"
                r"|[值带上]不了班|(?:值班|带班|夜班|白班).{0,12}(?:替我|顶我)|顶个?班",
                1.3,
            ),
            (
                r"^\W*(?:\d+月)?\d+[日号].{0,12}(?:去不了|值不了|有事|不行|来不了)[，,].{0,4}(?:换成?|让|请|找).{2,6}(?:值|替|顶)",
                1.5,
            ),
            (r"(?:\d+[日号]|今晚|明晚|我|这个?)的?(?:值)?班.{0,4}(?:换给|让给|给|请).{1,6}(?:替|值|$)?", 1.5),
        ),
        swapping.ask,
        everyone,
        (
            Slot("taker", _taker, "换班须自己先找好替班人，请问谁替您值班？"),
            Slot("days", _days, required=_never),
            _TIME,
            _PERSON,
        ),
    ),
    Intent(
        "withdraw_swap",
        "撤回换班",
        "撤回换班",
        (
            (
                r"^\W*(?:我)?(?:要|想)?(?:撤回|撤销|取消|不)(?:了)?(?:刚才的?|我的?|那个)?(?:换班|调班|替班)(?:申请)?[了吧]?\W*$",
                1.55,
            ),
            (r"^\W*(?:换班|调班)(?:的?申请)?(?:取消|撤回|撤了|不换了?|算了)[吧了]?\W*$", 1.55),
        ),
        swapping.withdraw,
        everyone,
        family="swap",
    ),
    Intent(
        "swap_answer",
        "答复换班",
        "",
        ((r"^\W*(?:我)?(?:不同意|同意|不批准|批准|拒绝)(?:.{0,6})(?:换班|替班|调班|替.{0,4}值班)", 1.5),),
        swap_words.said,
        everyone,
        family="swap",
    ),
    Intent(
        "duty_handover",
        "交接班",
        "交接：夜间来文1件待登记；东门监控待修",
        (
            (r"^\W*(?:值班)?(?:交接(?:班)?|交班)(?:事项|记录)?[：:，,\s](?!.*(?:岗位|工作移交))", 1.5),
            (r"^\W*(?:值班)?未尽事项[：:是有，,]", 1.5),
            (r"^\W*(?:交班|交接班)\W*$", 1.3),
        ),
        handing.give,
        everyone,
        family="duty",
    ),
    Intent(
        "duty_take",
        "接班",
        "接班",
        ((r"^\W*(?:我)?(?:已|确认|来)?接班(?:了)?\W*$", 1.5),),
        handing.take,
        everyone,
        family="duty",
    ),
    Intent(
        "night_paper",
        "夜间来文",
        "夜间来文 急件 1件",
        (
            (r"^\W*(?:夜间|夜里|晚上|昨夜|值班(?:室|时)?)(?:收到|来了?|有)?(?:来文|急件|文件|传真)", 1.45),
            (r"^\W*(?:夜间|夜里|值班(?:室|时)?)(?:收到|来了?)(?:一|\d+)?[份件个](?:急件|文件|传真|来文)", 1.45),
        ),
        handing.night_paper,
        everyone,
        family="duty",
    ),
)
