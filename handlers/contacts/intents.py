"""What can be said about 通讯录, 外出 and 移交 (domain.md C.1: contact, away)."""

from handlers.contacts import away, away_times, looking, transfer
from handlers.line import Intent, Slot, Slots
from storage.office import Person


def _never(_slots: Slots) -> bool:
    return False


def everyone(_person: Person) -> bool:
    """Whoever is in the office's WeCom."""
    return True


_PERSON = Slot("person", looking.person_slot, required=_never)
_UNIT = Slot("unit", looking.unit_slot, required=_never)
_PHONE = r"(?:电话|手机|座机|联系方式|号码|分机)"

INTENTS = (
    Intent(
        "contact",
        "查通讯录",
        "住建局李可电话；我的手机改成13800138000",
        (
            (rf"通讯录|{_PHONE}号?(?:是多少|多少|几号|发我|给我|是什么|呢?[？?]?\s*$)", 1.05),
            (rf"(?:发我|告诉我|给我|查一?下?|找).{{1,16}}{_PHONE}", 1.05),
            (rf"^(?!.*(?:《|登记|投稿|进展)).{{0,8}}{_PHONE}.{{0,2}}(?:改|换|更新|变更)[成为到]", 1.35),
            (r"[AaBb]角|AB岗", 1.3),
            (
                r"^\W*(?:通讯录|联系方式|号码).{0,4}(?:无误|没错|没有变化|没变|正确|不变)|^\W*确认(?:通讯录|联系方式)",
                1.4,
            ),
            (r"完整(?:的)?(?:手机)?号码?", 1.35),
        ),
        looking.contact,
        everyone,
        (_PERSON, _UNIT),
    ),
    Intent(
        "away",
        "外出报备",
        "外出报备 9月23日下午至25日，由周志强代",
        (
            (r"外出报备|离(?:开)?(?:本)?(?:市|区|岗)报备|报备(?:外出|离)|(?:登记|报)(?:一下)?外出", 1.35),
            (r"外出.{0,12}(?:由|请|委托).{2,8}(?:代|主持|负责)", 1.35),
            (r"外出.{0,4}(?:改[到成为由期]|延长?到|推迟到|提前到)|改由[\u4e00-\u9fff]{2,5}代行?\W*$", 1.4),
            (r"^\W*(?:不对|错了|说错了|不是)[，,]?.{0,6}\d+[日号].{0,4}(?:才|就)?(?:回来|返回|返岗)", 1.45),
            (
                r"^\W*我(?!.{0,12}会).{0,12}(?:请假|休假|年假|公休|调休|出差|外出|不在(?:岗|单位|办公室)?).{0,8}"
                r"(?:由|[Aa]?[Bb]角|代理|代办|顶|找|让|有事找)",
                1.45,
            ),
        ),
        away.report,
        everyone,
        (
            Slot("date_range", away_times.range_slot, "什么时间外出？请写起止时间，可到半天，如“9月23日下午至25日”。"),
            _PERSON,
        ),
        forgets=True,
        early=away.early,
    ),
    Intent(
        "away_back",
        "销假",
        "销假",
        (
            (
                r"^\W*(?:我)?(?:已经?)?(?:销假|返岗|(?:外出)?回来了|提前回来)|取消(?:外出)?报备|^.{2,6}(?:已返岗|销假)"
                r"|^\W*[\u4e00-\u9fff]{0,3}(?:书记|区长|主任|局长|镇长|科长)(?:已经?|提前|都)+(?:回来|返回|回单位|到岗|返岗)",
                1.45,
            ),
        ),
        away.back,
        everyone,
        family="away",
    ),
    Intent(
        "away_list",
        "查外出",
        "",
        (
            (
                r"(?:谁|哪些(?:人|同志)|哪几个人?)(?:今天|明天|后天|本周|这周)?(?:在)?(?:外出|不在|出差|报备)|外出(?:情况|名单|报备情况)",
                1.4,
            ),
        ),
        away.who,
        everyone,
        family="away",
    ),
    Intent(
        "transfer_post",
        "岗位移交",
        "我的岗位移交给吴洋",
        (
            (r"岗位.{0,6}(?:移交|交接|交给|转给)", 1.6),
            (r"(?:全部|所有|我的)工作.{0,4}(?:移交|交接|转)(?:给|到)?", 1.6),
            (r"^\W*工作(?:移交|交接)(?:给|到)", 1.5),
            (
                r"^\W*我(?:要|已|快|马上)?(?:调走|调离|调任|调到|转岗|换岗|离任|离职)了?.{0,14}(?:接任|接替|接手|接我|移交|交给)",
                1.5,
            ),
        ),
        transfer.ask,
        everyone,
        (_PERSON,),
    ),
)
