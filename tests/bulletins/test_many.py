"""One issue to thousands with kill -9 in the middle: each member once, in the least number of calls (wecom.md 5.1)."""

from bot.bench import broadcast

MEMBERS = 4500


async def test_a_crash_in_the_middle_reaches_each_member_once(database_url: str) -> None:
    """The whole 50,000 are for `zhongshu bench broadcast`."""
    seen = await broadcast.measure(database_url, broadcast.crowd(MEMBERS))
    assert (seen.never, seen.twice, seen.violations) == (0, 0, 0)
    assert seen.calls == seen.least == 5
    assert 0 < seen.killed_after < 5
