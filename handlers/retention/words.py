"""How the clearing is told: counts only (domain.md 7.2, 7.7)."""

from collections.abc import Mapping

NAME = "retention"
CLEARED, TRACES, LEFT = "留存清理", "日志清理", "离任清除"
"""Actions in the audit: rows of the business, records of the machinery, a leaver's own rows."""
AUDIT_ROWS = "审计日志"


def years(months: int) -> str:
    """3年, 18个月."""
    return f"{months // 12}年" if months % 12 == 0 else f"{months}个月"


def report(
    rows: Mapping[str, int], traces: Mapping[str, int], left: int, soon: Mapping[str, int], terms: tuple[int, int]
) -> str:
    """What the administrators are told, at most once a month."""
    said = ["【留存期限】数据已按期清理（只列数量）："]
    if rows:
        said.append(f"满{years(terms[0])}：{_listed(rows)}。文字已清除、人员已匿名，编号、日期、单位保留。")
    if traces:
        said.append(f"到期的运行记录已删除（留{years(terms[1])}，撤销资料和对话状态留30天）：{_listed(traces)}。")
    if left:
        said.append(f"离任人员{left}人的个人资料已删除。")
    if soon:
        said.append(f"一个月内还将到期：{_listed(soon)}。需留档的请先导出或归档；需暂缓的请写入配置 retention.frozen。")
    said.append("未办结、已归档和冻结的不在其内。")
    return "\n".join(said)


def _listed(counts: Mapping[str, int]) -> str:
    return "、".join(f"{name}{n}条" for name, n in counts.items())
