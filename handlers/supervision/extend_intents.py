"""How a unit asks for more time, and takes that back (domain.md 3.7)."""

from handlers.line import Intent, Slot, Slots
from handlers.supervision import asked_more, extending, reading, rights
from handlers.supervision.run_intents import TASK
from storage.office import Person

_OUR = r"(?:督[办查](?:事项|任务)?|任务|事项)"


def _never(_slots: Slots) -> bool:
    return False


def _of_unit(person: Person) -> bool:
    """Units ask for more time; whoever decides is told that they do."""
    return rights.of_unit(person) is not None or rights.may_run(person)


_NO = Slot("task_no", reading.task_no)
EXTEND = Intent(
    "extend",
    "督办延期",
    "0123号申请延期到10月15日，原因：等省厅批复，目前已完成方案报审",
    (
        (
            rf"^(?!\s*(?:督?\S{{0,14}}号)?[，,]?不?(?:同意|批准)).{{0,16}}{TASK}.{{0,12}}(?:延期|延长|宽限|延到|延至)",
            1.7,
        ),
        (rf"^(?!\s*不?(?:同意|批准))\s*(?:申请)?(?:延期|延长|宽限).{{0,8}}{TASK}", 1.7),
        (
            rf"^(?!\s*不?(?:同意|批准|查|问)).{{0,12}}{_OUR}.{{0,12}}(?:申请延期|延期(?:到|至|申请)|延长(?:时限|期限))",
            1.3,
        ),
        (
            r"^(?!\s*不?(?:同意|批准))(?!.{0,30}(?:会议|会期|来文|收文|文件|收\d|证|投稿))"
            r".{0,8}(?:申请(?:办理)?延期|延期(?:申请|到|至)|(?:延长|宽限)(?:时限|期限|几天|到))",
            1.15,
        ),
        (
            r"^(?!\s*不?(?:同意|批准))(?!.{0,30}(?:会议|会期|来文|收文|文件|收\d|证|投稿))"
            r".{0,12}(?:要|想|需|申请|希望|能|再|得|往后)[^，,。；;]{0,6}延(?:后|迟|期|长)?\s*"
            r"(?:\d{1,2}|[一二两三四五六七八九十]{1,2})\s*(?:天|个?工作日|周|个?星期|个?月)",
            1.15,
        ),
        (r"^\s*(?:想|要|请求)?延期\s*(?:\d{1,2}\s*(?:天|个?工作日|周))?\s*$", 1.0),
    ),
    extending.run,
    _of_unit,
    (
        _NO,
        Slot("datetime", asked_more.new_date, required=_never),
        Slot("reason", asked_more.why, required=_never),
        Slot("progress", asked_more.so_far, required=_never),
        Slot("longer", asked_more.longer, required=_never),
    ),
)
WITHDRAW_EXTENSION = Intent(
    "withdraw_extension",
    "撤回延期申请",
    "撤回0123号延期申请",
    (
        (r"^(?!.*批复).{0,4}(?:撤[回销]|收回|取消).{0,20}延期(?:的)?(?:申请)?", 1.8),
        (r"^.{0,20}延期(?:的)?(?:申请).{0,4}(?:撤[回销了掉]|收回|取消|不要了)", 1.8),
    ),
    extending.withdraw,
    lambda person: rights.of_unit(person) is not None,
    (_NO,),
)
EXTEND_INTENTS = (EXTEND, WITHDRAW_EXTENSION)
