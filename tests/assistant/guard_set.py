"""The guard set: right sentences over the bundled documents, and a seeded program that makes them wrong."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.guard import Evidence
from corpus.library import bundled_corpus, load_corpus
from corpus.model import ParsedDocument

SET = Path(__file__).parent / "data" / "guard.jsonl"

# What the program exchanges for a name of the same kind. Written out, so that the set does not depend on the
# code under test to find names.
PLACES = re.compile(
    "(?:莲都|昭化|巴州|武进|汉滨|金坛|新北|天宁|钟楼|仓山)区|(?:龙泉|广元|巴中|溧阳|丽水|常州|安康|福州|定西|滨州)市"
    "|(?:剑阁|青田|平昌|缙云|南江|遂昌|通江|松阳|平利|石泉|宁陕|紫阳|岚皋|白河|汉阴|旬阳|镇坪|临洮|奉节)县"
    "|(?:四川|山东|浙江|福建|甘肃)省"
    "|(?:福州|定西|滨州|安康|丽水|四川|山东|福建|重庆)(?![省市])|(?:临洮|紫阳|奉节)(?!县)|仓山(?!区)|(?:春江|西夏墅|奔牛)镇|河海街道"
)
OTHER_PLACES = {
    "区": ["秀洲区", "涪陵区", "雁塔区", "安定区", "仙游区", "昭化区", "武进区"],
    "市": ["陇南市", "衢州市", "汉中市", "达州市", "泉州市", "义乌市", "安康市"],
    "县": ["陇西县", "渭源县", "云和县", "旺苍县", "洋县", "巫山县", "平利县", "平昌县"],
    "省": ["贵州省", "江苏省", "陕西省", "青海省"],
    "镇": ["罗溪镇", "薛家镇", "孟河镇"],
    "道": ["龙虎塘街道", "三井街道"],
    "": ["陇南", "衢州", "汉中", "漳县", "温州"],
}
BODIES = re.compile(
    "[市区县](?:对口支援办|财政局|审计局|教育局|卫生计生委|科技局|人力社保局|农业局|经信委|工商联|商务局|农投公司|外侨办|妇联"
    "|红十字会|慈善总会|国土局|总工会|旅委|发展改革委|工信局|旅游局|招商局|卫计局|民政局|人社局|扶贫局|经发局|社会事业局"
    "|党政办|委组织部|委宣传部|委统战部|委考核办|农林水利局|政府办公室|委办公室|监委|法院)|团[市区]委"
)
OTHER_BODIES = [
    "司法局",
    "水利局",
    "交通局",
    "财政局",
    "教育局",
    "商务局",
    "民政局",
    "委政法委",
    "文广新局",
    "审计局",
]
QUOTE = re.compile("“([^“”]+)”")
DIGIT = re.compile(r"\d")
CHINESE_DIGIT = re.compile(
    "[一二三四五六七八九两](?=[名个家次批期年场所项]|十|成)|(?<=十)[一二三四五六七八九](?=[个名年大届])"
)


@dataclass(frozen=True)
class Case:
    """A right sentence with what it rests on and the pairs of values whose exchange makes it wrong."""

    id: str
    sentence: str
    form: str
    evidence: tuple[Evidence, ...]
    swaps: tuple[tuple[str, str], ...]

    @property
    def held_out(self) -> bool:
        """Whether the case belongs to the half that thresholds were not chosen on."""
        return hashlib.sha256(self.id.encode()).digest()[0] % 2 == 1


@dataclass(frozen=True)
class Mutant:
    """A sentence made wrong in one place."""

    case: Case
    kind: str
    sentence: str


@lru_cache(maxsize=1)
def documents() -> dict[str, ParsedDocument]:
    """The bundled documents by id."""
    return {
        item.document.id: item for item in load_corpus(bundled_corpus()) if isinstance(item, ParsedDocument)
    }


@lru_cache(maxsize=1)
def cases() -> tuple[Case, ...]:
    """The whole set."""
    evidence = {
        clause.id: Evidence.of(clause, parsed.document)
        for parsed in documents().values()
        for clause in parsed.clauses
    }
    found = []
    for line in SET.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found.append(
            Case(
                row["id"],
                row["sentence"],
                row["form"],
                tuple(evidence[clause] for clause in row["clauses"]),
                tuple((first, second) for first, second in row["swaps"]),
            )
        )
    return tuple(found)


def mutants(seed: int) -> Iterator[Mutant]:
    """One wrong sentence for each right one that can be made wrong; a quarter of them by exchange."""
    dice = random.Random(seed)
    for case in cases():
        kinds = [kind for kind in ("digit", "place", "body", "quote") if list(_spots(case, kind))]
        if case.swaps and (not kinds or dice.random() < 0.62):
            first, second = dice.choice(case.swaps)
            yield Mutant(case, "swap", exchanged(case.sentence, first, second))
        elif kinds:
            kind = dice.choice(kinds)
            yield Mutant(case, kind, _changed(case, kind, dice))


def exchanged(sentence: str, first: str, second: str) -> str:
    """The sentence with two of its values exchanged, or ``first`` replaced by a value of the clause."""
    if second not in sentence:
        return sentence.replace(first, second)
    return sentence.replace(first, "\0").replace(second, first).replace("\0", second)


def _spots(case: Case, kind: str) -> Iterator[re.Match[str]]:
    pattern = {"place": PLACES, "body": BODIES, "quote": QUOTE}.get(kind)
    if pattern:
        yield from pattern.finditer(case.sentence)
    else:
        yield from DIGIT.finditer(case.sentence)
        yield from CHINESE_DIGIT.finditer(QUOTE.sub(lambda match: " " * len(match.group()), case.sentence))


def _changed(case: Case, kind: str, dice: random.Random) -> str:
    spot = dice.choice(list(_spots(case, kind)))
    sentence, old = case.sentence, spot.group()
    known = "".join(item.text + item.surroundings for item in case.evidence)
    if kind == "digit":
        digits = "123456789" if old.isascii() else "一二三四五六七八九"
        new = dice.choice([digit for digit in digits if digit != old and not (old == "两" and digit == "二")])
    elif kind == "place":
        pool = OTHER_PLACES.get(old[-1], OTHER_PLACES[""])
        new = dice.choice([place for place in pool if place not in known])
    elif kind == "body":
        level = old[0] if old[0] != "团" else old[1]
        new = dice.choice([level + body for body in OTHER_BODIES if level + body not in known])
    else:
        at = dice.randrange(len(spot.group(1)))
        wrong = dice.choice([c for c in "新东合民力平村共" if c != spot.group(1)[at]])
        new = "“" + spot.group(1)[:at] + wrong + spot.group(1)[at + 1 :] + "”"
    return sentence[: spot.start()] + new + sentence[spot.end() :]
