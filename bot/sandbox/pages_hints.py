"""Things worth saying, for the people whom a visitor plays first."""

from storage.office import Person, Role

_BY_USER = {
    "zhangmin": (
        "登记收文：特急，市委办，南委办〔2026〕88号，《关于做好台风防御工作的紧急通知》，办件，明天上午10点前反馈",
        "呈送周书记",
        "应急局牵头，住建局配合",
        "1203号到哪了",
        "撤销",
    ),
    "fengkai": ("1203号阅毕", "1203号 周书记已批示，请晓东副区长牵头研究落实，住建局抓紧办", "周书记圈阅了"),
    "like": ("督办那个道路的到哪了", "签收", "参加"),
    "chenxi": (
        "9月23日上午9点全区安全生产工作会议，3楼301，何副区长主持，各镇街和应急局、住建局主要负责人，两个小时",
        "9月24日下午三点201会议室有空吗",
        "回执情况怎么样",
    ),
    "duheng": ("督〔2026〕0098号到哪了", "立项：请区住建局牵头，9月30日前完成云湾港片区积水点整治"),
    "wuyang": ("督〔2026〕0098号到哪了",),
    "zhaowan": ("编入今日信息，可周知：区工信局新增规上工业企业12家", "今日来稿", "今日信息"),
    "sunli": ("审核通过", "今日信息"),
    "guoping": ("签发231期", "今日信息"),
}
_LIAISON = ("参加", "请假", "签收", "我们的督办到哪了")
_HELP = "帮助"


def hints(person: Person) -> tuple[str, ...]:
    """What to offer under somebody's phone, 帮助 always among it."""
    own = _BY_USER.get(person.userid) or (_LIAISON if person.has(Role.UNIT_LIAISON) else ())
    return (*own, _HELP)
