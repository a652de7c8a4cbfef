"""号码：各种证号、代码、编码的校验、拆分与合成；任何文字都读得，问题一条条说清 (identifiers)."""

from tongban.foundation.identifiers.case_code import CaseCode, build_case_code, parse_case_code
from tongban.foundation.identifiers.identity_number import (
    IdentityKind,
    IdentityNumber,
    Sex,
    identity_check_character,
    parse_identity_number,
)
from tongban.foundation.identifiers.item_code import (
    ItemCode,
    ItemCodeKind,
    ItemCodeParts,
    organisation_problems,
    parse_item_code,
    parse_item_codes,
)
from tongban.foundation.identifiers.licence_identifier import (
    LicenceIdentifier,
    build_licence_identifier,
    parse_licence_identifier,
)
from tongban.foundation.identifiers.mobile_phone import MobilePhone, parse_mobile_phone
from tongban.foundation.identifiers.mod37_36 import mod37_36
from tongban.foundation.identifiers.organisation_code import (
    OrganisationCode,
    organisation_check_character,
    parse_organisation_code,
)
from tongban.foundation.identifiers.problem import Problem, ProblemCode
from tongban.foundation.identifiers.region_code import (
    DEMO_REGION,
    RegionCode,
    RegionLevel,
    parse_region_code,
    provinces,
)
from tongban.foundation.identifiers.synthetic import synthetic_identity_number, synthetic_uscc
from tongban.foundation.identifiers.uscc import Uscc, parse_uscc, uscc_check_character

__all__ = [
    "DEMO_REGION",
    "CaseCode",
    "IdentityKind",
    "IdentityNumber",
    "ItemCode",
    "ItemCodeKind",
    "ItemCodeParts",
    "LicenceIdentifier",
    "MobilePhone",
    "OrganisationCode",
    "Problem",
    "ProblemCode",
    "RegionCode",
    "RegionLevel",
    "Sex",
    "Uscc",
    "build_case_code",
    "build_licence_identifier",
    "identity_check_character",
    "mod37_36",
    "organisation_check_character",
    "organisation_problems",
    "parse_case_code",
    "parse_identity_number",
    "parse_item_code",
    "parse_item_codes",
    "parse_licence_identifier",
    "parse_mobile_phone",
    "parse_organisation_code",
    "parse_region_code",
    "parse_uscc",
    "provinces",
    "synthetic_identity_number",
    "synthetic_uscc",
    "uscc_check_character",
]
