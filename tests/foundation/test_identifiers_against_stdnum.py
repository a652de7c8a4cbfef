"""对照：与独立实现 python-stdnum 在十万个随机与改坏的号码上逐一比较。

Where the two differ by design the rule is stated in the test, so that every other difference fails.
"""

import random
from datetime import date, timedelta

from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidComponent, ValidationError
from stdnum.iso7064 import mod_37_36

from tongban.foundation import identifiers as ids
from tongban.foundation.identifiers import ProblemCode as P

ROUNDS = 50_000
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
REGIONS = ["110105", "511602", "310115", "440300", "650102", "990102", "810000", "830000", "931840", "000000"]


def mutated(text: str, draw: random.Random) -> str:
    """Nothing, one wrong character, two neighbours swapped, one lost, one doubled, or separators put in."""
    at = draw.randrange(len(text) - 1)
    return draw.choice(
        (
            text,
            text[:at] + draw.choice("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ?") + text[at + 1 :],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[:at] + " -"[at % 2] + text[at:].lower(),
        )
    )


def random_uscc(draw: random.Random) -> str:
    first17 = draw.choice("123456789ANY") + draw.choice("1239") + draw.choice(REGIONS)
    first17 += "".join(draw.choices(ALPHABET, k=9))
    return mutated(first17 + ids.uscc_check_character(first17), draw)


def random_identity(draw: random.Random) -> str:
    born = date(1900, 1, 1) + timedelta(days=draw.randrange(46_000))
    digits = f"{born:%Y%m%d}" if draw.random() < 0.8 else f"{draw.randrange(10**8):08d}"
    first17 = f"{draw.choice(REGIONS)}{digits}{draw.randrange(1000):03d}"
    return mutated(first17 + ids.identity_check_character(first17), draw)


def test_credit_codes_are_judged_as_the_independent_implementation_judges_them():
    """By design: it wants two digits in front and knows no registrars; ours knows A, N, Y too."""
    draw = random.Random(32100)
    differing = []
    accepted = 0
    for text in (random_uscc(draw) for _ in range(ROUNDS)):
        ours = ids.parse_uscc(text)
        front = ours.value[:2]
        if not front.isdigit():
            continue
        unknown_only = [problem.code for problem in ours.problems] == [P.UNKNOWN_REGISTRAR]
        accepted += ours.valid
        if (ours.valid or unknown_only) != uscc.is_valid(text):
            differing.append(text)
    assert differing == []
    assert accepted > ROUNDS / 10


def stdnum_knows_no_such_place(text: str) -> bool:
    """Its only objection: the six digits are not in its table at that time."""
    try:
        ric.get_birth_date(text)
        ric.get_birth_place(text)
    except InvalidComponent:
        return True
    except (ValidationError, ValueError):
        return False
    return False


def test_identity_numbers_are_judged_as_the_independent_implementation_judges_them():
    """By design: it refuses places missing from its table (demo region, 83, foreign residents, another time);
    what we accept it refuses for the place alone. It keeps separators, so it is given none.
    """
    draw = random.Random(11643)
    differing = []
    agreed = 0
    for text in (random_identity(draw) for _ in range(ROUNDS)):
        ours, theirs = ids.parse_identity_number(text), ric.is_valid(text.replace("-", "").replace(" ", ""))
        agreed += ours.valid and theirs
        place_only = ours.valid and not theirs and stdnum_knows_no_such_place(ours.value)
        if ours.valid != theirs and not place_only:
            differing.append(text)
    assert differing == []
    assert agreed > ROUNDS / 20


def test_the_check_character_of_licences_and_case_codes_is_that_of_the_independent_implementation():
    draw = random.Random(17710)
    texts = [
        "".join(draw.choices("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", k=draw.randrange(60)))
        for _ in range(5_000)
    ]
    assert [ids.mod37_36(text) for text in texts] == [mod_37_36.calc_check_digit(text) for text in texts]
