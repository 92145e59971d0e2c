"""以文辅政: 文稿, 深调研报告, 调研与活动 (domain.md 1.2 S02–S06, S13, S14, S80; figures F01 F02 F08 F09 F40)."""

from handlers.registers.declaring import STAFF, Closing, Field, Figure, Register, Reminds, Row, Window, any_of

_PAPER = (
    r"讲话稿?|发言稿?|致辞|主持词|主持稿|汇报材料|汇报稿|文稿|述职报告|署名文章|工作报告|报告稿|学习材料|材料|讲稿|稿子"
)
_DRAFTED = r"(?:起草|草拟|撰写|执笔|拟写|写)"
_REVIEWED = r"(?:审核|核改|修改|审改|把关|校核|审)"


def _in_window(row: Row, window: Window, name: str = "on") -> bool:
    on = row.day(name)
    return on is not None and window.start <= on <= window.end


def _worked_at(row: Row, window: Window) -> bool:
    return row.state != "已取消" and _in_window(row, window)


def _title(row: Row) -> str:
    return str(row.data.get("title", row.id)).strip("《》“” ")


def _finalised(row: Row, window: Window) -> bool:
    return row.state == "已定稿" and _in_window(row, window, "final_on")


def _reform_study(row: Row, window: Window) -> bool:
    return row.data.get("kind") == "改革调研" and row.state != "已取消" and _in_window(row, window)


def _own_study(row: Row, window: Window) -> bool:
    """Study activities of the office itself that took place: part of F40 beside the meetings."""
    study = str(row.data.get("kind", "")).endswith("调研")
    return study and row.data.get("host") == "本办" and row.state != "已取消" and _in_window(row, window)


def _volume(row: Row) -> str:
    """A piece that names no volume is one of its own."""
    return str(row.data.get("volume") or f"#{row.id}").strip("《》“” ")


MANUSCRIPT = Register(
    name="manuscript",
    title="文稿台账",
    noun="文稿",
    said=r"(?<!来)文稿(?:台账)?|讲话稿",
    example="登记文稿：起草周书记在全区经济工作会议上的讲话，9月20日",
    fields=(
        Field(name="title", heading="文稿题目", kind="title", ask="文稿题目？（只写题目，不写内容）"),
        Field(
            name="action",
            heading="动作",
            kind="enum",
            ask="是起草还是审核？",
            words={"起草": _DRAFTED, "审核": _REVIEWED},
            foremost=True,
        ),
        Field(
            name="occasion",
            heading="场合",
            kind="enum",
            words={
                "党代会": r"党代会|代表大会(?<!人民代表大会)",
                "人代会": "人代会|人民代表大会|两会",
                "全会": "全会",
                "调研": "调研",
                "会议": "会议|会上|大会",
                "活动": "活动|仪式|启动",
            },
        ),
        Field(name="tag", heading="标签", kind="enum", words={"学习贯彻": "学习贯彻|贯彻落实.{0,12}精神|重要讲话精神"}),
        Field(name="on", heading="日期", kind="date", past=True, default="today"),
        Field(name="due_on", heading="交稿", kind="date", near="交稿|报送|送审|提交", due=True),
        Field(name="drafter", heading="执笔人", kind="person", label="执笔人?|起草人"),
    ),
    writes=any_of(*STAFF),
    reads=any_of(*STAFF),
    enters=(
        (rf"^\W*(?:今天|昨天|刚[才刚]?|已经?)?{_DRAFTED}(?:了|完|好)+[^，,。]{{0,40}}(?:{_PAPER})", 1.4),
        (rf"^\W*(?:今天|昨天|刚[才刚]?|已经?)?{_REVIEWED}(?:了|完|好)+[^，,。]{{0,40}}(?:{_PAPER})", 1.4),
        (
            rf"^\W*(?![写拟](?:个|一[个篇份]|[篇份]))(?:今天|昨天)?(?:{_DRAFTED}|{_REVIEWED})[^，,。]{{0,40}}(?:讲话|发言|致辞|主持词|讲话稿|文稿)",
            1.22,
        ),
        (rf"(?:登记|记)[^，,。]{{0,4}}(?:起草|审核)[^，,。]{{0,40}}(?:{_PAPER})", 1.3),
    ),
    lists=((r"(?:起草|审核)了?.{0,6}(?:几|多少)篇", 1.4),),
    unless="投稿|信息|日报|纪要|通知|决定|初审|发文|收文|督办|督查|快报|简报|专报",
    lead=rf"{_DRAFTED}|{_REVIEWED}",
    states=("已登记",),
    closings=(
        Closing(state="已交稿", words="已?交稿|已?定稿|完稿|已?报送"),
        Closing(state="已取消", words="取消|不写了|不用写"),
    ),
    reminds=(Reminds(field="due_on", before=1, to="person", text="交稿"),),
    figures=(Figure(id="F08", unit="篇", counts=_worked_at, key=_title),),
    grouped="action",
)

RESEARCH = Register(
    name="research_report",
    title="调研报告台账",
    noun="调研报告",
    said=r"[“”]?深调研[“”]?(?:报告)?(?:台账)?|调研报告(?:台账)?",
    example="登记调研报告：《云湾区低空经济发展研究》，收入《2026年深调研》一部，9月20日定稿",
    fields=(
        Field(name="title", heading="报告题目", kind="title", ask="报告题目？"),
        Field(name="volume", heading="所属部", label="部|汇编|文集", pattern=r"收入《?([^》，,。]{2,40})》?"),
        Field(name="final_on", heading="定稿日期", kind="date", near="定稿|完成|印发", past=True),
        Field(name="due_on", heading="完成时限", kind="date", due=True, near="前完成|交稿"),
        Field(name="person", heading="执笔人", kind="person", label="执笔人?|负责人"),
    ),
    writes=any_of(*STAFF),
    reads=any_of(*STAFF),
    enters=(
        (r"^\W*(?:完成|定稿|形成|登记|写完)了?.{0,6}(?:深)?调研报告", 1.4),
        (r"^\W*(?:登记)?深调研.{0,4}[：:《]", 1.35),
    ),
    lists=((r"深调研.{0,8}(?:几|多少|有哪些|情况|进展)", 1.36),),
    unless="投稿|收文|来文|督办",
    lead="完成|定稿|形成",
    states=("撰写中",),
    closings=(
        Closing(state="已定稿", words="已?定稿|完成|写完", dated="final_on"),
        Closing(state="已取消", words="取消|不写了"),
    ),
    reminds=(Reminds(field="due_on", before=2, to="person", text="完成定稿"),),
    figures=(
        Figure(id="F01", unit="部", counts=_finalised, key=_volume),
        Figure(id="F02", unit="篇", counts=_finalised, key=_title),
    ),
    on="final_on",
    grouped="volume",
)

ACTIVITY = Register(
    name="activity",
    title="调研活动台账",
    noun="活动",
    said=r"(?:改革|专题)?调研(?:活动)?(?!报告)|活动(?:台账)?|团建|工会活动",
    example="登记改革调研：9月16日至17日到金溪镇，主题：放管服改革",
    fields=(
        Field(
            name="kind",
            heading="类型",
            kind="enum",
            ask="是改革调研、专题调研、市领导调研，还是其他活动？",
            words={
                "改革调研": r"改革.{0,8}调研|调研.{0,8}改革|放管服",
                "市领导调研": "(?:省|市)领导.{0,6}调研|(?:省|市)(?:委书记|市?长).{0,6}调研",
                "专题调研": "调研",
                "团建": "团建|竞速|拓展|比赛|运动会",
                "其他活动": "活动|参观|慰问|志愿|党日",
            },
        ),
        Field(name="title", heading="主题", kind="title", label="主题|内容|题目", ask="活动主题？"),
        Field(name="on", heading="日期", kind="days", past=True, default="today"),
        Field(
            name="place",
            heading="地点",
            pattern=r"(?:到|去|赴|在|下)([\u4e00-\u9fff]{2,16}?)(?:开展|进行|搞|调研|举行|举办|组织|参观|慰问|，|,|。|$)",
        ),
        Field(
            name="host",
            heading="主办",
            kind="enum",
            words={"本办": "本办|我办|办公室自?主办|办本级|本级"},
            default="本办",
        ),
        Field(
            name="leader",
            heading="有领导参加",
            kind="flag",
            pattern="领导(?:带队|参加|出席)|(?:书记|区长)(?:带队|参加|出席)",
        ),
        Field(name="report_due", heading="报告时限", kind="date", due=True, near="报告|交报告|提交报告"),
        Field(name="person", heading="负责人", kind="person", label="负责人|牵头人|联系人"),
    ),
    writes=any_of(*STAFF),
    reads=any_of(*STAFF),
    enters=(
        (r"(?:开展|搞|进行|完成|登记|记|参加)了?.{0,12}改革.{0,4}调研(?!报告)", 1.42),
        (r"^\W*(?!.*督).{0,16}(?:去|到|赴)[^，,。]{2,16}(?:开展|搞|进行|作|做)了?.{0,8}调研(?!报告)", 1.35),
        (r"^\W*(?:登记|记|录)(?:一?下)?(?:一[个次场])?.{0,8}(?:调研(?!报告)|团建|活动)", 1.4),
        (r"^\W*(?:组织|举办|举行|开展|安排)了?.{0,12}(?:团建|竞速|党日活动|志愿活动)", 1.35),
        (r"改革调研(?!报告)", 1.3),
    ),
    lists=(
        (
            r"(?:今年|本[月季]|[\d一二三四五六七八九十]+月份?|[一二三四]季度).{0,4}(?:的)?(?:改革)?调研(?!报告)(?:有哪些|情况|几次|多少|$|[？?])",
            1.37,
        ),
    ),
    unless="督查|督办|█|投稿|会议室|会议通知|召开|座谈会|收文|来文",
    lead="开展|组织|举办|参加|进行|安排",
    states=("已登记",),
    closings=(Closing(state="报告已交", words="报告已?交|已?交报告"), Closing(state="已取消", words="取消|不搞了")),
    reminds=(Reminds(field="report_due", before=1, to="person", text="交调研报告"),),
    figures=(
        Figure(id="F09", unit="次", counts=_reform_study),
        Figure(id="F40", unit="次", counts=_own_study),
    ),
    grouped="kind",
)
