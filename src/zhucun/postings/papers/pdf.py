"""Papers as PDF by typst: one file for one or for hundreds, each on a new page; never a page of empty boxes."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from importlib.resources import files

import typst
from django.utils.translation import gettext as _

from zhucun.core.refusals import Refused, engine_language
from zhucun.postings.papers.paper import Paper

# Faces with Chinese, the ones official papers use first.
FACES = (
    "FangSong_GB2312", "FangSong", "STFangsong", "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "SimSun",
    "AR PL UMing CN", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei",
    "Microsoft YaHei", "PingFang SC", "Droid Sans Fallback",
)  # fmt: skip


@cache
def chinese_face() -> str | None:
    """Return a face of this machine that has Chinese, None if there is none."""
    known = set(typst.Fonts().families())
    return next((face for face in FACES if face in known), None)


def pdf(papers: Sequence[Paper]) -> bytes:
    """Return the papers as one PDF; refuses where this machine has no Chinese face."""
    face = chinese_face()
    if face is None:
        raise Refused(
            "paper.no_face",
            _(
                "This server has no Chinese font, so a PDF would show empty boxes. Print the page from your browser, "
                "or have a Chinese font installed (for example fonts-noto-cjk)."
            ),
        )
    source = files("zhucun.postings.papers").joinpath("paper.typ").read_bytes()
    content = {"papers": [asdict(paper) for paper in papers], "face": face, "language": engine_language()}
    made: bytes = typst.compile(source, format="pdf", sys_inputs={"content": json.dumps(content, ensure_ascii=False)})
    return made
