"""遮掩：看得出是谁的大概，看不出是谁。"""

import pytest

from tongban.rooms.people.rules import masking


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("李小敏", "李*敏"),
        ("欧阳娜娜", "欧**娜"),
        ("欧阳", "欧*"),
        ("张", "*"),
        ("", ""),
        (" 张三 ", "张*"),
        ("买买提·艾力", "买**·**"),
        ("阿卜杜热合曼·买买提", "阿***·***"),
        ("古丽巴哈尔·阿不都热依木·吐尔逊江·艾合买提", "古***·***·***·***"),
        ("尼玛次仁旺堆多吉扎西顿珠格桑平措罗布丹增达瓦", "尼***瓦"),
        ("𬭎𠮷", "𬭎*"),
        ("王㑇䶮", "王*䶮"),
        ("𠮷野𬭎", "𠮷*𬭎"),
        ("葛\U000e0100\U000e0101城", "葛\U000e0100\U000e0101*"),
        ("辻\U000e0101小敏", "辻\U000e0101*敏"),
        ("John Smith", "J*** ***"),
    ],
)
def test_a_name_keeps_its_first_and_from_three_characters_its_last(name, masked):
    assert masking.mask_name(name) == masked


def test_a_masked_name_never_cuts_a_character_in_two():
    shown = masking.mask_name("𬭎𠮷𫟹")
    assert (shown, shown.encode().decode()) == ("𬭎*𫟹", "𬭎*𫟹")


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("360102199003070011", "3****************1"),
        ("99010219880615007X", "9****************X"),
        ("E12345678", "E*******8"),
        ("12", "**"),
        ("1", "*"),
        ("", ""),
    ],
)
def test_an_identity_number_keeps_one_and_one(number, masked):
    assert masking.mask_id_no(number) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812345678", "138****5678"),
        ("0571-88001234", "***********34"),
        ("12345", "***45"),
        ("12", "**"),
        ("", ""),
    ],
)
def test_a_mobile_keeps_three_and_four_and_any_other_number_two(phone, masked):
    assert masking.mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("X省X市X区城关镇幸福路12号3单元", "X省X市X区城关镇****"),
        ("X市X区城关街道钟楼社区文庙街12号2单元301室", "X市X区城关街道****"),
        ("X市X区青山镇松树岭村三组14号", "X市X区青山镇****"),
        ("浙江省宁波市镇海区骆驼街道某路1号", "浙江省宁波市镇海区骆驼街道****"),
        ("江苏省镇江市京口区四牌楼街道某路1号", "江苏省镇江市京口区四牌楼街道****"),
        ("河南省新乡市卫滨区南桥街道办事处某路1号", "河南省新乡市卫滨区南桥街道办事处****"),
        ("北京市海淀区中关村大街27号", "北京市海淀区****"),
        ("内蒙古自治区锡林郭勒盟东乌珠穆沁旗额吉淖尔镇某嘎查", "内蒙古自治区锡林郭勒盟东乌珠穆沁旗额吉淖尔镇****"),
        ("X市X区幸福路12号新镇小区3栋", "X市X区****"),
        ("不知道在哪里1号", "****"),
        ("", ""),
    ],
)  # fmt: skip
def test_an_address_is_shown_down_to_its_township(address, masked):
    assert masking.mask_address(address) == masked


def test_the_name_of_a_legal_person_is_public_and_shown_whole():
    assert masking.mask_legal_name("X区春山餐饮有限公司") == "X区春山餐饮有限公司"
