"""走法：唯一的一张表——从哪些状态、到哪个状态、谁能办、依据什么、出什么文书、按钮上写什么。

Buttons, refusals, the state diagram (docs/states/case.md) and the tests are all drawn from ``MOVES``.
"""

from dataclasses import dataclass

from tongban.rooms.cases.words.states import Act, CaseState, DocumentKind, Hand


@dataclass(frozen=True)
class Move:
    """一种走法：从哪些状态、到哪个状态、谁能办、依据什么、出什么文书、按钮上写什么。

    ``on_the_spot_from`` and ``on_the_spot_by`` widen the move for on-the-spot items (即办件), which one officer may take
    from receipt to licence in one sitting (行政许可法 第三十四条第二款). ``without_result_from`` widens it for items that
    end without a certificate; ``makes_result`` moves exist only where there is one to make.
    """

    came_from: frozenset[CaseState]
    goes_to: CaseState
    done_by: frozenset[Hand]
    law: str
    button: str
    document: DocumentKind | None = None
    on_the_spot_from: frozenset[CaseState] = frozenset()
    on_the_spot_by: frozenset[Hand] = frozenset()
    without_result_from: frozenset[CaseState] = frozenset()
    makes_result: bool = False

    def starts(self, *, on_the_spot: bool, has_result: bool = True) -> frozenset[CaseState]:
        """可以从哪些状态出发：看是不是即办件、有没有要制的证。"""
        if self.makes_result and not has_result:
            return frozenset()
        wider = self.on_the_spot_from if on_the_spot else frozenset()
        return self.came_from | wider | (frozenset() if has_result else self.without_result_from)

    def hands(self, *, on_the_spot: bool) -> frozenset[Hand]:
        """谁可以办。"""
        return self.done_by | (self.on_the_spot_by if on_the_spot else frozenset())


def _states(*states: CaseState) -> frozenset[CaseState]:
    return frozenset(states)


def _hands(*hands: Hand) -> frozenset[Hand]:
    return frozenset(hands)


S, H, D = CaseState, Hand, DocumentKind

MOVES: dict[Act, Move] = {
    Act.RECEIVE: Move(
        _states(),
        S.SUBMITTED,
        _hands(H.APPLICANT, H.INTAKE),
        "行政许可法 第二十九条、第三十二条",
        "收件",
        D.RECEIPT,
    ),
    Act.ASK_SUPPLEMENT: Move(
        _states(S.SUBMITTED),
        S.CORRECTING,
        _hands(H.INTAKE),
        "行政许可法 第三十二条第一款第四项",
        "一次性告知补正",
        D.SUPPLEMENT_NOTICE,
    ),
    Act.SUPPLEMENT: Move(
        _states(S.CORRECTING),
        S.SUBMITTED,
        _hands(H.APPLICANT, H.INTAKE),
        "行政许可法 第三十二条第一款第四项",
        "提交补正",
    ),
    Act.ACCEPT: Move(
        _states(S.SUBMITTED),
        S.ACCEPTED,
        _hands(H.INTAKE),
        "行政许可法 第三十二条第一款第五项",
        "受理",
        D.ACCEPTANCE,
    ),
    Act.DEEM_ACCEPTED: Move(
        _states(S.SUBMITTED),
        S.ACCEPTED,
        _hands(H.CLOCK),
        "行政许可法 第三十二条第一款第四项",
        "视为受理",
        D.ACCEPTANCE,
    ),
    Act.DECLINE: Move(
        _states(S.SUBMITTED),
        S.DECLINED,
        _hands(H.INTAKE),
        "行政许可法 第三十二条第一款第二项",
        "不予受理",
        D.DECLINE,
    ),
    Act.REVIEW: Move(
        _states(S.ACCEPTED), S.REVIEWED, _hands(H.REVIEWER), "行政许可法 第三十四条", "提交审查意见"
    ),
    Act.GRANT: Move(
        _states(S.REVIEWED),
        S.GRANTED,
        _hands(H.DECIDER),
        "行政许可法 第三十八条第一款",
        "准予",
        D.GRANT,
        on_the_spot_from=_states(S.ACCEPTED),
        on_the_spot_by=_hands(H.INTAKE),
    ),
    Act.DENY: Move(
        _states(S.REVIEWED),
        S.DENIED,
        _hands(H.DECIDER),
        "行政许可法 第三十八条第二款",
        "不予许可",
        D.DENIAL,
        on_the_spot_from=_states(S.ACCEPTED),
        on_the_spot_by=_hands(H.INTAKE),
    ),
    Act.ISSUE: Move(
        _states(S.GRANTED),
        S.ISSUED,
        _hands(H.ISSUER),
        "行政许可法 第三十九条、第四十四条",
        "制证出件",
        on_the_spot_by=_hands(H.INTAKE),
        makes_result=True,
    ),
    Act.SERVE: Move(
        _states(S.ISSUED, S.DENIED),
        S.SERVED,
        _hands(H.ISSUER),
        "行政许可法 第四十四条",
        "送达",
        D.SERVICE_RETURN,
        on_the_spot_by=_hands(H.INTAKE),
        without_result_from=_states(S.GRANTED),
    ),
    Act.CLOSE: Move(
        _states(S.SERVED),
        S.CLOSED,
        _hands(H.ISSUER, H.CLOCK),
        "行政许可法 第四十四条",
        "办结",
        on_the_spot_by=_hands(H.INTAKE),
    ),
    Act.WITHDRAW: Move(
        _states(S.SUBMITTED, S.CORRECTING, S.ACCEPTED, S.REVIEWED),
        S.WITHDRAWN,
        _hands(H.APPLICANT),
        "申请人在决定作出前可以撤回申请（依申请行政的通例）",
        "撤回申请",
    ),
    Act.RETURN_BACK: Move(
        _states(S.CORRECTING),
        S.RETURNED,
        _hands(H.INTAKE, H.CLOCK),
        "逾期未补正的退件，不影响重新申请",
        "退件",
        D.RETURN_NOTICE,
    ),
}
