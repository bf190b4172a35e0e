"""The unified social credit code (统一社会信用代码): only its check character is checked (GB 32100-2015)."""

CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of a code, each worth its place here; I, O, S, V and Z are left out by the standard."""

LENGTH = 18

# Full-width forms stand 0xFEE0 above their ASCII twins.
_TO_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
# Not blanks to str.split, but as invisible: zero-width space, joiners and marks, BOM.
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF))


def half_width(text: str) -> str:
    """The text with full-width letters, digits, signs and blanks as their ASCII twins, invisible characters dropped."""
    return text.translate(_TO_HALF_WIDTH).translate(_INVISIBLE)


def normalise(text: str) -> str:
    """A code as typed, made half-width and upper-case, without any blank."""
    return "".join(half_width(text).split()).upper()


def check_character(first17: str) -> str:
    """The check character that belongs to the first 17 (GB 32100-2015, weights 3^i mod 31).

    Raises:
        ValueError: a character that no code has.
    """
    total = sum(CHARACTERS.index(character) * pow(3, i, 31) for i, character in enumerate(first17))
    return CHARACTERS[-total % 31]


def check_character_ok(code: str) -> bool:
    """Whether a normalised code ends in its check character; never so with another length or a foreign character."""
    if len(code) != LENGTH or not set(code) <= set(CHARACTERS):
        return False
    return check_character(code[:-1]) == code[-1]
