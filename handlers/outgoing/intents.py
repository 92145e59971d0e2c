"""What can be said to 发文: patterns, slots, who may (domain.md C.1, A.1)."""

from handlers.line import Intent, Slot, Slots
from handlers.outgoing import exports, queries, voiding
from handlers.outgoing import slots as read
from handlers.outgoing.amending import amend
from handlers.outgoing.register import log_outgoing
from handlers.outgoing.saying import AT, OFFICE, WITH, WRITE, OnOne, never
from handlers.outgoing.step_intents import STEPS
from handlers.outgoing.terms import WITHOUT_ADDRESSEE
from handlers.policy import Area, Right, may
from storage.office import Person, Role


def _paper(slots: Slots) -> bool:
    """A number alone needs no title."""
    return not slots.get("only_number")


def _addressed(slots: Slots) -> bool:
    return _paper(slots) and not slots.get("groups") and slots.get("genre") not in WITHOUT_ADDRESSEE


def _may_see(person: Person) -> bool:
    return may(person, Right.READ_OWN, Area.DOCUMENTS)


def _may_list(person: Person) -> bool:
    return WRITE(person) or person.has(Role.DIRECTOR) or person.has(Role.DEPUTY)


INTENTS = (
    Intent(
        "log_outgoing",
        "登记发文",
        "登记发文：云湾府办，《关于做好国庆值班工作的通知》，主送各镇街、区应急局，秘书科张敏拟稿，60份",
        (
            (
                r"登(?:一?[个份件下])+发文|登记[^，,。《]{0,4}发文|发文[^，,。《]{0,2}(?:登记(?!簿|本|表|册)|取号|领号)",
                1.4,
            ),
            (
                r"^.{0,6}(?:拟发|起草|新拟|要发|拟了|草拟)(?:了)?(?:一?[份个件])(?:发文|公文|文件|文|通知|函|请示|报告|通报|意见|批复|公告)",
                1.25,
            ),
            (r"^.{0,4}(?:发|拟|起草)(?:一?[份个件])(?:通知|函|请示|报告|通报|批复|意见)(?=[，,：: 《])", 1.2),
            (
                r"^.{0,6}(?:取|领|要|预留|占|留|申请)(?:一?下)?(?:一?个|\d{1,2}个)?[^，,。《]{0,8}?(?:发文字?号|文号|编号)(?!的|有|是)",
                1.15,
            ),
            (r"(?:取|领|要|留)一?个(?:[\u4e00-\u9fff]{2,8}的)?(?:发文)?号(?=$|[，,。])", 1.15),
            (r"^.{0,6}预留.{0,8}〔\d{4}〕\d+号", 1.2),
        ),
        log_outgoing,
        WRITE,
        (
            Slot("only_number", read.only_number, required=never),
            Slot("title", read.title, "发文标题？", _paper),
            Slot("genre", read.genre, required=never),
            Slot("groups", read.groups, required=never),
            Slot("unit", read.main_to, "主送哪些单位？", _addressed),
            Slot("doc_no", read.doc_no, required=never),
            Slot("doc_no_check", read.doc_no_check, required=never),
            Slot("cc", read.cc, required=never),
            Slot("urgency", read.urgency, required=never),
            Slot("count", read.copies, required=never),
            Slot("copies", read.copies, required=never),
            Slot("openness", read.openness, required=never),
            Slot("code", read.code, required=never),
            Slot("how_many", read.how_many, required=never),
            Slot("drafter", read.drafter, required=never),
            Slot("drafting_unit", read.drafting_unit, required=never),
            Slot("cosign", read.cosign, required=never),
            Slot("joint", read.joint, required=never),
            Slot("important", read.important, required=never),
            Slot("assigned", read.assigned, required=never),
        ),
    ),
    Intent(
        "void_outgoing",
        "作废文号",
        "云湾府办〔2026〕48号作废，未使用",
        (
            (r"发文.{0,24}作废|作废.{0,6}(?:发文|文号)|文号.{0,10}作废", 1.4),
            (
                r"^.{0,4}[\u4e00-\u9fff]{2,8}〔\d{4}〕\d{1,4}号.{0,6}作废|^作废\s*[\u4e00-\u9fff]{2,8}〔\d{4}〕\d{1,4}号",
                1.45,
            ),
            (r"^(?:把|将)?\d{1,3}号(?:文号)?作废|^作废\d{1,3}号", 0.95),
            (r"^(?:刚才|预留|[那这])(?:预留)?的?[那这]?个(?:文|发文)?号(?:不用了|不要了|没用上|用不上|作废)", 1.3),
        ),
        voiding.void,
        OFFICE,
    ),
    Intent(
        "outgoing_numbers",
        "查文号",
        "下一个文号是多少",
        (
            (
                r"(?:下一?个|最新的?|现在的?)(?:发文)?(?:文号|字号|编号)|(?:文号|编号)(?:用到|编到|到)(?:了)?(?:多少|几|哪)",
                1.3,
            ),
            (r"^\s*下一?个(?:发文)?号(?:是|到|该)?(?:多少|几|哪)", 1.55),
            (
                r"预留(?:的|了)?(?:哪些|几个|多少)?(?:发文)?(?:文号|字号|编号|号)(?:有哪些|还有|情况|没用|未用|$|[？?])",
                1.3,
            ),
            (
                r"(?:哪些|有没有)(?:预留|没用|未用)(?:的)?(?:发文)?(?:文号|字号|号)|云.{0,6}(?:用到|编到|发到)(?:了)?(?:多少|几)号?",
                1.3,
            ),
        ),
        voiding.numbers,
        _may_list,
    ),
    Intent(
        "find_outgoing",
        "查发文",
        "发文45号到哪了",
        (
            (r"(?:查|看|找)(?:一下|一查|看)?(?:.{0,6})发文(?!登记簿)", 1.35),
            (
                r"^(?!.*(?:立项|督办|投稿|开会|会议)).{0,10}发文.{0,24}(?:到哪|在哪|在谁|哪一?步|怎么样|什么情况|进展|流程|签收情况|(?:没|未|谁).{0,3}签)",
                1.4,
            ),
            (
                r"待(?:核稿|会签|签发|复核|印制|印发)的?(?:公文|文件|文稿|文)|(?:在办|待(?:核稿|会签|签发|复核|印制|印发|归档)|未(?:签发|印发)|没(?:签发|印发)|作废)的?发文|发文(?:有哪些|情况|清单|列表|进度)",
                1.35,
            ),
            (
                r"(?:哪些|哪几家|哪几个|谁|哪家)(?:单位)?(?:还)?(?:没|未|没有)签收|(?:没|未)签收(?:的)?(?:有)?(?:哪些|单位)|签收情况|签收(?:了没|齐了)",
                1.2,
            ),
            (rf"{WITH}(?:发文)?.{{0,4}}(?:会签|签发|核稿|印发|审核|前置审核)(?:到哪|情况|了没|了吗|没有|怎么样)", 1.5),
            (r"^.{0,8}(?:哪些|有几件|几份|多少).{0,4}(?:在会签|待签发|在核稿|要核稿|等签发)", 1.2),
        ),
        queries.find,
        _may_see,
        family="find_doc",
    ),
    Intent(
        "amend_outgoing",
        "更正发文",
        "发文45号主送加上区应急局",
        (
            (r"发文\d{1,4}号?.{0,12}(?:改[成为到]|加上|增加|删去|去掉|换成|补上)", 1.45),
            (
                rf"{AT}的?(?:主送|抄送|份数|公开属性|拟稿(?:人|科室)|文种)[^，,。]{{0,3}}(?:改(?!局|革)|加(?!工)|增|删|去掉|换|补|应(?!急))",
                1.4,
            ),
            (r"^\s*抄送[：:]?(?!.*(?:拟|起草|登记|发文|标题))[^，,。；;]{2,30}$", 1.2),
        ),
        OnOne(amend, "amend"),
        WRITE,
    ),
    Intent(
        "export_outgoing",
        "导出发文登记簿",
        "导出9月发文登记簿",
        (
            (r"(?:导出|打印|下载|发我|生成|给我).{0,14}发文(?:登记簿|登记表|登记本|台账|清单|目录|登记)?", 1.45),
            (r"发文(?:登记簿|台账|登记表)(?:发我|导出|给我|打印|$)", 1.4),
        ),
        exports.send_register,
        _may_list,
    ),
    *STEPS,
)
