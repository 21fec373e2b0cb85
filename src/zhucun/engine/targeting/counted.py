"""Figures that show how they came about: what was counted, out of what, by which rule and version."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from zhucun.engine.policy.figures import Figure, Quality, level_of, referred
from zhucun.engine.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """The rule that a figure stands on: its name, its version, the paper behind it, and how well founded it is."""

    rule: Text
    version: str
    reference: str = ""
    quality: Quality = Quality.PAPER
    area: str = ""

    @classmethod
    def of_figure(cls, figure: Figure) -> "Basis":
        """Return the basis that a dated policy figure gives."""
        version = f"{figure.name}@{figure.since.isoformat()}" + (f"/{figure.area}" if figure.area else "")
        name = figure.description if figure.description.en else Text(figure.name, figure.name)
        return cls(
            rule=name, version=version, reference=figure.reference, quality=figure.quality, area=figure.area
        )  # fmt: skip

    def told(self) -> Text:
        """Return the basis as one phrase."""
        founded = Text("", "") if self.quality is Quality.PAPER else self.quality.text
        paper, whose = referred(self.reference), level_of(self.area)
        zh = "；".join(p for p in (f"{self.rule.zh}（{self.version}）", paper.zh, whose.zh, founded.zh) if p)
        en = "; ".join(p for p in (f"{self.rule.en} ({self.version})", paper.en, whose.en, founded.en) if p)
        return Text(zh, en)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share as two whole numbers, with what they count and the rule they were counted by."""

    numerator: int
    denominator: int
    what: Text
    basis: Basis

    @property
    def value(self) -> Fraction | None:
        """The exact share, or None where there is nothing to share."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    def percent(self, places: int = 2) -> str:
        """Return the share in per cent as people write it, or a dash."""
        return "—" if self.value is None else f"{percent(self.value, places)}%"

    def told(self) -> Text:
        """Return the share as a sentence with its two numbers and its rule."""
        by = self.basis.told()
        return Text(
            f"{self.what.zh}：{self.numerator:,} ÷ {self.denominator:,} = {self.percent()}。依据：{by.zh}",
            f"{self.what.en}: {self.numerator:,} ÷ {self.denominator:,} = {self.percent()}. By: {by.en}",
        )


def percent(share: Fraction, places: int = 2) -> Decimal:
    """Return a share as a rounded number of per cent (half to even)."""
    exact = Decimal(share.numerator * 100) / Decimal(share.denominator)
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)


def yuan(fen: int) -> Decimal:
    """Return fen as yuan."""
    return Decimal(fen) / 100


def said_yuan(fen: int) -> str:
    """Return fen as people write yuan: thousands apart, no empty decimals."""
    return f"{yuan(fen):,.2f}".removesuffix(".00")
