"""密码的拒绝：算法不识、密钥缺失、密文不符 (the refusals of cryptography; none of them ever carries key material)."""

from tongban.foundation.refusal import Refusal


class AlgorithmUnknown(Refusal):
    """算法不识：代号不在本机密码模块所列之内。"""

    code = "crypto.algorithm_unknown"
    says = "本机密码模块没有算法“{algorithm}”"
    next_step = "请核对配置中的算法代号，或换用提供该算法的密码模块"


class ProviderUnknown(Refusal):
    """密码模块不识：没有以此名登记的密码模块。"""

    code = "crypto.provider_unknown"
    says = "没有登记名为“{provider}”的密码模块"
    next_step = "请核对配置中的密码模块名称"


class KeyMissing(Refusal):
    """密钥缺失：数据指名的密钥不在密钥环里。"""

    code = "crypto.key_missing"
    says = "密钥环里没有密钥“{key_id}”"
    next_step = "请从密钥备份中恢复该密钥后再试，切勿另造同名密钥"


class KeyStillCurrent(Refusal):
    """现用密钥不得销毁：先轮换、重封，再销毁。"""

    code = "crypto.key_still_current"
    says = "密钥“{key_id}”正在使用，不能销毁"
    next_step = "请先轮换密钥并重封全部数据"


class KeysExposed(Refusal):
    """密钥外露：密钥文件可被本账户以外的人读写。"""

    code = "crypto.keys_exposed"
    says = "密钥文件 {name} 的权限为 {mode}，本账户以外的人也能读写"
    next_step = "请查明有无泄露，再将权限改为 0600"


class KeyRingDamaged(Refusal):
    """密钥环损坏：文件读不出完整的密钥环。"""

    code = "crypto.keyring_damaged"
    says = "密钥环文件已损坏，无法读取"
    next_step = "请从密钥备份中恢复密钥环文件，切勿删除后重新生成"


class SealBroken(Refusal):
    """密文不符：内容被改动过，或被搬到了别的记录、别的字段。"""

    code = "crypto.seal_broken"
    says = "密文打不开：{place} 的内容被改动过，或不属于这里"
    next_step = "请勿继续使用该数据，并报告安全管理员"
