"""Chinese typed in Latin letters: full pinyin, initials, or both mixed, while it is still being typed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import islice, product
from typing import Any

LONGEST, MOST_STARTS = 8, 24
"""How many characters one spelling covers, and how many characters of one text a spelling may begin at."""
MOST_READINGS, MOST_SPELLINGS, MOST_WAYS, MOST_LETTERS = 3, 6, 8, 64
"""Of one character, of one beginning, of ways to split what was typed, and typed at all: beyond these chance begins."""
CHINESE = re.compile(r"[一-鿿㐀-䶿]+")
INITIALS = re.compile(r"zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]")
SYLLABLES = frozenset(
    """
    a ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai can cang cao ce cen ceng
    cha chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan chuang chui chun chuo ci cong cou cu
    cuan cui cun cuo da dai dan dang dao de dei den deng di dia dian diao die ding diu dong dou du duan dui dun duo e ei
    en eng er fa fan fang fei fen feng fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan guang gui
    gun guo ha hai han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo ji jia jian jiang jiao jie
    jin jing jiong jiu ju juan jue jun ka kai kan kang kao ke kei ken keng kong kou ku kua kuai kuan kuang kui kun kuo
    la lai lan lang lao le lei leng li lia lian liang liao lie lin ling liu lo long lou lu luan lun luo lv lve ma mai
    man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu na nai nan nang nao ne nei nen neng ni nian
    niang niao nie nin ning niu nong nou nu nuan nuo nv nve o ou pa pai pan pang pao pei pen peng pi pian piao pie pin
    ping po pou pu qi qia qian qiang qiao qie qin qing qiong qiu qu quan que qun ran rang rao re ren reng ri rong rou ru
    rua ruan rui run ruo sa sai san sang sao se sen seng sha shai shan shang shao she shei shen sheng shi shou shu shua
    shuai shuan shuang shui shun shuo si song sou su suan sui sun suo ta tai tan tang tao te teng ti tian tiao tie ting
    tong tou tu tuan tui tun tuo wa wai wan wang wei wen weng wo wu xi xia xian xiang xiao xie xin xing xiong xiu xu
    xuan xue xun ya yan yang yao ye yi yin ying yo yong you yu yuan yue yun za zai zan zang zao ze zei zen zeng zha zhai
    zhan zhang zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo zi zong zou zu zuan
    zui zun zuo
    """.split()  # noqa: SIM905 – a table of words is read as one
)


@dataclass(frozen=True, slots=True)
class Spellings:
    """How a text may be typed: words for the index, those from its first character on apart, and lines of syllables."""

    first: tuple[str, ...]
    later: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mixed:
    """One way to read letters as syllables and initials: the initials alone, and a pattern for lines of syllables."""

    initials: str
    pattern: str


def spellings(text: str) -> Spellings:
    """Every reading of a text: from each of its characters on, the syllables run together and their initials.

    A character with several readings is spelled as the word around it is read, and in all its usual readings where no
    word decides (长 as chang and zhang).
    """
    first: dict[str, None] = {}
    later: dict[str, None] = {}
    lines: dict[str, None] = {}
    for run in CHINESE.findall(text):
        readings = readings_of(run)
        lines |= dict.fromkeys(f" {' '.join(line)}" for line in islice(product(*readings), MOST_SPELLINGS))
        for start in range(min(len(readings), MOST_STARTS)):
            kept = first if start == 0 else later
            kept |= dict.fromkeys(_from(readings[start : start + LONGEST]))
    return Spellings(tuple(first), tuple(word for word in later if word not in first), tuple(lines))


def readings_of(run: str) -> list[list[str]]:
    """The readings of each character of a Chinese word, without tones, ü as v; at most MOST_READINGS each."""
    pypinyin = _dictionary()
    found = pypinyin.pinyin(run, style=pypinyin.Style.NORMAL, heteronym=True, errors="ignore")
    return [[one for one in readings if one in SYLLABLES][:MOST_READINGS] or readings[:1] for readings in found]


def mixed_spellings(letters: str) -> list[Mixed]:
    """How letters may be whole syllables mixed with initials (shipinjy, spjingying); none for what is only one of them.

    What is only syllables or only initials stands in the index as it is typed.
    """
    mixed = [way for way in _ways(letters) if not all(map(_whole, way)) and any(len(part) > 1 for part in way)]
    return [_mixed(way[:LONGEST]) for way in mixed if len(way) > 1][:MOST_WAYS]


def typed_prefix(letters: str) -> str:
    """What of typed letters the index can hold: a spelling is no longer than LONGEST characters."""
    for way in _ways(letters):
        if len(way) > LONGEST and (all(map(_whole, way[:-1])) or all(len(part) == 1 for part in way)):
            return "".join(way[:LONGEST])
    return letters


def _from(readings: Sequence[Sequence[str]]) -> Iterator[str]:
    for syllables in islice(product(*readings), MOST_SPELLINGS):
        yield "".join(syllables)
        yield "".join(syllable[0] for syllable in syllables)


def _ways(letters: str) -> list[tuple[str, ...]]:
    """Splittings into syllables and initials, those with the fewest parts first; the last part may be unfinished."""
    letters = letters[:MOST_LETTERS]
    ways: list[list[tuple[str, ...]]] = [[] for _letter in letters] + [[()]]
    for start in range(len(letters) - 1, -1, -1):
        for end in range(start + 1, min(start + 6, len(letters)) + 1):
            if _may_be_part(letters[start:end], last=end == len(letters)):
                ways[start] += [(letters[start:end], *rest) for rest in ways[end]]
        ways[start] = sorted(ways[start], key=len)[: 2 * MOST_WAYS]
    return ways[0]


def _may_be_part(part: str, *, last: bool) -> bool:
    return part in SYLLABLES or bool(INITIALS.fullmatch(part)) or (last and _begins_syllable(part))


def _whole(part: str) -> bool:
    return part in SYLLABLES


@cache
def _begins_syllable(part: str) -> bool:
    return any(syllable.startswith(part) for syllable in SYLLABLES)


def _mixed(way: Sequence[str]) -> Mixed:
    parts = [f" {part}" if _whole(part) else f" {part}[a-z]*" for part in way[:-1]]
    return Mixed("".join(part[0] for part in way), f"{''.join(parts)} {way[-1]}")


@cache
def _dictionary() -> Any:
    """The dictionary of readings: some 60 MB, which only processes that index have to carry."""
    return import_module("pypinyin")
