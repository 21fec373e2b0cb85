"""How personal values are shown to people who do not need them whole."""


def mask_name(name: str) -> str:
    """Return a name with only its first character: 张三丰 becomes 张**."""
    return name[:1] + "*" * max(len(name) - 1, 1) if name else ""


def mask_phone(phone: str) -> str:
    """Return a phone number without its middle: 138****1234; short ones are hidden whole."""
    return phone[:3] + "****" + phone[-4:] if len(phone) >= 11 else "*" * len(phone)


def mask_identity(number: str) -> str:
    """Return an identity number as notices may print it: two digits, then stars, then three digits."""
    return number[:2] + "*" * (len(number) - 5) + number[-3:] if len(number) > 8 else "*" * len(number)
