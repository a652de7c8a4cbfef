"""手：来办的是谁，对这个办件能用哪些手；一只手都没有的人，看到的与不存在一样 (what is not yours does not exist)."""

from tongban.rooms.cases import models
from tongban.rooms.cases.errors import NoSuchCase
from tongban.rooms.cases.queries.sight import By, hands_of
from tongban.rooms.cases.words import Actor


def actor_for(by: By, case: models.Case) -> Actor:
    """这个人对这个办件的手；代办人须以当下有效的委托（``Acting``）来。 Refuses: NoSuchCase."""
    actor = hands_of(by, case)
    if not actor.hands:
        raise NoSuchCase
    return actor
