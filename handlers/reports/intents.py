"""How people speak of a report (domain.md C.1 生成总结; 10.2)."""

from handlers.line import Intent
from handlers.reports import amending, confirming, deciding, explaining, generating, standing
from handlers.reports.stats import STATS

_REPORT = r"(?:工作)?(?:总结|季报|年报|月报|报告|草稿)"
_PERIOD = (
    r"(?:第?[一二三四1-4]季度|[Qq][1-4]|[上下]半年|全年|年度|年终|20\d\d年?|今年|去年|\d{1,2}月份?"
    r"|[一二三四五六七八九十]{1,2}月份?|本月|上个?月|本季度?|上个?季度?|本年)"
)
_FIGURE = (
    r"(?:[Ff]\s*\d{1,2}|收文|发文|印发|督办|办结|采用|批示|信息|上报|文稿|调研|改革|板块|事项|督查|快报|简报|专报|通报|"
    r"常委会|党组会|常务会|纪要|例会|班子会|座谈会|会议|档案|自查|试点|项目|期数)"
)

INTENTS: tuple[Intent, ...] = (
    Intent(
        "report",
        "生成工作总结",
        "生成三季度工作总结",
        (
            (rf"(?:生成|起草|草拟|写|做|出|整理|导出|拟)(?:一?[份个篇下]|出)?.{{0,14}}{_REPORT}(?!会|怎么|已|要)", 1.4),
            (
                rf"^\W*(?:请|帮我|给我|我要|看看?)?{_PERIOD}(?:的)?(?:第?[一二三四]季度)?(?:的)?工作?(?:总结|季报|年报|月报)\W*$",
                1.4,
            ),
            (r"^\W*(?:重新生成|再生成|更新)(?:一下)?(?:总结|草稿|报告)?\W*$", 1.3),
        ),
        generating.generate,
        standing.may_read,
    ),
    Intent(
        "report_figure",
        "查数据来源",
        "收文这个数怎么来的",
        (
            (rf"{_FIGURE}.{{0,10}}(?:怎么(?:来|得|算|统计)|哪来|从哪|依据|来源|口径|是怎么)", 1.5),
            (r"[Ff]\s*\d{1,2}\s*(?:是什么|多少|明细|清单|数据|呢|怎么|展开|\d{1,6}\W*$|$)", 1.5),
            (rf"(?:展开|列出|看看?|查).{{0,6}}{_FIGURE}.{{0,4}}(?:的)?(?:数据|数)?(?:明细|由来|依据|构成)", 1.42),
            (rf"^{_FIGURE}(?:数|数据|这个数)(?:的)?(?:明细|构成)\W*$", 1.42),
        ),
        explaining.explain,
        standing.may_ask,
        family="report",
    ),
    Intent(
        "report_override",
        "调整总结数据",
        "收文数改成1256，原因：补录2件",
        (
            (
                rf"{_FIGURE}.{{0,8}}(?:数字?|数据|份数|件数|期数|次数|篇数|项数)(?:请)?(?:改成|改为|调整为|调成|更正为|按|应为|应该是)\D{{0,3}}\d",
                1.55,
            ),
            (r"[Ff]\s*\d{1,2}.{0,10}(?:改成|改为|调整为|调成|更正为|按|应为|应该是)\D{0,3}\d", 1.55),
            (rf"{_REPORT}.{{0,8}}{_FIGURE}.{{0,8}}(?:改成|改为|调整为|更正为)\D{{0,3}}\d+[件份期篇则项次场个部]", 1.55),
        ),
        amending.replace,
        standing.may_draft,
        family="report",
    ),
    Intent(
        "report_text",
        "改总结文字",
        "总结督查部分改成：……",
        (
            (
                rf"^.{{0,12}}{_REPORT}(?:的|里|中)?.{{0,14}}(?:部分|段|节|开头|结尾|问题|计划|打算|[）)])?"
                r"(?:的文字|内容)?(?:改成|改为|换成|写成|修改为)[：:，, ]*[^\d\s]",
                1.5,
            ),
            (
                r"^\W*(?:第[一二三四五六七八九十]部分|[一二三][（(][一二三四][）)])(?:文字|内容)?(?:改成|改为|换成|写成)",
                1.45,
            ),
        ),
        amending.rewrite,
        standing.may_draft,
        family="report",
    ),
    Intent(
        "report_lint",
        "文字校对",
        "校对：截止9月底……",
        ((r"^\W*(?:请|帮我)?(?:文字)?(?:校对|查错|检查文字|挑错)(?:一下)?[^：:]{0,6}[：:]", 1.5),),
        amending.proofread,
        standing.may_ask,
        family="report",
    ),
    Intent(
        "report_ask",
        "发给各科室确认",
        "发给各科室确认",
        (
            (
                r"(?:数据)?(?:发给?|送|请|让|发)(?:各|相关|有关)?(?:科室|负责人|单位)?.{0,6}(?:核对|确认)(?:数据|总结)?\W*$",
                1.25,
            ),
            (r"各科室.{0,6}确认", 1.35),
        ),
        confirming.ask_again,
        standing.may_draft,
        family="report",
    ),
    Intent(
        "report_confirm",
        "确认总结数据",
        "总结数据确认无误",
        (
            (
                r"(?:总结|季报|年报|F\d\d).{0,8}(?:数据|数字)?.{0,4}(?:确认|核对)(?:无误|没问题|了)?|数据(?:已)?(?:确认|核对)(?:无误|没问题)",
                1.4,
            ),
        ),
        confirming.confirm,
        lambda person: bool(standing.owned(person)),
        family="report",
    ),
    Intent(
        "report_review",
        "复核总结",
        "三季度总结复核通过",
        ((rf"{_REPORT}.{{0,6}}(?:已?复核|审核通过|复核通过)|复核.{{0,10}}{_REPORT}", 1.45),),
        deciding.review,
        standing.may_draft,
        family="report",
    ),
    Intent(
        "report_final",
        "总结定稿",
        "三季度总结定稿",
        (
            (rf"{_REPORT}.{{0,8}}(?:可以|同意)?定稿|定稿.{{0,10}}{_REPORT}", 1.5),
            (r"^\W*(?:同意|可以)?定稿[吧了]?\W*$", 1.3),
        ),
        deciding.finalise,
        standing.may_decide,
        family="report",
    ),
    Intent(
        "report_reopen",
        "重新打开总结",
        "重新打开三季度总结",
        (
            (
                rf"(?:重新打开|解锁|取消定稿|重开|打回|退回定稿).{{0,10}}{_REPORT}?|{_REPORT}.{{0,8}}(?:解锁|重新打开|取消定稿|重开)",
                1.55,
            ),
        ),
        deciding.reopen,
        standing.may_decide,
        family="report",
    ),
    STATS,
)
