"""How names sound: clerks type by pinyin, so 张玮 for 张伟 is the commonest slip in a name.

Tones are left out, and sounds that speakers of many dialects do not part (zh and z, n and ng, l and n) are one.
"""

import re
import unicodedata
from functools import lru_cache

from pypinyin import Style, pinyin

BETWEEN = re.compile(r"[\s·•・．.()（）]")


def plain(name: str | None) -> str:
    """Return a name without spaces and dots, wide letters made plain."""
    return BETWEEN.sub("", unicodedata.normalize("NFKC", name or ""))


@lru_cache(maxsize=50_000)
def sound(character: str) -> str:
    """Return the sound of one character, merged where dialects merge; a character without pinyin sounds as itself."""
    found: str = pinyin(character, style=Style.NORMAL, errors="default")[0][0]
    merged = re.sub(r"^(z|c|s)h", r"\1", found)
    merged = re.sub(r"^n(?=[aeiouv])", "l", merged)
    return re.sub(r"(?<=[aeiou])ng$", "n", merged)


@lru_cache(maxsize=500_000)
def sounds(name: str) -> str:
    """Return how a whole name sounds, syllables apart."""
    return " ".join(sound(character) for character in name)
