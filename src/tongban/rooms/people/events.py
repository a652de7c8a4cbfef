"""办事人室的事件：号码和住址从不写进事件，写的是谁、哪一项、为什么 (identifiers never enter an event)."""

from datetime import date

from tongban.rooms.journal.events import Event
from tongban.rooms.journal.words import Erasure
from tongban.rooms.people.words import (
    Capacity,
    ConsentPurpose,
    ErasureGround,
    HolderKind,
    IdType,
    MandateAct,
    PersonField,
    VerificationMeans,
)


class RegistrationReceived(Event, kind="people.registration_received", zh="收到登记", erasure=Erasure.KEEP):
    """收到一个账号的登记；新人还是旧人，这里不说。"""

    account_id: int

    @property
    def stream(self) -> str:
        """账号的档案。"""
        return f"account:{self.account_id}"


class PersonRegistered(Event, kind="people.person_registered", zh="自然人登记", erasure=Erasure.ON_DUTY):
    """一个人登记入册。"""

    person_id: int
    name: str
    id_type: IdType

    @property
    def stream(self) -> str:
        """本人的档案。"""
        return f"person:{self.person_id}"


class RegistrationRepeated(
    Event, kind="people.registration_repeated", zh="证件再次登记", erasure=Erasure.KEEP
):
    """有人以已在册的证件再次登记；未经核验，什么也没有改变。"""

    person_id: int

    @property
    def stream(self) -> str:
        """本人的档案。"""
        return f"person:{self.person_id}"


class PersonVerified(Event, kind="people.person_verified", zh="实名核验", erasure=Erasure.KEEP):
    """核验为本人；``account_id`` 为一并连上的账号。"""

    person_id: int
    means: VerificationMeans
    account_id: int | None

    @property
    def stream(self) -> str:
        """本人的档案。"""
        return f"person:{self.person_id}"


class PhoneChanged(Event, kind="people.phone_changed", zh="更换手机号", erasure=Erasure.KEEP):
    """更换手机号码；新旧号码都不写。"""

    person_id: int

    @property
    def stream(self) -> str:
        """本人的档案。"""
        return f"person:{self.person_id}"


class PersonCorrected(Event, kind="people.person_corrected", zh="更正个人信息", erasure=Erasure.ON_DUTY):
    """更正了哪几项；只有姓名写明前后。"""

    person_id: int
    fields: tuple[PersonField, ...]
    name_before: str
    name_after: str

    @property
    def stream(self) -> str:
        """本人的档案。"""
        return f"person:{self.person_id}"


class PersonalDataSeen(Event, kind="people.personal_data_seen", zh="查看个人信息", erasure=Erasure.ON_DUTY):
    """谁（``by``）为什么看了哪几项的明文。"""

    person_id: int
    fields: tuple[PersonField, ...]
    purpose: str

    @property
    def stream(self) -> str:
        """本人的档案。"""
        return f"person:{self.person_id}"


class AccountClosed(Event, kind="people.account_closed", zh="注销账号", erasure=Erasure.KEEP):
    """登录账号注销；人的档案仍按保存期限保存。"""

    person_id: int
    account_id: int

    @property
    def stream(self) -> str:
        """本人的档案。"""
        return f"person:{self.person_id}"


class PersonErased(Event, kind="people.person_erased", zh="删除个人信息", erasure=Erasure.KEEP):
    """个人信息已依法删除。"""

    person_id: int
    ground: ErasureGround

    @property
    def stream(self) -> str:
        """本人的档案。"""
        return f"person:{self.person_id}"


class LegalPersonRegistered(
    Event, kind="people.legal_person_registered", zh="单位登记", erasure=Erasure.KEEP
):
    """一个法人或其他组织登记入册；名称和信用代码依法公开。"""

    legal_person_id: int
    holder_kind: HolderKind
    name: str
    uscc: str

    @property
    def stream(self) -> str:
        """单位的档案。"""
        return f"legal_person:{self.legal_person_id}"


class LegalRepresentativeChanged(
    Event, kind="people.legal_representative_changed", zh="法定代表人变更", erasure=Erasure.KEEP
):
    """法定代表人换了人。"""

    legal_person_id: int
    before_id: int | None
    after_id: int

    @property
    def stream(self) -> str:
        """单位的档案。"""
        return f"legal_person:{self.legal_person_id}"


class MandateGiven(Event, kind="people.mandate_given", zh="委托", erasure=Erasure.KEEP):
    """一方委托了另一方，待其同意。"""

    mandate_id: int
    principal: str
    agent_id: int
    capacity: Capacity
    acts: tuple[MandateAct, ...]
    items: tuple[str, ...]
    valid_from: date
    valid_to: date
    evidence_digest: str

    @property
    def stream(self) -> str:
        """这份委托的档案。"""
        return f"mandate:{self.mandate_id}"


class MandateAccepted(Event, kind="people.mandate_accepted", zh="接受委托", erasure=Erasure.KEEP):
    """代办人同意接受委托。"""

    mandate_id: int

    @property
    def stream(self) -> str:
        """这份委托的档案。"""
        return f"mandate:{self.mandate_id}"


class MandateRevoked(Event, kind="people.mandate_revoked", zh="解除委托", erasure=Erasure.KEEP):
    """委托人取消委托，或者代办人辞去委托。"""

    mandate_id: int

    @property
    def stream(self) -> str:
        """这份委托的档案。"""
        return f"mandate:{self.mandate_id}"


class ConsentGiven(Event, kind="people.consent_given", zh="同意", erasure=Erasure.KEEP):
    """本人为一个目的、一项数据资源（空为不分资源）作出同意。"""

    person_id: int
    purpose: ConsentPurpose
    resource: str

    @property
    def stream(self) -> str:
        """本人的档案。"""
        return f"person:{self.person_id}"


class ConsentWithdrawn(Event, kind="people.consent_withdrawn", zh="撤回同意", erasure=Erasure.KEEP):
    """本人撤回一项同意；此前依同意所做的处理仍然有效。"""

    person_id: int
    purpose: ConsentPurpose
    resource: str

    @property
    def stream(self) -> str:
        """本人的档案。"""
        return f"person:{self.person_id}"
