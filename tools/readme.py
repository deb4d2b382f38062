"""Write the generated parts of the READMEs: what commands print, and the figures of the committed evaluation.

    python tools/readme.py            write them anew
    python tools/readme.py --check    exit 1 where they are not what they should be

A generated part stands between ``<!-- run: … -->`` or ``<!-- figures -->`` and ``<!-- end -->``. Commands run
over an index of the bundled documents in a folder that is thrown away.
"""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from eval.cases import read_cases, suite_path
from eval.figures import figures
from eval.markdown import table
from eval.results import read_run
from eval.tables import figure_rows

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("README.md", "README.zh-CN.md")
BASELINE = ROOT / "eval" / "baselines" / "extractive.json"

#: The rows of the table in English; a row without a translation is an error, not a gap.
ENGLISH = {
    "指标": "Figure",
    "正确率（答对且引对，或应拒则拒）": "Correct: right and rightly cited, or rightly refused",
    "要点齐全": "States every fact (answerable cases)",
    "引用到依据条款": "Cites every gold clause",
    "拒答准确率": "Refusal precision",
    "拒答召回率": "Refusal recall",
    "拒答 F1": "Refusal F1",
    "引用精确率（按条款）": "Citation precision, by clause",
    "引用召回率（按条款）": "Citation recall, by clause",
    "引文逐字一致": "Quotations that are literal",
    "数字有据": "Numbers that stand in a cited clause",
    "检索 recall@5": "Retrieval recall@5",
    "检索 MRR@10": "Retrieval MRR@10",
    "检索 nDCG@10": "Retrieval nDCG@10",
    "答复字数（中位数）": "Answer length, characters (median)",
    "出错": "Errors",
}
HEAD = ("Figure", "Value", "95 % interval", "Count")

_PART = re.compile(
    r"(<!-- (run: (?P<command>.+?)|figures(?P<english> in English)?) -->\n).*?(?P<end><!-- end -->)",
    re.DOTALL,
)


def written(page: str, home: Path) -> str:
    """Return a page with its generated parts written anew."""

    def part(match: re.Match[str]) -> str:
        command = match.group("command")
        body = session(command, home) if command else test_figures(english=bool(match.group("english")))
        return f"{match.group(1)}{body}\n{match['end']}"

    return _PART.sub(part, page)


def session(command: str, home: Path) -> str:
    """Run one command of the program and return it with what it prints."""
    words = shlex.split(command)
    program = Path(sys.executable).with_name(words[0])
    finished = subprocess.run(
        [str(program), *words[1:], "--index", str(home)], capture_output=True, text=True, check=True
    )
    return f"```console\n$ {command}\n{finished.stdout.rstrip()}\n```"


def test_figures(*, english: bool) -> str:
    """Return the figures of the test split from the committed run as a table."""
    reported = {case.id for case in read_cases(suite_path("test"))}
    results = [result for result in read_run(BASELINE).results if result.case.id in reported]
    # Times are those of one machine on one day: the benchmarks report them with their conditions.
    rows = [row for row in figure_rows(figures(results)) if "用时" not in row[0]]
    if english:
        rows = [HEAD, *((ENGLISH[row[0]], *row[1:]) for row in rows[1:])]
    return f"\n{table(rows)}\n"


def main() -> int:
    """Write or check every page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--check", action="store_true", help="change nothing; exit 1 where a page is out of date"
    )
    check = parser.parse_args().check
    stale = []
    with tempfile.TemporaryDirectory() as folder:
        for name in PAGES:
            path = ROOT / name
            before = path.read_text(encoding="utf-8")
            after = written(before, Path(folder) / "index")
            if after != before:
                stale.append(name)
                if not check:
                    path.write_text(after, encoding="utf-8")
    print(("out of date: " if check else "written: ") + (", ".join(stale) or "none"))
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
