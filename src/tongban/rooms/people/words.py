"""办事人室的词语与事实：证件、核验、代办、同意，以及楼上各室拿到的申请人 (words and frozen facts of this room)."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Self

from tongban.foundation.word import Word


class HolderKind(Word):
    """服务对象类型 (kinds of applicants). Source: domain.md 1.5 CL-06 (国办电政 C0109)."""

    NATURAL = "natural", "自然人"
    ENTERPRISE = "enterprise", "企业法人"
    INSTITUTION = "institution", "事业法人"
    SOCIAL = "social", "社会组织法人"
    UNINCORPORATED = "unincorporated", "非法人企业"
    AGENCY = "agency", "行政机关"
    OTHER = "other", "其他组织"


class PartyKind(Word):
    """当事人的两类档案：人和单位。"""

    PERSON = "person", "自然人"
    LEGAL_PERSON = "legal_person", "法人和其他组织"


class IdType(Word):
    """身份证件种类。"""

    RESIDENT_ID = "resident_id", "居民身份证"
    RESIDENCE_PERMIT = "residence_permit", "港澳台居民居住证"
    FOREIGN_RESIDENT = "foreign_resident", "外国人永久居留身份证"
    HK_MACAO_PERMIT = "hk_macao_permit", "港澳居民来往内地通行证"
    TAIWAN_PERMIT = "taiwan_permit", "台湾居民来往大陆通行证"
    PASSPORT = "passport", "护照"


class Verification(Word):
    """实名核验结果。"""

    UNVERIFIED = "unverified", "未核验"
    VERIFIED = "verified", "已核验"


class VerificationMeans(Word):
    """实名核验方式。"""

    COUNTER = "counter", "窗口核对证件原件"
    PROVINCE = "province", "省统一身份认证"
    REGISTER = "register", "部门数据比对"


class Standing(Word):
    """账号的登记进度：登记是否撞上已有的人，本人从这里看不出来。"""

    NONE = "none", "未登记"
    AWAITING = "awaiting", "待实名核验"
    VERIFIED = "verified", "已实名"


class PersonField(Word):
    """人的资料项：页面上一律遮住，看明文要留痕。"""

    NAME = "name", "姓名"
    ID_NO = "id_no", "证件号码"
    PHONE = "phone", "手机号码"
    ADDRESS = "address", "住址"


class MandateAct(Word):
    """委托可以包含的权限。"""

    APPLY = "apply", "申请"
    VIEW = "view", "查看"
    RECEIVE_RESULT = "receive_result", "领取结果"


class Capacity(Word):
    """以什么身份办事。"""

    SELF = "self", "本人"
    LEGAL_REPRESENTATIVE = "legal_representative", "法定代表人"
    HANDLER = "handler", "经办人"
    RELATIVE = "relative", "亲属代办"
    AGENT = "agent", "代办人"


class MandateState(Word):
    """委托在某一天的状态，由事实算出，不另存。"""

    OFFERED = "offered", "待代办人同意"
    NOT_YET = "not_yet", "未到生效日"
    IN_FORCE = "in_force", "有效"
    EXPIRED = "expired", "已到期"
    REVOKED = "revoked", "已解除"

    @property
    def is_offered(self) -> bool:
        """等代办人同意。"""
        return self is MandateState.OFFERED

    @property
    def is_over(self) -> bool:
        """到头了：不能再凭它办事，也不必再解除。"""
        return self in (MandateState.EXPIRED, MandateState.REVOKED)


class ConsentPurpose(Word):
    """同意的目的，一事一同意。 Law: 个人信息保护法 第十四条."""

    FETCH_REGISTER = "fetch_register", "向有关部门调取数据"
    REUSE_MATERIALS = "reuse_materials", "再次使用已提交的材料"
    NOTICES = "notices", "接收短信和邮件通知"
    POLICY_MATCHING = "policy_matching", "主动匹配可享受的政策"


class ErasureGround(Word):
    """删除个人信息的理由。 Law: 个人信息保护法 第四十七条第一款."""

    FULFILLED = "fulfilled", "处理目的已实现、无法实现或者为实现处理目的不再必要"
    RETENTION_OVER = "retention_over", "停止提供服务，或者保存期限已届满"
    CONSENT_WITHDRAWN = "consent_withdrawn", "本人撤回同意"
    UNLAWFUL = "unlawful", "违反法律、行政法规或者约定处理个人信息"


@dataclass(frozen=True, kw_only=True)
class Party:
    """当事人：一个人或一个单位的引用，写作 ``person:7``、``legal_person:3``。"""

    kind: PartyKind
    id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def of(cls, ref: str) -> Self:
        """从引用读回来 (the inverse of ``str``)."""
        kind, _, number = ref.partition(":")
        return cls(kind=PartyKind.of(kind), id=int(number))

    @classmethod
    def person(cls, person_id: int) -> Self:
        """某个自然人。"""
        return cls(kind=PartyKind.PERSON, id=person_id)

    @classmethod
    def legal_person(cls, legal_person_id: int) -> Self:
        """某个法人或其他组织。"""
        return cls(kind=PartyKind.LEGAL_PERSON, id=legal_person_id)


@dataclass(frozen=True, kw_only=True)
class Registration:
    """登记所填：原样的文字；``repr`` 不含号码和住址。"""

    name: str
    id_no: str = field(repr=False)
    phone: str = field(repr=False)
    address: str = field(default="", repr=False)
    id_type: IdType = IdType.RESIDENT_ID


@dataclass(frozen=True, kw_only=True)
class Corrections:
    """更正所填：``None`` 的不改。"""

    name: str | None = None
    address: str | None = field(default=None, repr=False)
    id_type: IdType | None = None
    id_no: str | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class LegalPersonFacts:
    """单位登记所填：法定代表人已登记的给 ``legal_representative_id``，否则给姓名。"""

    name: str
    uscc: str
    address: str = ""
    phone: str = field(default="", repr=False)
    kind: HolderKind | None = None
    legal_representative_id: int | None = None
    legal_representative_name: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """规则所看的人：没有任何号码。"""

    id: int
    name: str
    verified: bool
    account_id: int | None


@dataclass(frozen=True, kw_only=True)
class Scope:
    """委托范围：哪些权限、哪些事项（代码或名称；空为全部事项）。"""

    acts: tuple[MandateAct, ...] = tuple(MandateAct)
    items: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """想办什么：哪项权限、哪个事项（代码、名称，知道哪个给哪个；不涉及具体事项的都留空）。"""

    act: MandateAct
    item_code: str = ""
    item_name: str = ""


@dataclass(frozen=True, kw_only=True)
class MandateTerms:
    """委托书的内容：谁、以何身份、何范围、起止日（含当日，北京时间）、凭证文件摘要（SHA-256 十六进制，可空）。"""

    agent_id: int
    capacity: Capacity
    valid_from: date
    valid_to: date
    scope: Scope = Scope()
    evidence_digest: str = ""


@dataclass(frozen=True, kw_only=True)
class PrincipalFacts:
    """规则所看的委托人：单位带着它的法定代表人。"""

    party: Party
    legal_representative_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class MandateFacts:
    """规则所看的一份委托。"""

    id: int
    principal: Party
    terms: MandateTerms
    accepted_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """申请人：楼上各室拿到的样子，姓名已遮（单位名称不遮）。"""

    id: int
    kind: HolderKind
    display_name_masked: str
    verification: Verification = Verification.VERIFIED

    @property
    def party(self) -> Party:
        """当事人引用。"""
        natural = self.kind is HolderKind.NATURAL
        return Party(kind=PartyKind.PERSON if natural else PartyKind.LEGAL_PERSON, id=self.id)

    @property
    def ref(self) -> str:
        """写进事件的引用，如 ``person:7``。"""
        return str(self.party)

    @property
    def itself(self) -> "Applicant":
        """本身 (to whoever holds it behind a proxy that asks lazily: every look through that costs a microsecond)."""
        return self


@dataclass(frozen=True, kw_only=True)
class Acting:
    """办事：谁（``agent``）以何身份替谁（``principal``）办；本人办事时两者相同。"""

    agent: Applicant
    principal: Applicant
    capacity: Capacity
