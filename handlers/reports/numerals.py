"""Figures as they are written: 余, percentages, differences (domain.md 3.9, 9.1, 9.4). Pure."""

from handlers.supervision.stats import Rate

SMALL = 20
"""Up to here a number is exact; below it a percentage shows its fraction."""
HUNDREDS = 200


def yu(n: int, base: str = "tens") -> str:
    """120余; exact up to 20 and for round numbers; from 200 on by tens or `hundreds`."""
    if n <= SMALL:
        return str(n)
    step = 100 if n >= HUNDREDS and base == "hundreds" else 10
    floor = n // step * step
    return str(n) if floor == n else f"{floor}余"


def rate(part: int, whole: int) -> str:
    """96.5%; with fewer than 20 the fraction too: 94.4%（17/18）; "" for nothing. As 督办 itself prints it."""
    return str(Rate(part, whole)) if whole else ""


def change(now: int, then: int) -> str:
    """增长5.2%, 下降3.0%, 持平; "" without a base."""
    if then == 0:
        return ""
    if now == then:
        return "持平"
    return f"{'增长' if now > then else '下降'}{abs(now - then) * 100 / then:.1f}%"
