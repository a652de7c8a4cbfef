"""文书的拒绝：缺字、缺字体、签名人不全 (the refusals of documents)."""

from tongban.foundation.refusal import Refusal


class GlyphsMissing(Refusal):
    """缺字：字库里没有这个字，宁可不出具，也不把人名印成方框。"""

    code = "documents.glyphs_missing"
    says = "字库中没有下列字，不能出具文书：{characters}"
    next_step = "请管理员在字体文件夹中补充含有这些字的字体，再出具文书"


class FontsMissing(Refusal):
    """缺字体：字体文件夹里没有可用的字体。"""

    code = "documents.fonts_missing"
    says = "字体文件夹 {folder} 中没有可用的字体"
    next_step = "请先按安装说明取回字体，或用 FONTS_DIR 指定另一个字体文件夹"


class AuthorityDamaged(Refusal):
    """签发证书损坏：证书或私钥文件读不出来。"""

    code = "documents.authority_damaged"
    says = "文书签名证书文件 {name} 已损坏，无法读取"
    next_step = "请从密钥备份中恢复该文件，切勿删除后重新生成"
