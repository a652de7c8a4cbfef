"""任免与启停：登记工作人员、任职、免职、停用、启用。"""

from datetime import datetime

from django.contrib.auth.hashers import make_password

from tongban.rooms.journal import acts as journal
from tongban.rooms.organisation import events, models, rules
from tongban.rooms.organisation.acts import steps
from tongban.rooms.organisation.acts.one_act import one_act
from tongban.rooms.organisation.words import Actor, OfficerFacts


def register_officer(
    *, facts: OfficerFacts, password: str | None, by: Actor, at: datetime
) -> events.OfficerRegistered:
    """登记工作人员并开立账号；没有口令的账号暂不能登录。

    Refuses: NotYourOffice, NoSuchDepartment, AlreadyThere (工号或登录名已有).
    """
    password_hash = make_password(password)
    with one_act():
        return steps.officer(facts, password_hash=password_hash, by=by, at=at)


def appoint(*, staff_no: str, post: str, by: Actor, at: datetime) -> events.OfficerAppointed:
    """任职：即时生效。

    Refuses: NoSuchOfficer, NoSuchPost, NotYourOffice, NotForYourself, OfficerIsDisabled, AlreadyHolds,
    AdministratorsExclusive.
    """
    with one_act():
        return steps.appointment(staff_no=staff_no, post=post, by=by, at=at)


def relieve(*, staff_no: str, post: str, reason: str, by: Actor, at: datetime) -> events.OfficerRelieved:
    """免职：即时生效。 Refuses: NoSuchOfficer, NoSuchPost, NotYourOffice, NotForYourself, DoesNotHold."""
    with one_act():
        officer = models.Officer.locked(staff_no)
        held = models.Post.known(post)
        event = rules.relieve(officer.facts(), held.facts(), reason=reason, by=by, at=at)
        models.Holding.record_relieved(event)
        journal.witness(event)
        return event


def disable_officer(*, staff_no: str, reason: str, by: Actor, at: datetime) -> events.OfficerDisabled:
    """停用：人和账号同一事务停用，会话在下一次请求失效。

    Refuses: NoSuchOfficer, NotYourOffice, NotForYourself, OfficerIsDisabled.
    """
    with one_act():
        officer = models.Officer.locked(staff_no)
        event = rules.disable_officer(officer.facts(), reason=reason, by=by, at=at)
        officer.record_enabled(False)
        journal.witness(event)
        return event


def enable_officer(*, staff_no: str, reason: str, by: Actor, at: datetime) -> events.OfficerEnabled:
    """启用：人和账号一并恢复。 Refuses: NoSuchOfficer, NotYourOffice, NotForYourself, OfficerIsEnabled."""
    with one_act():
        officer = models.Officer.locked(staff_no)
        event = rules.enable_officer(officer.facts(), reason=reason, by=by, at=at)
        officer.record_enabled(True)
        journal.witness(event)
        return event
