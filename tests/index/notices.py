"""Made-up documents for the tests of the index."""

import os
from pathlib import Path

from corpus import Clause, Document, ParsedDocument, Repair
from corpus.model import Evidence

#: Whether the long versions of the crash and damage tests run (``make soak``).
SOAK = bool(os.environ.get("POLICY_SOAK"))

PLACES = ("东湖", "西岭", "南溪")

TASKS = {
    "资金帮扶": "每年安排财政帮扶资金{n}00万元，用于产业项目和基础设施建设，确保资金安全使用。",
    "劳务协作": "组织{n}场专场招聘会，帮助{n}00名贫困劳动力实现就业，每人一次性补贴{n}00元。",
    "人才交流": "选派{n}名党政干部挂职，选派{n}0名教师、医生开展支教支医，期限不少于半年。",
    "产业合作": "引进{n}家企业投资兴业，共建产业园区{n}个，带动贫困户稳定增收。",
    "携手奔小康": "组织{n}个乡镇、{n}0个村结对共建，深化教育、卫生、文化领域的交流合作。",
}

QUESTIONS = (
    "东湖每年安排多少帮扶资金",
    "选派多少教师支教",
    "招聘会办几场",
    "结对共建多少个村",
    "引进多少家企业",
)


def notice(place: str, number: int) -> str:
    """The text of a notice about one place; the figures differ from notice to notice."""
    lines = [
        f"{place}县东西部扶贫协作工作方案",
        "",
        "各乡镇人民政府：",
        "为做好扶贫协作工作，制定本方案。",
        "",
    ]
    lines += ["一、总体要求", "坚持精准扶贫，聚焦建档立卡贫困人口，统筹各方力量。", "", "二、重点任务"]
    for place_in_list, (name, text) in enumerate(TASKS.items(), start=1):
        lines.append(f"{place_in_list}.{name}。{text.format(n=number + place_in_list)}")
    lines += ["", f"{place}县人民政府办公室", f"201{number}年3月1日"]
    return "\n".join(lines) + "\n"


def write_corpus(folder: Path, places: tuple[str, ...] = PLACES) -> Path:
    """Write one notice for each place into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, place in enumerate(places, start=5):
        (folder / f"{place}.txt").write_text(notice(place, number), encoding="utf-8")
    return folder


def made(document_id: str, *paragraphs: str, **fields: object) -> ParsedDocument:
    """A parsed document whose clauses are its paragraphs, with every kind of field filled."""
    text, clauses = "", []
    for number, paragraph in enumerate(paragraphs, start=1):
        label = f"《{document_id}》第{number}段"
        start = len(text)
        text += paragraph + "\n"
        end = start + len(paragraph)
        place = f"{document_id}:p{number}"
        clauses.append(Clause(place, document_id, "clause", ("一、总则",), label, paragraph, start, end))
    values: dict[str, object] = {
        "title": f"{document_id}的通知",
        "number": "东政发〔2018〕1号",
        "issuer": "东湖县人民政府",
        "date": "2018-03-01",
        "regions": ("东湖县",),
        "period": (2018, 2020),
        "status": "in_force",
        "source": f"{document_id}.txt",
        "original": text.replace("。", " 。"),
        "aliases": ("方案",),
        "repairs": (Repair("stray_mark", 1, 2, 1, 1, " ", ""),),
        "evidence": {"date": (Evidence("2018-03-01", "text", 0, 3), Evidence("2018", "manifest"))},
        "cites": ("《办法》",),
        "notes": ("注",),
    }
    return ParsedDocument(Document(id=document_id, text=text, **{**values, **fields}), tuple(clauses))  # type: ignore[arg-type]
