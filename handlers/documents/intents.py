"""What can be said to 办文: patterns, slots, who may (domain.md C.1)."""

from handlers.documents import refs
from handlers.documents import slots as read
from handlers.documents.amend import amend
from handlers.documents.answers import sign_named
from handlers.documents.close import close, not_open
from handlers.documents.feedback import feedback
from handlers.documents.finding.intents import INTENTS as FINDING
from handlers.documents.heard import instructed_unit
from handlers.documents.naming import WRITE, On, never
from handlers.documents.reading import mark_named
from handlers.documents.register import known_already, log_incoming
from handlers.documents.submit import mode, sequence
from handlers.documents.terms import KINDS, RESULTS, TO_ASK_URGENCY
from handlers.documents.transfer import submit_and_pass_on, transfer
from handlers.line import Intent, Slot, Slots
from handlers.policy import Area, Right, may
from storage.office import Person, Role

_NUMBER = r"(?:收〔?\d{4}〕?)?\d{1,5}号"
_URGENCY = "(?:特提|特急|加急|平急|平件)"


def _unless(name: str) -> "_Missing":
    return _Missing(name)


class _Missing:
    """Asked only while another slot is empty."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, slots: Slots) -> bool:
        return self.name not in slots


def _vague(slots: Slots) -> bool:
    return "vague" in slots


def _may_transfer(person: Person) -> bool:
    """文书 and 督查 (domain.md 2.6)."""
    return WRITE(person) or may(person, Right.WRITE, Area.SUPERVISION)


def _may_read(person: Person) -> bool:
    return may(person, Right.READ_OWN, Area.DOCUMENTS)


def _may_mark(person: Person) -> bool:
    return WRITE(person) or person.has(Role.LEADER) or person.has(Role.LEADER_LIAISON)


def _for_unit(person: Person) -> bool:
    return person.has(Role.UNIT_LIAISON)


_FACTS = (
    Slot("doc_no", read.doc_no, required=never),
    Slot("doc_no_check", read.doc_no_check, required=never),
    Slot("datetime", read.stated_due, required=never),
    Slot("stated_workdays", read.stated_workdays, required=never),
    Slot("important", read.important, required=never),
    Slot("identity", read.identity, required=never),
)

INTENTS = (
    Intent(
        "log_incoming",
        "登记收文",
        "登记收文：加急，市发改局，南发改函〔2026〕57号，《关于……的函》，办件，9月25日前反馈",
        (
            (r"登记[^，,。]{0,4}收文|收文[^，,。]{0,2}登记", 1.3),
            (r"登(?:一?[个份件下])+(?:收文|来文|文件|文)(?![号件]?(?:号|到哪|在))", 1.1),
            (r"(?:来|收)了?一?[份个件][^，,。]{0,8}(?:文件?|来文|公文|函|通知)(?!.{0,8}(?:到哪|在哪|在谁|进展))", 0.9),
            (r"^\s*(?:请|帮我|再)?(?:登记|补登)(?:一[份下件个])*(?!.{0,3}(?:发文|会议|督查))[：:，,]?", 1.1),
            (r"收到[^，,。]{0,4}(?:文件|来文|公文)", 1.1),
            (r"^\s*(?:[记登]一?[个份下]|登记)?(?:来电记录|电话记录|电话通知|电话传真)[：:，,]", 1.5),
            (r"(?:来文|文件|公文)[^，,。]{0,4}登(?:记|一?下|个)", 1.1),
            (r"(?:来文|的(?:通知|函|意见|报告|请示|通报)》?).{0,40}登记(?:一?下)?[。！!]?\s*$", 1.1),
        ),
        log_incoming,
        WRITE,
        (
            Slot("unit", read.sender, "哪个单位来文？"),
            Slot("title", read.title_of_new, "标题或文号？", _unless("doc_no")),
            Slot("urgency", read.urgency, "缓急？", options=TO_ASK_URGENCY),
            Slot("kind", read.kind, "阅件还是办件？", options=KINDS),
            *_FACTS,
            Slot("due_check", read.due_check, required=never),
            Slot("received", read.received, required=never),
        ),
        early=known_already,
    ),
    Intent(
        "submit",
        "呈送",
        "1203号呈送周书记、林区长、何副区长",
        (
            (r"^\s*(?:请|同步|一并)?(?:呈送|呈批|呈阅|送呈|呈报)", 1.3),
            (rf"^.{{0,6}}{_NUMBER}.{{0,4}}(?:呈送|呈批|呈阅|呈报|送(?!下一))", 1.3),
            (rf"^.{{0,16}}{_NUMBER}.{{0,6}}(?:按?顺序|依次|逐级|逐个|先|同步|同时)(?:呈|送|报)", 1.3),
            (r"^\s*(?:请)?(?:按?顺序|依次|逐级|逐个|先)(?:呈送|呈批|呈阅|呈|送阅|报送|送|报)(?!下一)", 1.2),
            (
                r"^\s*(?:请|同步|一并)?[送报呈](?!下一|前置)[^，,。；;]{0,24}(?:书记|[区市部]长|主任)[，,][^。；;]{2,16}牵头",
                1.6,
            ),
            (rf"^.{{0,16}}{_NUMBER}.{{0,6}}传阅(?!.{{0,4}}(?:到|情况|完|在|给谁|了))", 1.3),
            (r"^\s*(?:请|送)?传阅(?!.{0,4}(?:到|情况|完|件|在|了))", 1.2),
        ),
        On(submit_and_pass_on, "submit"),
        WRITE,
        (
            Slot("leader_list", read.leaders, "呈送哪几位领导？"),
            Slot("mode", mode, required=never),
            Slot("sequence", sequence, required=never),
        ),
        early=refs.early,
    ),
    Intent(
        "transfer",
        "转办",
        "1203号应急局牵头，住建局、农水局配合，9月24日前反馈",
        (
            (rf"^.{{0,6}}{_NUMBER}.{{0,12}}(?:牵头|转办|转给|转)", 1.2),
            (r"^\s*(?:请|由)?[^，,。：:]{2,12}牵头(?:办理)?(?:[，,。]|$)", 1.0),
            (r"^\s*转办|^\s*牵头(?:单位)?[：:]", 1.1),
        ),
        On(transfer, "transfer"),
        _may_transfer,
        (
            Slot("unit", read.lead_unit, "牵头单位是哪家？（只能一家）"),
            Slot("vague", read.vague, required=never),
            Slot("co_units", read.co_units, "有关单位具体是哪几家？请写明单位名称。", _vague),
            Slot("datetime", read.stated_due, required=never),
        ),
        early=refs.early,
    ),
    Intent(
        "sign",
        "签收",
        "签收",
        (
            (rf"^(?!.*督).{{0,12}}(?:签收.{{0,8}}(?:{_NUMBER}|〔\d{{4}}〕)|(?:{_NUMBER}|〕\d+号?).{{0,8}}签收)", 1.2),
            (r"签收", 0.9),
            (r"^\s*(?:[两三四五六七八九]件|全部|所有的?|都)(?:都|全)?(?:已经?)?(?:收到|签收)了?[。！]?$", 1.0),
        ),
        sign_named,
        _for_unit,
    ),
    Intent(
        "feedback_doc",
        "反馈来文",
        "收1203号反馈：已部署到各镇街，10支队伍到位，无险情",
        (
            (r"收(?:文)?(?:〔\d{4}〕)?\d{1,5}号?.{0,4}(?:反馈|进展|办理情况)", 1.6),
            (r"〔\d{4}〕\d+号?.{0,6}(?:反馈|进展|办理情况)", 1.5),
            (r"^\s*\d{1,5}号.{0,4}(?:反馈|进展|办理情况)", 0.9),
            (r"^\s*(?:收(?:文)?)?(?:〔\d{4}〕)?[1-9]\d{0,4}号(?:文|来文|件|那份)?\s*[：:].{6}", 1.7),
        ),
        On(feedback, "feedback"),
        _for_unit,
        family="feedback",
    ),
    Intent(
        "mark_read",
        "阅毕",
        "1203号阅毕",
        (
            (rf"^.{{0,6}}{_NUMBER}.{{0,12}}(?:阅毕|已阅|圈阅|阅了|阅过|看过|看完|看了|画圈)(?!.{{0,2}}[吗没么])", 1.2),
            (r"(?:阅毕|圈阅了|已圈阅|已阅)(?!.{0,2}(?:[吗没么]|情况|未阅))", 1.0),
            (r"(?:书记|长|主任|领导)(?:已经?|都)?(?:看过|看完|看了|阅过|阅完|圈阅|圈了|画圈)(?!.{0,2}[吗没么])", 1.05),
        ),
        mark_named,
        _may_mark,
    ),
    Intent(
        "record_instruction",
        "批示登记",
        "1203号周书记已批示",
        (
            (rf"^.{{0,6}}{_NUMBER}.{{0,12}}(?:批示|签批)", 1.25),
            (r"^\s*(?:同意|可以?)[，,。 ]\s*请[^，,。]{2,24}(?:抓紧|落实|办理?|牵头|研究|阅处|跟进|负责)", 1.2),
            (rf"^.{{0,6}}{_NUMBER}.{{0,12}}(?:批(?:了|的|为|：|:|“)|批?阅[知研处])(?![吗没么])", 1.25),
            (r"^(?!.*会).{0,14}(?:书记|[区市]长|主任)[：:]\s*(?:请|同意|拟同意|由|转|抓紧|阅)", 1.45),
            (r"^.{0,12}(?:书记|长|主任|领导)(?:已经?)?(?:作出?了?)?(?:批示|签批)(?!.{0,2}[吗没么])", 1.05),
            (r"^.{0,16}(?:书记|长|主任|领导)(?:已经?)?(?:批(?:了|的|为|：|:|“)|阅[知研处])(?![吗没么])", 1.1),
        ),
        mark_named,
        _may_mark,
        (Slot("unit", instructed_unit, required=never), Slot("datetime", read.stated_due, required=never)),
    ),
    Intent(
        "close",
        "办结",
        "1203号办结，已复文",
        (
            (rf"^.{{0,6}}{_NUMBER}.{{0,10}}办结(?!.{{0,3}}(?:撤|取消))|^办结.{{0,4}}{_NUMBER}", 1.1),
            (r"^\s*(?:这件|那件|该件|此件|它)?办结", 1.0),
            (r"^(?!.*督)[^。；;]{2,16}[，,]办结[了吧]?(?:[，,：: ][^。；;]{0,16})?$", 1.2),
        ),
        On(close, "close"),
        WRITE,
        (Slot("result", read.result_kind, "办理结果？", options=RESULTS),),
        early=not_open,
    ),
    *FINDING,
    Intent(
        "amend",
        "更正收文",
        "那个89号改成特急",
        (
            (rf"^.{{0,24}}(?:改(?:成|为|到)?{_URGENCY}|改(?:成|为)?(?:阅件|办件|要件))", 1.3),
            (
                rf"^.{{0,6}}(?:不对|不是|错了|说错了|应该|还)[，, ]?(?:还是|应该是|应为|应是|是)?(?:改回)?{_URGENCY}",
                1.1,
            ),
            (
                r"^.{0,16}(?:缓急|时限|期限|标题|来文(?:单位)?|文号|类别|收文身份)[^，,。]{0,3}(?:改|应该?[是为]|换成)",
                1.2,
            ),
            (
                r"^.{0,8}[这那上](?:一)?[份件](?:文)?(?:的)?(?:缓急|时限|期限|标题|来文(?:单位)?|文号|类别)"
                r"[^，,。]{0,3}(?:改|应该?[是为]|换成)",
                1.5,
            ),
            (rf"^.{{0,8}}[这那上](?:一)?[份件](?:文)?(?:应该?)?[是为](?:阅件|办件|要件|{_URGENCY})", 1.5),
            (r"^\s*(?:等一?下|等等|哦|噢|对了|还有)?[，,]?\s*(?:标题|文号|来文(?:单位)?|缓急)(?:应该?)?[是为]", 1.45),
            (
                r"^\s*(?:要求|须|需)?[^，,。；;]{2,12}(?:前|内)(?:书面)?(?:报|反馈|报送|办结|完成|回复|上报|反馈)(?:送|结果|情况)?[。！!]?\s*$",
                1.05,
            ),
            (r"^.{0,16}复文(?:文)?号[^，,。]{0,4}(?:改|应该?[是为]|[是为]|换成|补)", 1.6),
            (r"^\s*还是(?:阅件|办件)", 1.0),
            (
                rf"^.{{0,6}}(?:{_NUMBER})?.{{0,3}}{refs.NEW_NUMBER}[：:，, ]*[\u4e00-\u9fff]+〔",
                1.45,
            ),
            (r"^\s*(?:时限|期限)(?:是|为|就|定|按)?(?:在)?(?=[\d一二三下本明后月]).{2,16}$", 1.2),
            (r"^\s*(?:不对|不是|错了|[说写登]错了)[^。；;\n]{0,12}(?:阅件|办件|要件)", 1.0),
            (
                r"^\s*(?:不对|不是|错了|[说写登]错了)[^。；;\n]{0,12}(?:来文|单位|文号|标题|时限|期限)[^，,。]{0,4}(?:是|为)",
                1.0,
            ),
        ),
        On(amend, "amend"),
        WRITE,
        (
            Slot("urgency", read.urgency, required=never),
            Slot("kind", read.kind, required=never),
            Slot("unit", read.sender, required=never),
            *_FACTS,
        ),
    ),
)
