"""看得见什么：来的是谁、对一个办件有哪些手、名下的草稿怎么找；看不见的与不存在一样。"""

from tongban.rooms.cases.models import Case
from tongban.rooms.cases.words import HAND_OF_ROLE, Actor, Hand
from tongban.rooms.organisation.words import Officer
from tongban.rooms.people.words import Acting, Applicant

By = Officer | Acting | Applicant | Actor
Citizen = Acting | Applicant


def hands_of(by: By, case: Case) -> Actor:
    """经手人和他对这个办件的手（可能一只也没有）。代办人以当下有效的委托来，委托解除了就没有手。"""
    match by:
        case Officer():
            return Actor(ref=by.actor, hands=officer_hands(by, case))
        case Actor():
            return by
    own = case.applicant == principal(by).ref
    return Actor(ref=filler(by), hands=frozenset({Hand.APPLICANT}) if own else frozenset())


def officer_hands(officer: Officer, case: Case) -> frozenset[Hand]:
    """工作人员的岗位对这个办件的手：区划和部门都管得到才算。"""
    return frozenset(
        hand
        for role, hand in HAND_OF_ROLE.items()
        if officer.may(role, region=case.region, department=case.department_code)
    )


def principal(by: Citizen) -> Applicant:
    """为谁办。"""
    return by.principal if isinstance(by, Acting) else by


def filler(by: Officer | Citizen) -> str:
    """谁在填、谁在办，写进草稿和事件的引用。"""
    match by:
        case Officer():
            return by.actor
        case Acting():
            return by.agent.ref
    return by.ref


def mine(by: Officer | Citizen) -> dict[str, str]:
    """名下草稿的条件：填写人是我；代办的，委托人也要对得上。"""
    if isinstance(by, Officer):
        return {"owner": by.actor}
    return {"owner": filler(by), "applicant": principal(by).ref}
