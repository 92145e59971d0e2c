"""What the robot says for itself. Everything else is the answer of a line of business."""

from storage.office import Office, Person

UNREADABLE = "这类消息我这里看不了，请直接用文字告诉我要办的事。"
BUSY = "系统暂时连不上数据库，不能确定刚才这条是否办成。请稍后先查询一下，没有记录再发一次。"
IN_PRIVATE = "答复已发给您本人，请看与我的单聊。登记、查询的内容不在群里显示。"
IN_APP = "答复已发给您本人，请看企业微信“工作台”里本办应用的消息。登记、查询的内容不在群里显示。"


def welcome(office: Office, person: Person | None) -> str:
    """The first words of the day in the single chat."""
    if person is None:
        return (
            f"您好，这里是{office.own.name}的内部办公助手，限登记在册的人员使用。"
            f"如需使用，请致电{office.phones.secretariat}。"
        )
    return (
        f"{person.name}，您好。办文、督办、会议、值班等事项，直接用一句话告诉我就行；"
        "回复“帮助”看能办的事。涉密内容一律不要在这里发。"
    )


def hard_in_group(office: Office) -> str:
    """A HARD text in a group: nothing of it is repeated, and nobody is named (domain.md 7.3, 7.5)."""
    phones = office.phones
    return (
        "请立即撤回刚才这条消息并删除手机缓存，不要在群内转发、议论。未作任何保存。"
        f"需要办理的请走机要渠道，有疑问请致电区保密局（{phones.secrecy_room}，电话{phones.secrecy}）。"
    )


def taken_over() -> str:
    """To the administrators, when another program has taken the robot's connection."""
    return (
        "【提醒】智能机器人的长连接被另一处程序接管，本系统已停止重连，以免两边互相抢占。"
        "应用内的收发不受影响。请查明是哪台机器在用同一个机器人，停掉后重启本系统的服务即可恢复。"
    )


def refused() -> str:
    """To the administrators, when the robot's id or secret is wrong."""
    return (
        "【提醒】智能机器人的编号或密钥不正确，已停止连接。应用内的收发不受影响。"
        "请在管理后台“智能机器人—API模式—长连接”核对 ZHONGSHU_ROBOT_ID 和 ZHONGSHU_ROBOT_SECRET，改好后重启服务。"
    )


def switched_off() -> str:
    """To the administrators, when long connections are not enabled for the robot."""
    return (
        "【提醒】智能机器人未启用长连接，已停止连接。应用内的收发不受影响。"
        "请在管理后台该机器人的“API模式”中选择“使用长连接”，保存后重启服务。"
    )
