"""What can be said to find papers, to get the register as a file, to ask how long papers take (domain.md C.1)."""

from typing import Any

from handlers.documents.finding.answering import find_doc
from handlers.documents.finding.ask import span_of
from handlers.documents.rules import number
from handlers.documents.sheets.chat import export_register
from handlers.documents.turnaround.answer import turnaround
from handlers.line import Intent, Slot, Slots
from handlers.policy import Area, Right, can, may
from handlers.said import Said
from storage.office import Person

_OTHERS = (
    r"(?!.*(?:督[办查]|台账|会议|开会|参会|会务|议题|议定|回执|请假|值班|电话|通讯录|信息|日报|投稿|采用|用品|档案|发文|印发|分发|发给|改革|接待"
    r"|登记收文|登记[：:]|牵头|签发|核稿|会签|拟稿|纪要|座次|调研|公务|天气))"
)
_PAPER = r"(?:收文|来文|公文|文件|文|[特加平]?[急]?件|特提件?|特急|加急|阅件|办件|要件|请示|报告)"
_END = r"(?:都)?(?:有哪些|有几件|有多少|在哪[里儿]?|有吗|有没有|列[一出]?下?|呢|吗)?[？?。！!\s]*$"
_NOT = r"(?:没有?|未|待|尚未)"
_STEP = r"(?:办[结完好]?|呈送?|呈批|呈阅|转办?|签收|反馈|[看阅]|归档|批示?|拟办)"


def _never(_slots: Slots) -> bool:
    return False


def _doc_no(said: Said, _asked: bool, _slots: Slots) -> str | None:
    named = next((doc.canonical for doc in said.docs if doc.canonical), None)
    own = next((one for one in said.own if one.series != "督"), None)
    return named or (number(own.year or said.now.year, own.seq) if own is not None else None)


def _unit(said: Said, _asked: bool, _slots: Slots) -> str | None:
    return next((unit.short or unit.text for unit in said.units if not unit.group), None)


def _range(said: Said, _asked: bool, _slots: Slots) -> dict[str, Any] | None:
    for when in said.times:
        since, until = span_of(when)
        if since is not None and until is not None:
            return {"start": since.isoformat(), "end": until.isoformat()}
    return None


def _urgency(said: Said, _asked: bool, _slots: Slots) -> str | None:
    return said.urgency


def _kind(said: Said, _asked: bool, _slots: Slots) -> str | None:
    return said.kind


def _title(said: Said, _asked: bool, _slots: Slots) -> str | None:
    return said.title if said.title and "《" in said.text else None


def _person(said: Said, _asked: bool, _slots: Slots) -> str | None:
    return next((one.person.name for one in said.people if one.person is not None), None)


def _reads_all(person: Person) -> bool:
    return may(person, Right.READ_ALL, Area.DOCUMENTS)


_HEARD = (
    Slot("doc_no", _doc_no, required=_never),
    Slot("title", _title, required=_never),
    Slot("unit", _unit, required=_never),
    Slot("person", _person, required=_never),
    Slot("urgency", _urgency, required=_never),
    Slot("kind", _kind, required=_never),
    Slot("date_range", _range, required=_never),
)

FIND_DOC = Intent(
    "find_doc",
    "查文",
    "台风那个文件在谁手里",
    (
        (
            r"^\s*(?:我[想要])?(?:请|帮我)?(?:查|搜|找|翻)(?:一?下|一查|一找|询|阅|看|到|个|份)?(?:收文|来文|公文|文件|文\b|文)",
            1.2,
        ),
        (r"^.{0,24}(?:在|到)谁(?:的)?(?:手[里上]|那[里儿]?)", 1.1),
        (
            r"^(?!.*督).{0,6}[1-9]\d{0,4}号?.{0,4}(?:[两三四五六七八九几各]家|都|单位)都?(?:报|反馈|签收|回复)(?:了|齐|完|全)*(?:吗|没有?)",
            1.3,
        ),
        (
            r"^(?!.*(?:督|会议|发文)).{0,24}(?:\d{1,5}号|[那这][份件]).{0,6}(?:什么状态|什么情况|(?:时限|期限|截止)(?:是|到|在)?(?:哪[天一日]|什么时候|几号|多[久少]))",
            1.15,
        ),
        (
            r"^.{0,24}(?:文件?|来文|收文|\d{1,5}号).{0,6}(?:到哪|在哪|办得?怎么样|办[好完了]没|办到哪|什么情况|进展如何|谁在办)",
            1.1,
        ),
        (r"^\s*(?:请|帮我)?查(?:一下|一查)?.{0,30}(?:\d{1,5}号|文件|来文|的(?:通知|函|报告|请示))", 1.0),
        (rf"^{_OTHERS}.{{0,20}}(?:收|来)[了过]?(?:哪些|几件|多少件?|哪几件|什么)(?:{_PAPER})?", 1.1),
        (rf"^{_OTHERS}.{{0,20}}(?:还?有|还剩|剩下)(?:哪些|几件|多少件?|什么).{{0,8}}{_NOT}{_STEP}", 1.06),
        (
            rf"^{_OTHERS}.{{0,12}}(?:我|我们)(?:经手|登记|催办|转办|收|负责|跟|手[里上])(?:过|了)?的?.{{0,12}}(?:文|件|没|未|哪些)",
            1.05,
        ),
        (rf"^{_OTHERS}.{{0,20}}(?:逾期|超期|超时限|过期|临期|快到期|即将到期|到期|截止)的?.{{0,6}}{_PAPER}", 1.1),
        (
            r"^\s*(?:现在|目前|[本这]周|今天|都)?(?:还)?有?(?:哪些)?(?:超期|逾期|过期)了?的?(?:有|是|都有)?(?:哪[些几]件?|几件|多少)?[？?]?$",
            0.9,
        ),
        (rf"^{_OTHERS}.{{2,12}}(?:发|送|报|转)?来的(?:都)?(?:一共)?(?:有)?(?:几[个件份]|哪[些几][个件份]?|多少)", 1.1),
        (r"^\s*(?:只[看要列]|其中|里面|当中)[^，,。；;]{1,12}(?:件|的|文)(?:有)?(?:哪些|几件)?$", 1.55),
        (r"^\s*(?:它|[这那][份件个]?)(?:现在)?(?:是|由)?谁在?(?:办|跟|管)", 1.1),
        (
            rf"^(?!.*(?:督|会|期|信息|快报|日报)).{{0,8}}(?:{_PAPER}|\d{{1,5}}号?|[那这][份件个]).{{0,4}}"
            r"(?:全文|正文|原文|原件|扫描件|电子版)",
            1.4,
        ),
        (rf"^{_OTHERS}.{{0,20}}{_NOT}{_STEP}[的过]*{_PAPER}{_END}", 1.12),
        (rf"^{_OTHERS}.{{0,20}}{_PAPER}.{{0,8}}{_NOT}{_STEP}(?:的)?(?:有)?(?:哪些|几件|多少件?){_END}", 1.12),
        (rf"^{_OTHERS}.{{0,12}}(?:办[结完好]|归档|反馈|作废|挂起|退回)了?的{_PAPER}{_END}", 1.3),
        (rf"^{_OTHERS}.{{0,12}}(?:批示|圈阅|签批|看|阅|反馈)过的?.{{0,4}}{_PAPER}", 1.15),
        (
            rf"^{_OTHERS}.{{0,8}}(?:书记|区长|主任|部长|领导).{{0,8}}(?:有|剩)(?:哪些|几件|多少件?|什么).{{0,6}}{_NOT}",
            1.05,
        ),
        (rf"^{_OTHERS}.{{0,12}}(?:手[里上]|那[里儿边]?|处)的?(?:还?有|剩)(?:哪些|几件|多少件?|什么){_PAPER}", 1.05),
        (
            rf"^{_OTHERS}.{{0,12}}(?:哪些|什么|几件|多少)(?:文|文件|来文|公文).{{0,6}}(?:要|该|需要|轮到|等)(?:我|本单位)",
            1.05,
        ),
        (
            rf"^{_OTHERS}\s*(?:有没有|有无|有|找一?下?|找找|搜一?下?|搜索|查)(?:.{{1,24}})(?:文|文件|来文|公文|通知|函|报告|请示|意见|方案){_END}",
            0.95,
        ),
        (
            rf"^{_OTHERS}(?!.*(?:，|,|：|:|《)).{{1,24}}(?:收文|来文|公文|文件|的文|[特加][急提]件|平件|急件|阅件|办件|要件){_END}",
            0.85,
        ),
        (rf"^{_OTHERS}(?:特急|加急|特提|平急)(?:件|的).{{0,8}}", 0.8),
        (
            rf"^{_OTHERS}.{{0,8}}(?:我们?|本)(?:单位|局|镇|街道|委|部)?.{{0,3}}(?:转办件|文|文件|来文|收文|公文).{{0,12}}",
            0.8,
        ),
        (r"^\s*(?:请|帮我)?(?:查|找)?一?下?\s*收\s*〔?(?:\d{4}〕?第?)?\d{1,5}号?\s*(?:查|呢|吗|在哪)?[？?。]*$", 1.05),
        (r"^\s*(?:请|帮我)?(?:查|找)一?下?\s*《", 1.25),
        (rf"^{_OTHERS}.{{0,12}}(?:特急|加急|特提|平急)(?:件|的).{{0,12}}办[完结好]", 0.9),
        (r"^\s*我的?待办(?:文件?|件)?[？?。]*$", 0.55),
        (
            r"^\s*\S{2,14}[〔（(\[【]\d{4}[〕）)\]】]\s*\d{1,4}号?\s*(?:呢|有没有收到过?|收到没有?|收到了?吗|查一?下)?[？?。]*$",
            0.95,
        ),
        (r"^\s*[\u4e00-\u9fff]{2,8}\d{1,4}号[文件]?(?:呢|在哪.{0,2})?[？?。]*$", 0.7),
        (
            rf"^\s*{_OTHERS}(?:请|帮我|我想|我要)?(?:查一?下?|查询|查找|查查|搜一?下?|搜索|找一?下?|找找)(?!\d*号)\S.{{0,30}}$",
            0.95,
        ),
        (r"^\s*\d{1,5}号[？?。]*$", 0.6),
        (r"^\s*(?:\d{1,5}号|[1-9]\d{3})是(?:什么|哪[件份个]|啥)", 1.2),
    ),
    find_doc,
    lambda person: may(person, Right.READ_OWN, Area.DOCUMENTS),
    _HEARD,
)

EXPORT = Intent(
    "export_incoming",
    "导出收文登记簿",
    "导出9月收文",
    (
        (r"(?:导出|下载|打印|输出|生成)(?!.{0,12}(?:督办|发文|会议|值班|通讯录|总结)).{0,16}(?:收文|登记簿|来文)", 1.4),
        (r"(?:收文|来文).{0,16}(?:导出|下载|打印|(?:发|给)我?(?:一份|个|份)?(?:表格?|[Ee]xcel|xlsx))", 1.4),
        (r"收文登记簿", 1.35),
    ),
    export_register,
    can(Right.WRITE, Area.DOCUMENTS),
    (Slot("date_range", _range, required=_never), Slot("unit", _unit, required=_never)),
)

TURNAROUND = Intent(
    "turnaround",
    "办文时效",
    "9月办文时效",
    (
        (
            r"(?:办文|公文|收文|来文|文件|办件|阅件).{0,8}(?:时效|运转|流转(?![到在])|周期|用时|耗时|平均.{0,4}(?:多久|多长|几天|时间))",
            1.45,
        ),
        (
            r"(?:办文|公文|收文|来文|文件|办件|阅件).{0,14}(?:要|需要?|得|花|平均|一般|大概).{0,3}(?:多久|多长时间|几天|几个?小时)",
            1.3,
        ),
        (r"(?:平均|一般|大概).{0,4}(?:多久|多长时间|几天)(?:能|可以)?办[结完]", 1.2),
        (r"(?:时效|用时)(?:统计|分析|情况|怎么样)", 1.2),
        (r"(?:排名|排一?下|排个?(?:名|序|队)|排行|名次).{0,16}(?:科室|单位|各局|谁|人|使用|办文|办件|时效|次数)", 1.3),
        (
            r"(?:科室|单位|各局|谁|哪个人|人员|个人|每个人|大家).{0,14}(?:排名|排行|排个?序|名次|倒数|使用次数|使用率|登录次数|在线时长)",
            1.3,
        ),
        (
            r"(?:哪个|哪一个|谁|哪家)(?:科室?|人|单位|局)?(?:的)?.{0,6}(?:办文|办件|办理|办得|回复|反馈|签收).{0,6}最?(?:快|慢|拖|差|好)",
            1.3,
        ),
    ),
    turnaround,
    _reads_all,
    (
        Slot("date_range", _range, required=_never),
        Slot("urgency", _urgency, required=_never),
        Slot("kind", _kind, required=_never),
    ),
)

INTENTS = (FIND_DOC, EXPORT, TURNAROUND)
