"""办事人室的办理：一个函数一件事，一个事务，留下事件 (one function an act, one transaction, its event in the journal)."""

from tongban.rooms.people.acts.amend import change_phone, correct
from tongban.rooms.people.acts.consents import give_consent, withdraw_consent
from tongban.rooms.people.acts.disclose import (
    disclose,
    disclose_several,
    prefill,
    prefill_at_counter,
    view_own_record,
)
from tongban.rooms.people.acts.endings import close_account, erase_person
from tongban.rooms.people.acts.legal_persons import change_legal_representative, register_legal_person
from tongban.rooms.people.acts.load import Loaded, load_people
from tongban.rooms.people.acts.mandates import accept_mandate, give_mandate, revoke_mandate
from tongban.rooms.people.acts.registration import register, register_at_counter, verify

__all__ = [
    "Loaded",
    "accept_mandate",
    "change_legal_representative",
    "change_phone",
    "close_account",
    "correct",
    "disclose",
    "disclose_several",
    "erase_person",
    "give_consent",
    "give_mandate",
    "load_people",
    "prefill",
    "prefill_at_counter",
    "register",
    "register_at_counter",
    "register_legal_person",
    "revoke_mandate",
    "verify",
    "view_own_record",
    "withdraw_consent",
]
