"""让消息传到：封存并送达，直到各室都安静 (what the worker does, in this process, until nothing is left to hear)."""

from tongban.foundation import clock
from tongban.rooms.journal import events
from tongban.rooms.journal import jobs as journal
from tongban.wiring import rooms

MOST_ROUNDS = 20


def let_news_travel() -> None:
    """Seals and delivers every event, and the events that reactions leave, to every reaction."""
    rooms.load("events", "reactions")
    reactions = list(events.REACTIONS.values())
    journal.enrol(reactions=reactions)
    for _ in range(MOST_ROUNDS):
        if not journal.seal():
            return
        for reaction in reactions:
            while journal.deliver(reaction=reaction, at=clock.now()):
                pass
    raise AssertionError("the news never came to rest")
