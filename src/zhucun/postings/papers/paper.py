"""What a paper is, whichever way it is printed: a page for the browser or a PDF."""

from dataclasses import dataclass

Table = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a paper: heading, paragraphs, a list, a table; whatever is empty is not there."""

    heading: str = ""
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """One official paper in one language."""

    key: str
    office: str
    title: str
    addressee: str
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    closing: tuple[str, ...]
    signed: str
    day: str
    number: str = ""  # of the document, left open for the office that registers it
    mark: str = ""  # stands above everything: a draft, made-up people
