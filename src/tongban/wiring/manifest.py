"""授权总表：每个网址，谁能进，别人看到什么 (the one table of authorisation: URL name × principal × ownership → answer).

A URL that has no row here answers 404 at run time (``tongban.wiring.gate``) and fails the tests. What a row says is
enforced by the gate for everybody who asks; whose the thing behind the address is, only the door can tell: on a row that is
``owned`` it answers what is not the asker's with the same 404 as what does not exist.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tongban.foundation.word import Word
from tongban.rooms.organisation.words import ADMINISTRATORS, Role


class Principal(Word):
    """来人：除工作人员的角色之外的几种身份 (an officer is OFFICER and each of his roles)."""

    ANONYMOUS = "anonymous", "未登录"
    ACCOUNT = "account", "已登录的任何账号"
    CITIZEN = "citizen", "自然人"
    AGENT = "agent", "企业代办人"
    OFFICER = "officer", "工作人员"


class Answer(Word):
    """答复：放行、先登录（302）、没有这个（404）、无权（403）。"""

    ALLOW = "allow", "放行"
    LOGIN = "login", "请先登录"
    HIDDEN = "hidden", "没有找到"
    FORBIDDEN = "forbidden", "没有权限"


Who = Principal | Role
EVERYBODY = frozenset({Principal.ANONYMOUS, Principal.ACCOUNT})
BUSINESS = frozenset(Role) - ADMINISTRATORS
CASEWORK = frozenset({Role.INTAKE, Role.REVIEWER, Role.DECIDER, Role.ISSUER})


@dataclass(frozen=True)
class Row:
    """一行：谁能进；``owned`` 表示网址指着某人的东西，不是他的就答没有。"""

    allow: frozenset[Who]
    owned: bool = False

    def answer(self, *, who: frozenset[Who], owns: bool = True) -> Answer:
        """来人得到的答复。"""
        if who & self.allow:
            return Answer.ALLOW if owns or not self.owned else Answer.HIDDEN
        if not self.allow:
            return Answer.HIDDEN
        if Principal.ANONYMOUS in who:
            return Answer.LOGIN
        return Answer.HIDDEN if self.owned else Answer.FORBIDDEN


def _only(*who: Who) -> Row:
    return Row(allow=frozenset(who))


def _own(*who: Who) -> Row:
    return Row(allow=frozenset(who), owned=True)


def _rows(row: Row, names: str) -> Iterable[tuple[str, Row]]:
    return ((name, row) for name in names.split())


OPEN = Row(allow=EVERYBODY)
SIGNED_IN = _only(Principal.ACCOUNT)
CLOSED = Row(allow=frozenset())

MANIFEST: dict[str, Row] = dict(
    [
        *_rows(OPEN, "healthz readyz"),
        *_rows(OPEN, "pages:display pages:display_set"),
        *_rows(OPEN, "pages:gallery pages:component pages:suggest pages:draft pages:sheet"),
        *_rows(OPEN, "portal:home hall:home api:root peers:root"),
        *_rows(OPEN, "api:open api:open_json api:open_csv api:open_item"),
        *_rows(
            OPEN,
            "portal:search portal:suggest portal:shelf portal:guide portal:notice_sheet portal:form_sheet",
        ),
        *_rows(OPEN, "portal:published_lists portal:published_list portal:published_list_pdf"),
        *_rows(OPEN, "portal:licences portal:licences_pdf portal:transfers portal:transfer_pdf"),
        *_rows(OPEN, "portal:register portal:registered"),
        *_rows(SIGNED_IN, "portal:my portal:apply"),
        *_rows(_own(Principal.CITIZEN), "portal:apply_situation portal:apply_form portal:apply_save"),
        *_rows(_own(Principal.CITIZEN), "portal:apply_materials portal:apply_file portal:apply_check"),
        *_rows(_own(Principal.CITIZEN), "portal:apply_submit portal:apply_done portal:apply_receipt"),
        *_rows(
            OPEN, "portal:progress portal:verify_licence portal:verify portal:verify_document portal:rate"
        ),
        *_rows(_only(Principal.CITIZEN), "portal:my_cases portal:wallet portal:inbox"),
        *_rows(
            _own(Principal.CITIZEN), "portal:my_case portal:withdraw portal:my_document portal:my_material"
        ),
        *_rows(_own(Principal.CITIZEN), "portal:start_supplement portal:supplement portal:message"),
        *_rows(_own(Principal.CITIZEN), "portal:continue_draft portal:discard_draft"),
        *_rows(_own(Principal.CITIZEN), "portal:licence portal:show_code portal:licence_pdf"),
        *_rows(_own(Principal.CITIZEN), "portal:copy_licence portal:copy_pdf"),
        *_rows(_only(Principal.CITIZEN), "portal:acting portal:act_for portal:give_mandate"),
        *_rows(_only(Principal.CITIZEN), "portal:my_record portal:look"),
        *_rows(_own(Principal.CITIZEN), "portal:mandate portal:accept_mandate portal:revoke_mandate"),
        *_rows(_only(*BUSINESS), "desk:home desk:next"),
        *_rows(_own(*CASEWORK), "desk:case desk:act desk:reveal desk:material desk:document"),
        *_rows(
            _only(Role.INTAKE), "desk:counter desk:counter_find desk:counter_register desk:counter_verify"
        ),
        *_rows(
            _only(Role.INTAKE), "desk:counter_firm desk:counter_leave desk:counter_items desk:counter_start"
        ),
        *_rows(_own(Role.INTAKE), "desk:intake desk:intake_save desk:intake_hand_in"),
        *_rows(
            _only(Role.LEADER, Role.DIRECTOR, Role.SUPERVISOR, Role.HALL_MANAGER, Role.DATA_OFFICER),
            "board:home",
        ),
        *_rows(
            _only(
                Role.LEADER,
                Role.DIRECTOR,
                Role.SUPERVISOR,
                Role.HALL_MANAGER,
                Role.DATA_OFFICER,
                Role.CATALOGUE_ADMIN,
            ),
            "board:figures board:figure",
        ),
        *_rows(_only(Role.CATALOGUE_ADMIN), "backstage:lists backstage:take_baseline"),
        # A list is asked for by its kind and number within the region of who asks, a draft by its key.
        *_rows(
            _only(Role.CATALOGUE_ADMIN),
            "backstage:list_kind backstage:list_start backstage:list_edition backstage:list_changes",
        ),
        *_rows(_only(Role.CATALOGUE_ADMIN), "backstage:agreement_end"),
        *_rows(
            _own(Role.CATALOGUE_ADMIN),
            "backstage:list_draft backstage:list_head backstage:list_row backstage:list_pick",
        ),
        *_rows(_own(Role.CATALOGUE_ADMIN), "backstage:list_step"),
        *_rows(_only(*ADMINISTRATORS, Role.CATALOGUE_ADMIN), "backstage:home"),
        *_rows(
            _only(Role.CATALOGUE_ADMIN),
            "backstage:new_item backstage:excel backstage:items_file backstage:golden_file backstage:list_file",
        ),
        *_rows(_only(Role.SYSTEM_ADMIN), "backstage:moves backstage:move"),
        # A batch is asked for by its number within the region of who asks: another region's has no address here.
        *_rows(_only(Role.CATALOGUE_ADMIN), "backstage:transfers backstage:transfer backstage:transfer_step"),
        *_rows(
            _only(Role.CATALOGUE_ADMIN),
            "backstage:items backstage:units backstage:directory backstage:claim",
        ),
        *_rows(
            _own(Role.CATALOGUE_ADMIN),
            "backstage:item backstage:compare backstage:item_step backstage:version backstage:version_step",
        ),
        *_rows(
            _own(Role.CATALOGUE_ADMIN),
            "backstage:design backstage:design_part backstage:design_row backstage:design_rows",
        ),
        *_rows(
            _own(Role.CATALOGUE_ADMIN),
            "backstage:design_save backstage:design_row_save backstage:design_preview backstage:design_specimen",
        ),
        *_rows(_own(Role.CATALOGUE_ADMIN), "backstage:design_back backstage:design_again"),
        *_rows(_only(Role.CATALOGUE_ADMIN), "backstage:golden backstage:golden_form backstage:golden_step"),
        *_rows(OPEN, "account_login account_logout account_inactive mfa_authenticate mfa_login_webauthn"),
        *_rows(OPEN, "openid_connect_login openid_connect_callback"),
        *_rows(OPEN, "socialaccount_login_cancelled socialaccount_login_error"),
        *_rows(SIGNED_IN, "account_reauthenticate account_change_password"),
        *_rows(SIGNED_IN, "mfa_index mfa_reauthenticate mfa_activate_totp mfa_deactivate_totp"),
        *_rows(SIGNED_IN, "mfa_view_recovery_codes mfa_generate_recovery_codes mfa_download_recovery_codes"),
        *_rows(SIGNED_IN, "mfa_list_webauthn mfa_add_webauthn mfa_reauthenticate_webauthn"),
        *_rows(_own(Principal.ACCOUNT), "mfa_remove_webauthn mfa_edit_webauthn"),
        # Accounts are opened by registration at the portal or by an administrator, and have no e-mail life of their own.
        *_rows(CLOSED, "account_signup account_email account_email_verification_sent account_confirm_email"),
        *_rows(CLOSED, "account_set_password account_confirm_login_code socialaccount_signup"),
        *_rows(CLOSED, "account_reset_password account_reset_password_done socialaccount_connections"),
        *_rows(CLOSED, "account_reset_password_from_key account_reset_password_from_key_done"),
    ]
)


def answer(url_name: str, *, who: frozenset[Who], owns: bool = True) -> Answer:
    """查表：这个网址对这些身份的答复；表里没有的一律没有。"""
    row = MANIFEST.get(url_name)
    return Answer.HIDDEN if row is None else row.answer(who=who, owns=owns)


def mentioned(url_name: str) -> frozenset[Who]:
    """表里这个网址提到的身份：别的身份不影响答复。"""
    row = MANIFEST.get(url_name)
    return frozenset() if row is None else row.allow
