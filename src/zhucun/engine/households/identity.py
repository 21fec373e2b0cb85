"""Identity numbers: 18 digits (GB 11643), the old 15, and disability cards of 20; read, checked, masked, fingerprinted.

A number is area (6), day of birth (8), sequence (3, odd for men) and a check character (ISO 7064 MOD 11-2). A
disability card is the identity number, the kind of disability and its grade. Made-up people carry area codes that
begin with 99: no province has that number, so such a number can never be a living person's.
"""

import hmac
import re
from dataclasses import dataclass
from datetime import date
from operator import mul

from zhucun.engine.errors import BadProblem
from zhucun.engine.texts import Text
from zhucun.engine.words import Sex, Word
from zhucun.engine.words_household import Disability, DisabilityGrade, word_of

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ZEROS = ord("0") * sum(WEIGHTS)
CHECK_CHARACTERS = "10X98765432"
ISSUED = "1112131415 212223 31323334353637 414243444546 5051525354 6162636465 71 818283".replace(" ", "")
PROVINCES = frozenset(ISSUED[at : at + 2] for at in range(0, len(ISSUED), 2))
"""First two digits that are issued; 81 to 83 are residence permits of people from Hong Kong, Macao and Taiwan."""
MADE_UP = "99"
OLDEST = 120
CENTENARIANS = ("996", "997", "998", "999")  # old numbers with these sequences belong to people born before 1900
WIDE = str.maketrans("０１２３４５６７８９Ｘｘｘ", "0123456789XXX")


class IdentityKind(Word):
    """What kind of number somebody wrote."""

    NATIONAL = "national", "18位身份证号", "18-digit identity number"
    OLD = "old", "15位旧身份证号", "Old 15-digit identity number"
    CARD = "card", "20位残疾人证号", "20-digit disability card number"


@dataclass(frozen=True, slots=True)
class Identity:
    """A number as understood; `number` is always the 18 digits, whatever was written."""

    number: str
    kind: IdentityKind
    area: str
    born: date
    sex: Sex
    disability: Disability | None = None
    grade: DisabilityGrade | None = None

    @property
    def made_up(self) -> bool:
        """Tell whether this is the number of a made-up person."""
        return self.area.startswith(MADE_UP)


@dataclass(frozen=True, slots=True)
class IdentityFault:
    """What is wrong with a number; the text never repeats the number itself."""

    code: str
    text: Text


def fault(code: str, zh: str, en: str) -> IdentityFault:
    """Return a fault of this module."""
    return IdentityFault(f"identity.{code}", Text(zh, en))


EMPTY = fault("empty", "没有填写证件号码。无证件的请由派出所出具证明后填写。",
              "There is no identity number. Where there is none, the police station certifies the person.")  # fmt: skip
DAMAGED = fault(
    "damaged",
    "证件号码被表格软件改成了数字，末几位已丢失。请把该列设为文本后重新填写。",
    "A spreadsheet turned the identity number into a figure and lost its last digits. Set the column to text and "
    "enter it again.",
)
AREA = fault("area", "前两位不是任何省份的代码。请核对证件。",
             "The first two digits are no province. Compare with the card.")  # fmt: skip
FUTURE = fault("future", "出生日期晚于今天。请核对第7至14位。",
               "The day of birth lies in the future. Compare digits 7 to 14 with the card.")  # fmt: skip
TOO_OLD = fault("too_old", "按出生日期年龄超过120岁。请核对第7至14位。",
                "The day of birth makes the person older than 120. Compare digits 7 to 14 with the card.")  # fmt: skip
NO_DAY = fault("no_day", "第7至14位不是一个日期。请核对证件。",
               "Digits 7 to 14 are not a day. Compare with the card.")  # fmt: skip
CARD = fault(
    "card",
    "残疾人证号第19位应为类别1至7、第20位应为等级1至4。请核对残疾人证。",
    "On a disability card digit 19 is the kind (1 to 7) and digit 20 the grade (1 to 4). Compare with the card.",
)


def normal(text: str | None) -> str:
    """Return a number without spaces, hyphens and apostrophes, wide digits made plain and x made X."""
    if text and text.isascii() and text.isalnum():  # as nearly all are written
        return text.upper()
    return re.sub(r"[\s\-_'‘’`·.]", "", (text or "").translate(WIDE)).upper()


def check_character(first: str) -> str:
    """Return the check character of the first 17 digits."""
    return CHECK_CHARACTERS[(sum(map(mul, WEIGHTS, first.encode())) - ZEROS) % 11]


def from_fifteen(number: str) -> str:
    """Return the 18 digits of an old number of 15: the century and the check character are added."""
    century = "18" if number[12:] in CENTENARIANS else "19"
    first = number[:6] + century + number[6:]
    return first + check_character(first)


def identity_faults(text: str | None, *, on: date | None = None) -> tuple[IdentityFault, ...]:
    """Return all that is wrong with a written number, the gravest first; nothing means it can be read.

    `on` is the day by which a birth in the future or more than 120 years ago is impossible.
    """
    number = normal(text)
    if not number:
        return (EMPTY,)
    if re.fullmatch(r"\d+(E\+?\d+)", number):
        return (DAMAGED,)
    if found := _written_badly(number):
        return (found,)
    eighteen = from_fifteen(number) if len(number) == 15 else number[:18]
    faults = [AREA] if eighteen[:2] not in PROVINCES and not eighteen.startswith(MADE_UP) else []
    faults += _birth_faults(eighteen[6:14], on)
    if (right := check_character(eighteen[:17])) != eighteen[17]:
        faults.insert(0, DAMAGED) if number.endswith("000") else faults.append(_check_fault(right))
    if len(number) == 20 and not ("1" <= number[18] <= "7" and "1" <= number[19] <= "4"):
        faults.append(CARD)
    return tuple(faults)


def _check_fault(right: str) -> IdentityFault:
    return fault(
        "check",
        f"校验码不符：前17位对应的第18位是{right}。多为抄错一位或两位对调，请核对证件。",
        f"The check character does not fit: these 17 digits end in {right}. One digit was miscopied or two changed "
        "places; compare with the card.",
    )


def right_number(text: str | None) -> str:
    """Return the 18 digits of a number with which nothing is wrong, nothing where something is."""
    number = normal(text)
    if _is_eighteen(number) and check_character(number[:17]) == number[17]:  # as nearly all are
        right = (number[:2] in PROVINCES or number.startswith(MADE_UP)) and not _birth_faults(number[6:14], None)
        return number if right else ""
    if not number or identity_faults(number):
        return ""
    return from_fifteen(number) if len(number) == 15 else number[:18]


def _is_eighteen(number: str) -> bool:
    return len(number) == 18 and number.isascii() and number[:17].isdecimal() and number[17] in CHECK_CHARACTERS


def _written_badly(number: str) -> IdentityFault | None:
    if _is_eighteen(number):
        return None
    if wrong := re.search(r"[^0-9X]", number) or re.search(r"X(?!$)", number[:18]):
        place, character = wrong.start() + 1, wrong.group()
        return fault("character", f"第{place}位“{character}”不是数字。请核对证件。",
                     f"Character {place}, “{character}”, is not a digit. Compare with the card.")  # fmt: skip
    if len(number) not in (15, 18, 20) or (len(number) == 15 and "X" in number):
        return fault(
            "length", f"证件号码有{len(number)}位，应为18位（旧证15位，残疾人证20位）。请核对证件。",
            f"The number has {len(number)} characters; it should have 18 (old ones 15, disability cards 20). "
            "Compare with the card.")  # fmt: skip
    return None


def _birth_faults(digits: str, on: date | None) -> list[IdentityFault]:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return [NO_DAY]
    if on is not None and born > on:
        return [FUTURE]
    return [TOO_OLD] if on is not None and on.year - born.year > OLDEST else []


def read_identity(text: str | None, *, on: date | None = None) -> Identity:
    """Return a written number as understood; raises BadProblem with the first fault where it cannot be read."""
    if faults := identity_faults(text, on=on):
        raise BadProblem(faults[0].code, faults[0].text)
    number = normal(text)
    kind = {15: IdentityKind.OLD, 18: IdentityKind.NATIONAL, 20: IdentityKind.CARD}[len(number)]
    eighteen = from_fifteen(number) if kind is IdentityKind.OLD else number[:18]
    card = kind is IdentityKind.CARD
    return Identity(
        eighteen,
        kind,
        eighteen[:6],
        date(int(eighteen[6:10]), int(eighteen[10:12]), int(eighteen[12:14])),
        Sex.MALE if int(eighteen[16]) % 2 else Sex.FEMALE,
        word_of(Disability, int(number[18])) if card else None,
        word_of(DisabilityGrade, int(number[19])) if card else None,
    )


def mask_identity(text: str | None) -> str:
    """Return a number fit for a notice: two digits, stars, the last three (35*************123)."""
    number = normal(text)
    return number[:2] + "*" * (len(number) - 5) + number[-3:] if len(number) > 8 else "*" * len(number)


def mask_phone(text: str | None) -> str:
    """Return a phone number fit for a notice (138****1234); one too short to hide its middle is hidden whole."""
    number = normal(text)
    return number[:3] + "*" * (len(number) - 7) + number[-4:] if len(number) >= 11 else "*" * len(number)


def mask_account(text: str | None) -> str:
    """Return a bank account fit for a list: only its last four digits stand."""
    number = normal(text)
    return "*" * max(0, len(number) - 4) + number[-4:] if len(number) > 8 else "*" * len(number)


def mask_name(name: str | None) -> str:
    """Return a name of which the surname stays (张**), for lists that need no full name."""
    return name[:1] + "*" * max(1, len(name) - 1) if name else ""


def fingerprint(text: str | None, *, key: bytes) -> str:
    """Return the keyed fingerprint (HMAC-SHA256, 64 hex digits) by which a number is looked up without being stored.

    The same person's old number, 18 digits and disability card have one fingerprint; a number that cannot be read
    has the fingerprint of what was written. Without the key nobody can try out all numbers; keep it off the database.
    """
    if len(key) < 16:
        raise BadProblem(
            "identity.short_key",
            Text(
                "指纹密钥至少16字节。请检查部署配置。",
                "The fingerprint key needs at least 16 bytes. Check the deployment.",
            ),
        )
    number = normal(text)
    if not _written_badly(number):
        number = from_fifteen(number) if len(number) == 15 else number[:18]
    return hmac.digest(key, b"zhucun identity\0" + number.encode(), "sha256").hex()
