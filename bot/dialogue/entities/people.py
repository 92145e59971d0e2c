"""People in a message, by name or by surname and post (domain.md 9.5, A.3)."""

import re
from collections.abc import Iterable, Sequence

from bot.dialogue.entities.lookup import Names, Openings, in_order, of_office
from bot.dialogue.needles import starts
from handlers.said import PersonSaid
from storage.office import Office, Person

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘"
    "杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施"
    "陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛"
    "童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强"
)
_TITLE = (
    "(?:副?(?:书记|区长|主任|局长|部长|科长|镇长|主席|秘书长|组长|大队长|队长|所长|行长|校长|院长|检察长|经理|董事长"
    "|站长|处长|厅长|市长|省长|县长)|常委)"
)
_SHORT = (
    r"(?:副?区(?![域内里委政府别块间县级划属直防火巡护])"
    r"|副?局(?=$|[批看阅说那分主定同签已能参去来请要电手也没就不在的、，, 出准明今上下开到晚派病带休外\d]))"
)
"""林区, 周局: how a post is shortened in speech."""
_POST = re.compile(
    rf"(?P<surname>欧阳|司马|上官|诸葛|司徒|[{_SURNAMES}])(?P<title>{_TITLE}|{_SHORT})(?P<aide>联络员|的?秘书)?"
)
_AFTER_NAME = re.compile(rf"{_TITLE}|同志")
_BARE = re.compile(
    r"(?:(?<=^)|(?<=[\s\u2588、，,;；：:“。和与及送请呈报给帮替代按据等先后问跟向由让被依是了经为对坐就只条篇件份号期])|(?<=书记)|(?<=区长)|(?<=主任))(?:区委(?:办公室|办)?)?"
    r"(?P<title>书记|区长|主任|一把手)"
    r"(?!专题|办公|例会|会议|联络|秘书|信箱|热线|接待日|负责|单位|级|们|人选|候选|助理|处(?!理)|局|室)"
)
_IN_CHARGE = re.compile("分管(?P<of>[\u4e00-\u9fff]{2,4}?)的?(?:副区长|区?领导|副主任)")
_FIRST_HAND = "一把手"
_POST_SIGNS = "副某局科区镇部主书校处站所院长委"
_NAMED = re.compile(
    rf"(?:[\u4e00-\u9fff]{{0,6}}{_TITLE})?\s*(?P<name>[{_SURNAMES}](?:(?![{_POST_SIGNS}])[\u4e00-\u9fff]){{1,2}})"
    rf"(?:同志|本人|{_TITLE})?"
)
_BROUGHT_IN = re.compile(
    r"(?:换成了?|换人了?[，, ]*|改成了?|改为|现在是|经办人|联系人|联络员(?:是|叫)|接替的?是|派|由|委托|家里|找"
    r"|(?:书记|[局镇区院校所队]长|主任|委员) )[：: ]?"
    rf"(?P<name>[{_SURNAMES}](?:(?![{_POST_SIGNS}了去来参顶替代谁])[\u4e00-\u9fff]){{1,2}}?)"
    r"(?=$|[，,。、；; ]|同志|副?[局镇科院校所]长|主任|[顶替代]|负责|参会|参加|麻烦|请|了|去(?!年)|来(?!文))"
)


def full_name(text: str) -> str | None:
    """The name in 副局长黄敏 and 黄志明副镇长; 吴副局长 tells none."""
    found = _NAMED.fullmatch(text)
    return found["name"] if found else None


def stranger_named(text: str) -> str | None:
    """Whoever is brought in by name without being known: 联络员换成王芳, 经办人谭小燕, 家里黄志明顶着."""
    found = _BROUGHT_IN.search(text)
    return found["name"] if found else None


def find_people(text: str, office: Office) -> list[PersonSaid]:
    """Persons in the order in which they stand. Who is named but not known to us has ``person`` None.

    何区长 is 何副区长 when there is no 何区长 (副 is left out in speech); 书记 and 区长 alone are the principals.
    """
    index = of_office(office, "people", _Index)
    return in_order(text, index.openings.places(text), index.at)


def leaders_among(people: Sequence[PersonSaid], office: Office) -> tuple[Person, ...]:
    """Those with a rank, once each, in rank order (domain.md G21)."""
    unique = {said.person.userid: said.person for said in people if said.person and said.person.rank is not None}
    return office.by_rank(unique.values())


class _Index:
    def __init__(self, office: Office) -> None:
        self._office = office
        self._names: Names[Person] = Names((name, p) for p in office.people for name in _names(p))
        self.openings = Openings({*self._names.openings, *_POST_OPENINGS})
        self._by_surname: dict[str, list[Person]] = {}
        for person in office.people:
            if person.title:
                self._by_surname.setdefault(person.surname, []).append(person)

    def at(self, text: str, start: int) -> PersonSaid | None:
        known = self._names.at(text, start)
        if known:
            name, people = known
            end = start + len(name)
            title = _AFTER_NAME.match(text, end) if len(name) < 5 else None
            return _said(text, (start, title.end() if title else end), people)
        if text[start] in _FIRSTS:
            post = _POST.match(text, start)
            if post:
                return _said(text, post.span(), self._of_post(post))
        if text[start] in "书区主一":
            bare = _BARE.match(text, start)
            if bare:
                called = bare["title"].replace(_FIRST_HAND, "书记")
                principals = [p for p in self._office.people if p.rank is not None and p.title == called]
                return _said(text, bare.span(), self._office.by_rank(principals)[:1])
        charge = _IN_CHARGE.match(text, start) if text[start] == "分" else None
        return _said(text, charge.span(), self._in_charge(charge["of"])) if charge else None

    def _in_charge(self, of: str) -> tuple[Person, ...]:
        """分管应急的副区长."""
        return tuple(p for p in self._office.people if any(line.startswith(of) for line in p.in_charge))

    def _of_post(self, post: re.Match[str]) -> tuple[Person, ...]:
        people, title = self._by_surname.get(post["surname"], []), post["title"]
        title = f"{title}长" if title[-1] in "区局" else title
        found = tuple(p for p in people if p.title == title)
        found = found or tuple(p for p in people if p.title == f"副{title}")
        found = found or tuple(p for p in people if title in p.post and f"副{title}" not in p.post)
        if post["aide"]:
            aides = (self._office.liaison_of(person.userid) for person in found)
            return tuple(aide for aide in aides if aide)
        return found


_FIRSTS = frozenset(_SURNAMES + "欧司上诸")
_POST_OPENINGS = {surname + title for surname in _SURNAMES for title in starts(f"{_TITLE}|{_SHORT}") or ()}
_POST_OPENINGS |= {"欧阳", "司马", "上官", "诸葛", "司徒", "书记", "区长", "主任", "区委", "一把", "分管"}


def _names(person: Person) -> Iterable[str]:
    yield person.name
    given = person.name[len(person.surname) :]
    if person.title and len(given) > 1:
        yield f"{given}{person.title}"
        yield f"{given}{person.title.removeprefix('副')}"
        yield f"{given}同志"


def _said(text: str, span: tuple[int, int], people: Sequence[Person]) -> PersonSaid:
    one = people[0] if len(people) == 1 else None
    return PersonSaid(text[slice(*span)], span, one, tuple(people) if len(people) > 1 else ())
