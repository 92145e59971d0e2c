"""Which bulletin is meant: the daily one, its 增刊 (numbered separately, domain.md F03), or one of the profile's."""

from storage.office import Office


def names(office: Office) -> tuple[str, ...]:
    """The daily bulletin first."""
    return (office.bulletin, supplement(office), *(one.name for one in office.limits.info.series))


def supplement(office: Office) -> str:
    """The series of 增刊."""
    return f"{office.bulletin}增刊"


def said(text: str, office: Office) -> str | None:
    """The series that the text names; None when it names none or the daily one by its common words."""
    found = [name for name in names(office) if name in text.replace("》", "").replace("《", "")]
    if found:
        return max(found, key=len)
    return supplement(office) if "增刊" in text else None


def audience(office: Office, series: str, default: str) -> str:
    """Whom the series reaches (domain.md 5.3)."""
    return next((",".join(one.audience) for one in office.limits.info.series if one.name == series), default)


def has_total(office: Office, series: str) -> bool:
    """Whether it carries 总第M期: the daily bulletin only."""
    return series == office.bulletin


def word(office: Office, series: str) -> str:
    """What stands before 5期 in a command: nothing for the daily one."""
    return "" if series == office.bulletin else series.removeprefix(office.bulletin)
