"""校验：ISO 7064 / GB/T 17710 MOD 37,36 校验字符，证照标识与办件短码共用。"""

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUE = {character: value for value, character in enumerate(ALPHABET)}


def mod37_36(text: str) -> str:
    """校验字符：对 0-9A-Z 组成的文字算出一个字符 (hybrid system, ISO 7064:2003 §8).

    Raises KeyError on any other character: parsers check the alphabet first.
    """
    product = 36
    for character in text:
        product = ((product + _VALUE[character]) % 36 or 36) * 2 % 37
    return ALPHABET[(37 - product) % 36]
