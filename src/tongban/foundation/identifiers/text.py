"""书写：把人写的号码（全角、空格、各式横线、小写）化为一种写法 (one spelling for what people type)."""

from tongban.foundation.identifiers.problem import Problem, ProblemCode

LONGEST = 200
"""人会手写的号码不超过 200 字；再长的不逐字处理 (so that 5 MB of text costs nothing)."""

_BLANKS = " \t\r\n\u00a0\u2002\u2003\u2009\u200b\u200c\u200d\u2060\u3000\ufeff"
_HYPHENS = "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"
_FOLD: dict[int, str] = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **{ord(letter): letter.upper() for letter in "abcdefghijklmnopqrstuvwxyz"},
    **{code: chr(code - 0xFEE0 - 32) for code in range(0xFF41, 0xFF5B)},
    **dict.fromkeys(map(ord, _BLANKS), ""),
    **dict.fromkeys(map(ord, _HYPHENS), "-"),
}


def fold(text: str) -> tuple[str, tuple[Problem, ...]]:
    """化写：全角变半角、小写变大写、去空白、统一横线；返回写法与（空、过长两种）问题。

    What cannot be printed becomes U+FFFD, so the result can always be stored and shown.
    """
    folded = text[:LONGEST].translate(_FOLD)
    printable = (
        folded if folded.isprintable() else "".join(c if c.isprintable() else "\ufffd" for c in folded)
    )
    if len(text) > LONGEST:
        return printable, (Problem(ProblemCode.TOO_LONG, f"内容过长，最多{LONGEST}个字"),)
    if not printable.strip("-"):
        return "", (Problem(ProblemCode.EMPTY, "没有填写号码"),)
    return printable, ()


def compact(text: str) -> tuple[str, tuple[Problem, ...]]:
    """紧写：化写之后再去掉横线，用于横线只是分隔的号码。"""
    folded, problems = fold(text)
    return folded.replace("-", ""), problems
