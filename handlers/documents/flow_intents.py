"""What is said of a paper under way: 传阅, 谁看了, 全流程, 催办, 退办, 延期 (domain.md 2.6, J.2)."""

import re

from handlers.documents import chasing, deciding, extending, feedback, flow, refs, route
from handlers.documents import slots as read
from handlers.documents.naming import ANY, PAPER, WRITE, On, never
from handlers.line import Intent, Slot, Slots
from handlers.policy import Area, Right, may
from handlers.said import Said
from storage.office import Person, Role

_NOT_MEANT = r"^(?!.*(?:会|班|稿|信息|回执|车|用品))[^。；;]{0,30}"
_COULD = "能不能|可不可以|能否|可否|想|申请|请求?|希望"
_ONWARD = re.compile(r"下一[位个]")


def _onward(said: Said, _asked: bool, _slots: Slots) -> bool | None:
    return True if _ONWARD.search(said.text) else None


def _reads(person: Person) -> bool:
    return may(person, Right.READ_OWN, Area.DOCUMENTS)


def _sees_leaders(person: Person) -> bool:
    """Whoever may know who has read a paper: the office, the leaders and their 联络员."""
    inside = may(person, Right.READ_ALL, Area.DOCUMENTS)
    return inside or person.has(Role.LEADER) or person.has(Role.LEADER_LIAISON)


def _on_route(person: Person) -> bool:
    return WRITE(person) or person.has(Role.LEADER_LIAISON)


def _asks_more(person: Person) -> bool:
    """Units ask; the clerk is told that they do."""
    return person.has(Role.UNIT_LIAISON) or person.has(Role.UNIT_HEAD) or WRITE(person)


FLOW_ACTS: dict[str, refs.Act] = {
    "skip_reader": route.skip,
    "who_read": flow.matrix,
    "doc_flow": flow.show,
    "chase_doc": chasing.chase,
    "send_back_doc": feedback.send_back,
    "extend_doc": extending.ask,
}
FLOW_INTENTS = (
    Intent(
        "skip_reader",
        "调整传阅",
        "1203号跳过林区长",
        (
            (rf"{ANY}.{{0,10}}(?:跳过|(?:送|给|转)下一[位个])", 1.35),
            (r"跳过.{0,6}(?:书记|长|主任)|(?:书记|长|主任).{0,10}(?:先)?跳过", 1.35),
            (r"(?:送|给|转|呈)下一[位个](?:领导)?", 1.2),
            (r"(?:书记|长|主任).{0,4}(?:出差|外出|不在|休假|学习).{0,6}(?:先送|先呈|先给|后补|回来再)", 1.35),
        ),
        On(route.skip, "skip_reader"),
        _on_route,
        (PAPER, Slot("onward", _onward, required=never)),
    ),
    Intent(
        "who_read",
        "查阅批情况",
        "1203号谁看了",
        (
            (
                rf"{ANY}.{{0,8}}(?:谁(?:还)?(?:没有?|都|已)?(?:看|阅|批)|(?:哪些|哪位|哪几位|几位|几个)领导|"
                r"(?:领导|书记|长|都)?(?:都)?(?:看|阅|批示?)(?:过|完)?了?(?:没(?!意见|问题|啥|什么)|吗|么)|(?:已阅|阅办|阅批|传阅|批示|呈阅)情况)",
                1.8,
            ),
            (r"^(?!.*(?:日报|信息|回执|督办)).{0,16}谁(?:还)?(?:没有?|都|已经?)?(?:看|阅|批)(?:了|过|完|示)?", 1.5),
            (r"领导们?(?:都)?(?:看|阅|批示?)(?:过|完)?了?(?:没|吗|么)", 1.6),
            (r"(?:书记|长|主任)(?:看|阅|批示?)(?:过|完)?了?(?:没|吗|么)", 1.6),
            (r"(?:阅批|阅办|已阅未阅|传阅)情况", 1.05),
        ),
        On(flow.matrix, "who_read"),
        _sees_leaders,
        (PAPER,),
        family="find_doc",
    ),
    Intent(
        "doc_flow",
        "看全流程",
        "1203号全流程",
        (
            (rf"{ANY}.{{0,8}}(?:全?流程|办理过程|来龙去脉|办理经过|流转(?:情况|记录|到))", 1.35),
            (r"^\s*看?(?:一下)?(?:全流程|办理流程|流转(?:情况|记录))", 1.05),
        ),
        On(flow.show, "doc_flow"),
        _reads,
        (PAPER,),
        family="find_doc",
    ),
    Intent(
        "chase_doc",
        "催办",
        "催一下1203号",
        (
            (rf"催(?!办人).{{0,10}}{ANY}", 1.35),
            (rf"{ANY}.{{0,8}}(?:再)?催(?!办人)", 1.35),
            (r"^\s*(?:请|帮我|再)*催(?:一?下|一催|催|办)(?!人)(?!.{0,14}(?:督办|督查|回执|投稿|信息|参会|会议))", 1.0),
        ),
        On(chasing.chase, "chase_doc"),
        WRITE,
        (PAPER, Slot("unit", read.sender, required=never)),
    ),
    Intent(
        "send_back_doc",
        "退办",
        "1203号退办：缺少整改数据",
        (
            (rf"{ANY}.{{0,8}}(?:退办|退回(?:补充|重报|重新反馈)|反馈不(?:行|合格|符合))", 1.4),
            (r"^(?!.*(?:督|率)).{0,12}退办", 1.05),
            (
                r"(?:写清楚?|写明|说清楚?|说明|补[齐充上全]|明确|不具体|太笼统|不行|重[写新报])[^。；;]{0,8}[，,]退(?:回去?|给他们)[吧。]?$",
                1.5,
            ),
            (r"^(?!.*(?:督|率)).{0,6}反馈[^。；;\n]{0,24}退办", 1.4),
        ),
        On(feedback.send_back, "send_back_doc"),
        WRITE,
        (PAPER,),
    ),
    Intent(
        "extend_doc",
        "来文延期",
        "1203号申请延期到10月15日，原因：等市里批复",
        (
            (
                r"^(?!\s*不?(?:同意|批准)).{0,16}收(?:文)?(?:〔\d{4}〕)?\d{1,5}号?.{0,10}(?:延期|延长|宽限)",
                1.65,
            ),
            (rf"^(?!\s*不?(?:同意|批准)).{{0,16}}{ANY}.{{0,10}}(?:延期|延长|宽限|延到|延至)", 1.5),
            (r"^\s*(?:请把|把)?(?<!\d)[1-9]\d{3}[，, ]*(?:申请|想|要)?(?:延期|延长|宽限|延到|延至)", 1.5),
            (rf"^(?!\s*不?(?:同意|批准))\s*(?:申请)?(?:延期|延长|宽限)(?![^，,。]{{0,3}}[到至]).{{0,8}}{ANY}", 1.4),
            (
                rf"{_NOT_MEANT}(?:{_COULD}).{{0,4}}(?:缓|宽限|晚|推迟?|延|多给|放宽)(?:我们|个)?(?:[几两三四五六七]|\d{{1,2}})个?(?:工作日|天|日)",
                1.25,
            ),
            (rf"{_NOT_MEANT}(?:{_COULD}).{{0,2}}(?:给|宽限|缓|推迟?|延|放宽)[到至]", 1.25),
            (r"^(?!\s*不?(?:同意|批准)).{0,10}(?:来文|这份文|那份文|文件|这个文|那个文).{0,10}(?:申请)?延期", 1.25),
        ),
        On(extending.ask, "extend_doc"),
        _asks_more,
        (
            PAPER,
            Slot("datetime", extending.when, required=never),
            Slot("reason", extending.why, required=never),
            Slot("longer", extending.longer, required=never),
        ),
        family="extend",
    ),
    Intent(
        "decide_doc",
        "审定来文延期、作废",
        "同意1203号延期",
        (
            (rf"^\s*(?:不)?(?:同意|批准).{{0,4}}{ANY}.{{0,6}}(?:延期|延长|作废)", 1.7),
            (rf"^\s*(?:不)?(?:同意|批准).{{0,4}}(?:延期|作废).{{0,4}}{ANY}", 1.7),
            (rf"^\s*{ANY}[，,]?(?:的)?(?:延期|作废)(?:申请)?[，,]?(?:不)?(?:同意|批准)", 1.7),
        ),
        deciding.decide,
        deciding.may_decide,
        (PAPER,),
        family="extend",
    ),
)
