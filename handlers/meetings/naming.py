"""What a meeting is called in a sentence: 周三那个安全生产会, 开个小区改造碰头会，20来人 (domain.md 4.1). No I/O."""

import re

from handlers.called import EDGE, before, bounded
from handlers.said import Said

_GATHERING = re.compile(
    r"(?:(?<![机工协社学体开个的次等一约晚省市误妇联总不能将都也就还才要我你他它这那啥么几党国替代到参与赴散建消长短])"
    r"(?<!委员)(?<!人员)(?<![管居村]委)会(?![场员费客见计餐务商审办把面谈]|签(?!到)|议[室厅])"
    r"(?:会?议(?!纪要|记要|记录|通知|材料|精神|费|由|题|程|定|案|事))?"
    r"|培训班|学习班|(?<![地外])培训(?=$|[^\u4e00-\u9fff])|论坛|[比大竞]赛|讲座|开幕式|启动仪式)"
)
_ROOM = re.compile(
    r"[一二三四五1-5]楼(?:[大小]?会议室)?|(?<!\d)[1-9]\d\d(?!\d)(?:号?会议室)?|[\u4e00-\u9fff]{0,2}多功能厅|会议室"
)
_ONE = "(?:一?[个场次]|一)?"
_CUT = re.compile(
    rf"那[个场次]|这[个场次]|的|[召]?开{_ONE}|举[行办]|[办搞加排定录登有建拟补发]一?[个场次]|取消|通知"
    rf"|留给|借给|[给把将在到于]|参加|列席|出席|安排|主持"
    rf"|咱们?|[我俺]们?|关于|是|要|请|(?<!思)想|发|叫|用|去|说|问|了|搞|一下|一个|登记|名称|有事|临时"
    r"|(?<![督承主协经政委府公编])办(?!班子|公|案|理|事)"
)
_OF_THE_CHAIR = re.compile(r"(?:书记|[区市]长|主任)(?=专题会|办公会|碰头会)")
_SHORT = re.compile("[例全晨周月]会")
_LEAST = 2
_SAYS_NOTHING = re.compile(r"(?:[新每全各几两多一]?[个次场]?|本次|[大小]|登记|新[增建设]|内容.*)会议?")


def meeting_name(said: Said) -> str | None:
    """The name as it stands, up to its 会; None when the meeting is only 那个会."""
    plain = _ROOM.sub(lambda room: EDGE * len(room[0]), bounded(said, units=False))
    for chaired in _OF_THE_CHAIR.finditer(said.text):
        plain = plain[: chaired.start()] + chaired[0] + plain[chaired.end() :]
    joined = None
    for gathering in _GATHERING.finditer(plain):
        start = before(plain, gathering.end(), _CUT) if joined is None else joined
        name = said.text[start : gathering.end()]
        joined = start if plain.startswith("暨", gathering.end()) else None
        named = _SHORT.fullmatch(name) or (len(name.strip("“”")) > _LEAST and not _SAYS_NOTHING.fullmatch(name))
        if named and joined is None:
            return name
    return None
