"""Where a slip is pointed at, to the character, in the files of a county that are no quarterly ledgers, and beside them.

``⟦`` and ``⟧`` stand around what is pointed at; there is no other complaint.
"""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from sitegen.checking import check, list_understood
from tests.worlds import FOLDER, OWN_ITEM, TODAY, World, small_county

VILLAGE = f"villages/{FOLDER}"
SETTINGS, REGIONS, OWN, CASES = "sitegen.yaml", "regions.csv", "catalogue/本县.yaml", "cases/990106103201.yaml"
PROFILE, ASSETS = f"{VILLAGE}/村情.yaml", f"{VILLAGE}/登记/资产.yaml"
QUARTER, LIST = f"{VILLAGE}/2026/2026年3季度.yaml", f"{VILLAGE}/2026/名单.csv"
CANTEEN = (
    OWN_ITEM
    + """\
  字段:
    花费: {类型: 金额}
    掌勺: {类型: 人名, 网上: 遮}
  表:
    菜:
      键: [菜名]
      行: {首: [菜名], 数: 价}
      栏:
        菜名: {类型: 文字}
        价: {类型: 金额}
  平衡:
    - 菜.价 = 花费
"""
)
MEALS = """\
期间: 2025年
公开日期: 2026-03-12
审核:
  - 村务监督委员会: 2026-03-10 同意
村民食堂:
  花费: 150
  菜: |
    菜名 | 价
    豆腐 | 150
    咸菜 |
村民意见和答复:
  意见:
    - 编号: 1
      提出日期: 2025-05-02
      意见: 路太窄
      答复: |
        先加宽两处，
        明年再修。
      答复日期: 2025-05-10
耕地地力保护补贴:
  名单: {表格: 名单.csv}
"""
PEOPLE = '序号,户主,村民小组,面积,标准,金额\n1,魏仕山,1组,3.7,95.00,351.50\n2,"汤庆民",1组,2.0,95.00,190.00\n'
THINGS = """\
- 编号: 1
  名称: 老戏台
  类别: 房屋建筑
  数量: 1
  地点: 村中
  原值: 100
  使用状态: 自用
- 编号: 2
  名称: 炒茶机
  类别: 机器设备
  数量: 4
  地点: 2组
  规格: 5吨
  原值: 200
  使用状态: 出租
"""
QUESTIONS = """\
- 编号: 2025-001
  提出: 2025-10-09
  问题: 路灯什么时候修？
  经过:
    - 步骤: 受理
      日期: 2025-10-10
      内容: 村里收到
    - {步骤: 答复, 日期: 2025-10-11, 内容: 修好了}
"""
LATER = date(2026, 10, 31)
YEAR, SHEETS = f"{VILLAGE}/2026/2025年.yaml", "导入/映射.yaml"
MAPPING = """\
村: {清溪: "990106103201"}
科目: {茶园绿化: {出账: 公益支出}, 农信社存款: 钱}
表样:
  - 名称: 银行日记账
    确认: 是
    事项: 资金收支
    表: 流水
    单位: 元
    借方是: 收入
    栏: {日期: 日期, 凭证字号: 凭证号, 摘要: 摘要, 借方: 借方, 贷方: 贷方, 制单人: 不用}
"""
SLIPS = [
    ("SYN-ALIGN", CASES, "      日期: 2025-10-10", "          ⟦日期⟧: 2025-10-10"),
    ("SYN-ALIGN", CASES, "    - 步骤: 受理\n", "      ⟦-⟧ 步骤: 受理\n"),
    ("SYN-ALIGN", YEAR, "      答复: |", "          ⟦答复⟧: |"),
    ("SYN-ALIGN", YEAR, "        先加宽两处，\n        明年再修。", "      ⟦先加宽两处，⟧\n      明年再修。"),
    ("SYN-TAB", YEAR, "    豆腐 | 150\n    咸菜 |", "⟦\t⟧豆腐 | 150\n    咸菜 |"),
    ("SYN-ALIGN", YEAR, "      答复日期:", "          ⟦答复日期⟧:"),
    ("SYN-FWBRACE", SHEETS, "科目: {茶园绿化", "不收: ⟦【⟧户籍号】\n科目: {茶园绿化"),
    ("SYN-MARKUP", YEAR, "明年再修。", "明年⟦&nbsp;⟧再修。"),
    ("FILE-PATH", CASES, "日期: 2025-10-11,", "佐证: '⟦D:\\照片\\灯.jpg⟧', 日期: 2025-10-11,"),
    ("SYN-BROKEN", CASES, "      内容: 村里收到", "      内容: 村里收到，\n      ⟦正在看⟧"),
    ("SYN-DASH", ASSETS, "- 编号: 2\n", "  ⟦编⟧号: 2\n"),
    ("SYN-STRAY", ASSETS, "  规格: 5吨", "  规格:⟦:⟧ 5吨"),
    ("SYN-STRAY", CASES, "日期: 2025-10-11, ", "日期: 2025-10-11,⟦,⟧ "),
    ("KEY-DUP", YEAR, "    咸菜 |\n", "    咸菜 |\n  ⟦菜⟧: 3\n"),
    ("KEY-FILL", SETTINGS, "主办单位: 石桥镇人民政府\n", "主办单位:⟦⟧\n"),
    ("SYN-DOCS", SETTINGS, "主办单位:", "⟦---⟧\n主办单位:"),
    ("CODE-RECORD", PROFILE, "编号: 1,", "编号: ⟦一⟧,"),
    ("KEY-DUP", PROFILE, "名称: 村委会}", "名称: 村委会}\n  - {编号: 2, 名称: ⟦村委会⟧}"),
    ("KEY-FILL", PROFILE, "公开电话: {村委会: 0000-8812345}", "公开电话:\n  村委会:⟦⟧"),
    ("CODE-REGION", PROFILE, "户数: 287\n", "前身: [{代码: ⟦99010610320⟧, 地址号: 103207, 名称: 下塘村}]\n"),
    ("CAT-KEY", OWN, "键: [菜名]", "键: [⟦菜单⟧]"),
    ("CAT-KEY", OWN, "首: [菜名]", "首: [⟦菜单⟧]"),
    ("CAT-KEY", OWN, "价: {类型: 金额}", "价: {类型: 金额, 不多于: ⟦原价⟧}"),
    ("CAT-LOOSE", OWN, "网上: 遮", "网上: ⟦全⟧"),
    ("CAT-VALUE", OWN, "网上: 遮", "网上: ⟦全部⟧"),
    ("SYN-FWCOLON", OWN, "价: {类型: 金额}", "价⟦：⟧{类型: 金额}"),
    ("SUM-EQUATION", YEAR, "花费: 150", "花费: ⟦105⟧"),
    ("KEY-UNKNOWN", YEAR, "  菜: |", "  ⟦菜菜⟧: |"),
    ("SYN-CELLS", LIST, ",3.7,95.00,351.50", ",3.7,95.00⟦;⟧351.50"),
    ("SYN-HEADBAR", LIST, "村民小组,面积", "村民小组⟦、⟧面积"),
    ("AMT-NEGATIVE", LIST, "351.50", "⟦-351.50⟧"),
    ("PER-TWICE", YEAR, "期间: 2025年\n", "期间: ⟦2026年⟧\n"),
    ("REV-DATE", YEAR, "2026-03-10 同意", "⟦2026-03-13⟧ 同意"),
    (
        "LINK-HOST",
        SETTINGS,
        "网址: https://gk.example.cn\n",
        "网址: https://gk.example.cn\n旧网址: [⟦https：//old.example.cn⟧]\n",
    ),
    ("SYN-ALIGN", YEAR, "      答复日期:", "        ⟦答复日期⟧:"),
    ("XLS-TARGET", SHEETS, "贷方: 贷方", "贷方: ⟦货方⟧"),
    ("KEY-CHOICE", SHEETS, "借方是: 收入", "借方是: ⟦收人⟧"),
    ("KEY-CHOICE", SHEETS, "出账: 公益支出", "出账: ⟦公盆支出⟧"),
    ("CODE-VILLAGE", SHEETS, '"990106103201"', '"⟦990106103209⟧"'),
    ("SYN-FWCOLON", SHEETS, "名称: 银行", "名称⟦：⟧银行"),
    ("SYN-ALIGN", CASES, "      内容: 村里收到\n", "      内容: |\n        村里收到\n        ⟦满意⟧: 满意\n"),
    ("KEY-UNKNOWN", PROFILE, "名称: 村委会}", "⟦叫法⟧: 村委会}"),
    ("CODE-PHONE", PROFILE, "村监会: 0000-8812346", "村监会: ⟦0000-8812346转⟧"),
    ("CODE-PHONE", PROFILE, "村监会: 0000-8812346", "村监会: ⟦0000-881234⟧"),
    ("KEY-UNKNOWN", ASSETS, "  原值: 200", "  ⟦总价⟧: 200"),
    ("KEY-UNKNOWN", ASSETS, "- 编号: 2", "- ⟦编：号⟧: 2"),
    ("SYN-KEY", PROFILE, "公开电话: {村委会: 0000-8812345}", "公开电话: {村委会⟦;⟧ 0000-8812345}"),
    ("SYN-FLOW", CASES, "日期: 2025-10-11, 内容: 修好了", "日期: 2025-10-11⟦内容⟧: 修好了"),
    ("SYN-FWBRACE", PROFILE, "名称: 村委会}", "名称: 村委会⟦）⟧"),
    ("REV-TEXT", YEAR, "2026-03-10 同意", "2026-03-10 同意 ⟦校验妈 7K3Q⟧"),
    ("REV-TEXT", YEAR, "2026-03-10 同意", "2026-03-10 同意 ⟦7K3Q⟧"),
    ("SYN-COMMA", CASES, "内容: 修好了}", "内容: 修好了⟦, 都亮了⟧}"),
    ("SYN-BRACKET", CASES, "- {步骤: 答复", "- ⟦(⟧步骤: 答复"),
    (
        "SYN-BRACKET",
        PROFILE,
        "监督电话: {村监会: 0000-8812346}",
        "监督电话: ⟦村⟧监会: 0000-8812346, 镇里: 0000-8812347}",
    ),
    (
        "SYN-BRACKET",
        CASES,
        "- {步骤: 答复, 日期: 2025-10-11, 内容: 修好了}",
        "- ⟦{步骤: 答复, 日期: 2025-10-11, 内容: 修好了⟧",
    ),
    ("SYN-STRAY", CASES, "内容: 修好了}", "内容: 修好了}⟦；⟧"),
    ("SYN-DASH", CASES, "- {步骤: 答复", "⟦2.⟧ {步骤: 答复"),
    ("SYN-DASH", CASES, "- {步骤: 答复", "⟦--⟧ {步骤: 答复"),
    ("SYN-QUOTE", CASES, "内容: 修好了}", '内容: ⟦"修好了⟧}'),
    ("SYN-TAB", CASES, "      内容: 村里收到\n", "⟦\t⟧内容: 村里收到\n"),
    ("CAT-NUMBER", OWN, '"801"', '"⟦021⟧"'),
    ("CAT-NUMBER", OWN, '"801"', '"⟦1801⟧"'),
    ("KEY-CHOICE", SHEETS, "农信社存款: 钱", "农信社存款: ⟦前⟧"),
    ("KEY-UNKNOWN", SHEETS, "{出账: 公益", "{⟦出帐⟧: 公益"),
    ("KEY-CHOICE", SHEETS, "表样:\n", "细目: {绿化费: ⟦杂项⟧}\n表样:\n"),
    ("XLS-ASK", SHEETS, "贷方: 贷方", '贷方: "⟦?⟧"'),
    ("SYN-CELLS", REGIONS, "990106,", "990106⟦\t⟧"),
    ("SYN-JOINED", PROFILE, "名称: 村委会}", "名称: 村委会} ⟦- {编号: 2, 名称: 合作社}⟧"),
    ("SYN-JOINED", ASSETS, "  规格: 5吨\n  原值: 200", "  规格: 5吨, ⟦原值: 200⟧"),
    ("SYN-STRAY", PROFILE, "公开电话: {村委会: 0000-8812345}", "公开电话:\n  村委会:⟦:⟧ 0000-8812345"),
    ("SYN-STRAY", ASSETS, "- 编号: 2\n", "⟦-----⟧\n- 编号: 2\n"),
    ("ENC-HIDDEN", ASSETS, "  规格: 5吨", "  规格⟦\u00a0⟧: 5吨"),
    ("ENC-HIDDEN", YEAR, "    豆腐 | 150", "    豆⟦\u200b⟧腐 | 150"),
    ("SYN-QUOTE", SETTINGS, "主办单位: 石桥镇人民政府", '主办单位: ⟦＂石桥镇人民政府"⟧'),
    ("SYN-BROKEN", PROFILE, "户数: 287", "户\n⟦数⟧: 287"),
    (
        "SYN-BRACKET",
        CASES,
        "- {步骤: 答复, 日期: 2025-10-11, 内容: 修好了}",
        "- ⟦{⟧{步骤: 答复, 日期: 2025-10-11, 内容: 修好了}}",
    ),
    ("SYN-STRAY", CASES, "内容: 修好了}", "内容: 修好了⟦，⟧}"),
    ("SYN-DASH", PROFILE, "  - {编号: 1,", "  ⟦◆⟧ {编号: 1,"),
    (
        "SYN-BRACKET",
        CASES,
        "- {步骤: 答复, 日期: 2025-10-11, 内容: 修好了}\n",
        "- ⟦{步骤: 答复, 日期: 2025-10-11, 内容: 修好了⟧",
    ),
    ("KEY-DUP", CASES, "      日期: 2025-10-10\n", "      日期: 2025-10-10\n      ⟦日期⟧: 2025-10-10\n"),
    ("CODE-LOST", REGIONS, "990106103,", "⟦9.90106E+08⟧,"),
    ("FILE-CASE", YEAR, "{表格: 名单.csv}", "{表格: ⟦名单.CSV⟧}"),
    ("FILE-PATH", ASSETS, "规格: 5吨", "附件: [{文件: ⟦https://pan.example.cn/机器.jpg⟧, 已遮盖: 是}]"),
    ("SYN-MARKUP", YEAR, "明年再修。", "明年修⟦${长度}⟧米。"),
    ("SYN-MARKUP", YEAR, "明年再修。", "明年修⟦____⟧米。"),
    ("PII-CONTACT", YEAR, "明年再修。", "明年再修，问微信⟦wx_lihua88⟧。"),
    ("AMT-ABOUT", YEAR, "花费: 150", "花费: ⟦近150元⟧"),
    ("SYN-CELLS", YEAR, "豆腐 | 150", "豆腐 ⟦l⟧ 150"),
    ("SYN-CELLS", QUARTER, "记-014 | 公益支出", "记-014 ⟦、⟧ 公益支出"),
    ("SYN-CELLS", QUARTER, "记-014 | 公益支出", "记-014 ⟦，⟧ 公益支出"),
    ("SYN-CELLS", QUARTER, "记-014 | 公益支出", "记-014 ⟦I⟧ 公益支出"),
    ("PER-MISSING", YEAR, "期间: 2025年", "期间:⟦⟧"),
    ("KEY-CHOICE", YEAR, "村务监督委员会: 2026-03-10", "⟦村委会⟧: 2026-03-10"),
    ("KEY-CHOICE", YEAR, "村务监督委员会: 2026-03-10", "⟦报账员⟧: 2026-03-10"),
    ("KEY-CHOICE", YEAR, "村务监督委员会: 2026-03-10", "⟦村务监睹委员会⟧: 2026-03-10"),
    ("KEY-CHOICE", YEAR, "村务监督委员会: 2026-03-10", "⟦村务监督委员⟧: 2026-03-10"),
    ("PII-ADDRESS", YEAR, "明年再修。", "明年再修，家住⟦幸福路12号⟧。"),
    ("PII-ADDRESS", YEAR, "先加宽两处，", "先加宽⟦青石路88号⟧门前，"),
    ("CODE-PHONE", PROFILE, "村监会: 0000-8812346", "村监会: ⟦0000-88l2346⟧"),
    ("SYN-FLOW", CASES, "步骤: 答复, 日期", "步骤: 答复 ⟦/⟧ 日期"),
    ("SYN-DASH", PROFILE, "  - {编号: 1,", "  ⟦→⟧ {编号: 1,"),
    ("SYN-TAB", CASES, "- {步骤: 答复", "-⟦\t⟧{步骤: 答复"),
    ("SYN-KEY", CASES, "日期: 2025-10-11, 内容: 修好了", "日期: 2025-10-11, 内容 ⟦-⟧ 修好了"),
    ("KEY-FILL", CASES, "日期: 2025-10-11, 内容", "日期:⟦⟧, 内容"),
    ("SYN-KEY", ASSETS, "  数量: 4", "  数量⟦4⟧"),
    ("SYN-DASH", ASSETS, "- 编号: 1\n", "⟦编⟧号: 1\n"),
    ("SYN-DASH", ASSETS, "- 编号: 1\n", "  ⟦编⟧号: 1\n"),
    ("SYN-STRAY", CASES, "内容: 修好了}", "内容: 修好了}⟦)⟧"),
    ("SYN-KEY", ASSETS, "  使用状态: 出租", "  使用状态⟦ ⟧出租"),
    ("SYN-KEY", ASSETS, "  使用状态: 出租", "  使用状态 ⟦＝⟧出租"),
    ("SYN-KEY", PROFILE, "公开电话: {", "公开电话⟦ ⟧{"),
    ("SYN-KEY", PROFILE, "公开电话: {村委会: 0000-8812345}", "公开电话: {村委会: 0000-8812345}\n情况:\n  地势⟦ ⟧丘陵"),
    ("SYN-QUOTE", ASSETS, "名称: 炒茶机", '名称: "炒茶"⟦机⟧'),
    ("SYN-QUOTE", CASES, "内容: 修好了}", '内容: "修"⟦好了⟧}'),
    ("SYN-ALIGN", YEAR, "        明年再修。", "⟦明年再修。⟧"),
    ("SYN-FWCOMMA", CASES, "步骤: 答复, 日期: 2025-10-11, 内容", "步骤: 答复⟦，⟧日期: 2025-10-11，内容"),
    ("SYN-FWCOLON", YEAR, "  名单: {表格: 名单.csv}", "  名单:\n    表格⟦：⟧名单.csv"),
    ("SYN-BRACKET", PROFILE, "监督电话: {村监会", "监督电话: ⟦[⟧村监会"),
    ("SYN-COMMA", PROFILE, "名称: 村委会}", "名称: 村委会⟦,账⟧,账,账}"),
    ("DATE-NONE", ASSETS, "  数量: 4\n", "  数量: 4\n  购建日期: ⟦9月31日⟧\n"),
    ("FILE-PATH", YEAR, "{表格: 名单.csv}", "{表格: ⟦../名单.csv⟧}"),
    ("FILE-PATH", YEAR, "{表格: 名单.csv}", "{表格: '⟦C:\\村务\\名单.csv⟧'}"),
    ("FILE-NAME", ASSETS, "规格: 5吨", "附件: [{文件: ⟦票据/con.jpg⟧, 已遮盖: 是}]"),
    ("SYN-MARKUP", YEAR, "明年再修。", "明年再修，看![图](⟦data:text/html,x⟧)。"),
    ("SYN-MARKUP", YEAR, "明年再修。", "明年再修 ⟦JavaScript:alert(1⟧)"),
    ("SYN-MARKUP", YEAR, "明年再修。", "明年再修[图](⟦VBScript:x⟧)"),
    ("KEY-TYPE", YEAR, "  菜: |\n    菜名 | 价\n    豆腐 | 150\n    咸菜 |\n", "  菜: ⟦豆腐和咸菜⟧\n"),
    ("PII-PHONE", YEAR, "明年再修。", "明年再修，打⟦+86 138 1234 5678⟧。"),
    ("PII-CONTACT", YEAR, "明年再修。", "明年再修，写到⟦li.hua@post.example.cn⟧。"),
    ("PII-ID", YEAR, "明年再修。", "明年再修，找⟦990106196504123013⟧。"),
    ("KEY-MISSING", QUARTER, "  期末余额: 4400.00\n", "  ⟦银⟧行存款: 4400.00\n  现金: 0\n"),
    ("SYN-STRAY", PROFILE, "户数: 287\n", "⟦-⟧ 户数: 287\n"),
    ("SYN-STRAY", ASSETS, "  规格: 5吨\n", "  ⟦-⟧ 规格: 5吨\n"),
    ("SYN-STRAY", YEAR, "  花费: 150\n  菜: |", "  ⟦-⟧ 花费: 150\n  菜: |"),
    ("SYN-STRAY", PROFILE, "户数: 287\n", "⟦?⟧ 户数: 287\n"),
    ("SYN-STRAY", ASSETS, "  规格: 5吨\n", "  ⟦?⟧ 规格: 5吨\n"),
    ("SYN-STRAY", PROFILE, "账套:\n", "账套:\n  ⟦-⟧\n"),
    ("SYN-STRAY", CASES, "  经过:\n", "  经过:\n    ⟦-⟧\n"),
    ("SYN-STRAY", YEAR, "村民食堂:\n", "村民食堂: ⟦村里办的⟧\n"),
    ("SYN-STRAY", CASES, "  经过:\n", "  经过: ⟦两步⟧\n"),
    ("SYN-STRAY", PROFILE, "账套:\n", "账套: ⟦一本⟧\n"),
    ("SYN-JOINED", PROFILE, "名称: 村委会}", "名称: 村委会} ⟦{编号: 2, 名称: 合作社}⟧"),
    ("SYN-JOINED", PROFILE, "名称: 村委会}", "名称: 村委会}，⟦{编号: 2, 名称: 合作社}⟧"),
    ("SYN-KEY", PROFILE, "户数: 287\n", "⟦<<<<<<< HEAD⟧\n户数: 287\n"),
    ("SYN-KEY", ASSETS, "  规格: 5吨\n", "⟦第 3 页 共 12 页⟧\n  规格: 5吨\n"),
    ("SYN-KEY", YEAR, "村民意见和答复:\n", "⟦—— 村务 ——⟧\n村民意见和答复:\n"),
    ("SYN-KEY", YEAR, "村民意见和答复:\n", "⟦// 村务⟧\n村民意见和答复:\n"),
    ("SYN-FWBRACE", PROFILE, "账套:\n  - {编号: 1, 名称: 村委会}", "账套: ⟦【⟧{编号: 1, 名称: 村委会}】"),
    ("ENC-HIDDEN", ASSETS, "  使用状态: 出租", "  使用⟦\u00a0⟧状态: 出租"),
    ("SYN-MARKUP", SETTINGS, "主办单位: 石桥镇人民政府", "主办单位: ⟦${镇}⟧人民政府"),
    ("SYN-START", SETTINGS, "主办单位: 石桥镇人民政府", "主办单位: ⟦{{单位}}⟧"),
    (
        "SYN-CONTINUE",
        YEAR,
        "村民意见和答复:\n",
        "  说明:\n    豆腐是村里磨的。\n\n    ⟦咸菜是送的。⟧\n村民意见和答复:\n",
    ),
    ("SYN-STRAY", YEAR, "村民意见和答复:\n", "⟦- 2 -⟧\n村民意见和答复:\n"),
    ("KEY-DUP", YEAR, "    菜名 | 价\n", "    菜名 | ⟦菜名⟧\n"),
    ("SYN-STRAY", SETTINGS, "电话: {镇里: 0000-8856789}", "电话: ⟦值班⟧\n  镇里: 0000-8856789\n  民政: 0000-8856790"),
    ("KEY-FILL", SETTINGS, "网址: https://gk.example.cn", "网址:⟦⟧"),
    ("DATE-NONE", YEAR, "2026-03-10 同意", "⟦2026-03-40⟧ 同意"),
    ("DATE-SHORT", YEAR, "2026-03-10 同意", "⟦26-03-10⟧ 同意"),
    ("DATE-BACKWARDS", YEAR, "公开日期: 2026-03-12", "公开日期: ⟦2062-03-12⟧\n公示至: 2026-03-30"),
    ("AMT-NEGATIVE", ASSETS, "数量: 4", "数量: '⟦-4⟧'"),
    ("SUM-BALANCE", QUARTER, "期末余额: 4400.00", '期末余额: "⟦4040.00⟧"'),
    ("SUM-EQUATION", LIST, ",95.00,351.50", ',95.00,"⟦315.50⟧"'),
    ("PER-OUTSIDE", QUARTER, "日期: 7月3日", '日期: "⟦1月3日⟧"'),
    ("PER-TEXT", YEAR, "期间: 2025年", "期间: '⟦去年⟧'"),
    ("KEY-COLUMN", LIST, "面积,标准,金额", "面积,标准,⟦金额（万元）⟧"),
]
GOOD = [
    (YEAR, "    豆腐 | 150\n    咸菜 |\n", "    豆腐 | 150\n    菜名 | 价\n    咸菜 |\n"),
    (YEAR, "    豆腐 | 150\n    咸菜 |\n", "    豆腐 | 150\n  # 以下是送的\n    咸菜 |\n"),
    (YEAR, "    豆腐 | 150\n    咸菜 |\n", "    豆腐 | 150\n# 以下是送的\n\n# 没有花钱\n    咸菜 |\n"),
    (LIST, '2,"汤庆民"', '序号,户主,村民小组,面积,标准,金额\n2,"汤庆民"'),
]


def county(root: Path) -> World:
    world = small_county(root).write(OWN, CANTEEN).write(YEAR, MEALS).write(LIST, PEOPLE)
    world.write(
        f"{VILLAGE}/2026/2026年.yaml",
        "期间: 2026年\n公开日期: 2026-03-12\n" + MEALS.partition("12\n")[2].partition("耕地")[0],
    )
    return world.write(ASSETS, THINGS).write(CASES, QUESTIONS).write(SHEETS, MAPPING)


def found_in(root: Path) -> set[tuple[str, str, int, int, int]]:
    report = check(root, TODAY)
    assert report.faults == ()
    places = ((each.code, each.place) for each in report.diagnostics if each.code != "LATE-DUE")
    return {(code, place.file, place.line, place.column, place.end_column) for code, place in places}


@pytest.mark.parametrize(("code", "file", "old", "new"), SLIPS, ids=[f"{n}-{slip[0]}" for n, slip in enumerate(SLIPS)])
def test_a_slip_is_pointed_at_to_the_character(tmp_path: Path, code: str, file: str, old: str, new: str) -> None:
    world = county(tmp_path)
    before = found_in(tmp_path)
    world.change(file, old, new)
    marked = (tmp_path / file).read_text(encoding="utf-8")
    (tmp_path / file).write_text(re.sub("[⟦⟧]", "", marked), encoding="utf-8")
    head, _, rest = marked.partition("⟦")
    line, column = head.count("\n") + 1, len(head.rpartition("\n")[2]) + 1
    place = (code, file, line, column, column + rest.index("⟧"))
    assert found_in(tmp_path) - before == {place}


@pytest.mark.parametrize(("file", "old", "new"), GOOD)
def test_heads_of_further_pages_and_shallow_remarks_are_no_rows(tmp_path: Path, file: str, old: str, new: str) -> None:
    world = county(tmp_path)
    before = {(code, path) for code, path, *_ in found_in(tmp_path)}
    world.change(file, old, new)
    assert {(code, path) for code, path, *_ in found_in(tmp_path)} == before


def test_a_remark_with_bars_between_rows_is_still_a_row_taken_out(tmp_path: Path) -> None:
    world = county(tmp_path)
    before = found_in(tmp_path)
    world.change(YEAR, "    豆腐 | 150\n", "    豆腐 | 150\n  # 咸鱼 | 3\n")
    codes = [(code, line) for code, file, line, *_ in found_in(tmp_path) - before if file == YEAR]
    assert [line for code, line in codes if code == "SYN-ROW"] == [10]


def test_a_blank_inside_the_name_of_an_item_is_what_is_wrong_with_it(tmp_path: Path) -> None:
    world = county(tmp_path)
    before = found_in(tmp_path)
    world.change(QUARTER, "资金收支:", "资金\u00a0收支:")
    new = [(code, column) for code, file, _, column, _ in found_in(tmp_path) - before if file == QUARTER]
    assert new == [("ENC-HIDDEN", 3)]


def test_what_is_nearly_named_is_neither_late_nor_unreviewed(tmp_path: Path) -> None:
    world = county(tmp_path).change(PROFILE, "户数: 287", "起始: 2026年3季度\n户数: 287")
    late = {each.values for each in check(tmp_path, LATER).diagnostics if each.code in ("LATE-DUE", "REV-NONE")}
    world.change(QUARTER, "资金收支:", "资金收攴:")
    world.change(YEAR, "审核:", "审合:")
    found = check(tmp_path, LATER).diagnostics
    assert late
    assert {each.values for each in found if each.code in ("LATE-DUE", "REV-NONE")} == late
    assert [each.code for each in found].count("KEY-ITEM") == 2


def test_a_text_goes_on_behind_what_only_looks_like_a_second_name(tmp_path: Path) -> None:
    world = county(tmp_path)
    world.change(YEAR, "村民意见和答复:\n", "村民意见和答复: 本期无发生\n  说明: 没有\n")
    found = [(code, line, column) for code, file, line, column, _ in found_in(tmp_path) if file == YEAR]
    assert ("KEY-DUP", 12, 3) not in found


def test_a_day_with_a_point_is_read_and_said(tmp_path: Path) -> None:
    """Decision 132."""
    small_county(tmp_path).change(QUARTER, "7月15日", "7.15")
    understood = [(each.code, dict(each.values)["understood"]) for each in list_understood(tmp_path, TODAY)]
    assert ("DATE-READ", "2026-07-15") in understood
    assert not any("DATE" in code for code, *_ in found_in(tmp_path))


def test_an_empty_cell_of_a_sheet_is_pointed_at(tmp_path: Path) -> None:
    book, sheet = Workbook(), BytesIO()
    page = book.worksheets[0]
    page.title = "明细"
    for row in (
        ["序号", "户主", "村民小组", "面积", "标准", "金额"],
        [1, "魏仕山", "1组", 3.7, 95, 351.5],
        [2, "汤庆民", "1组", 2, 95, None],
    ):
        page.append(row)
    book.save(sheet)
    world = county(tmp_path).write(LIST.replace(".csv", ".xlsx"), sheet.getvalue())
    world.change(YEAR, "{表格: 名单.csv}", "{表格: 名单.xlsx}")
    cells = [(each.code, each.place.cell) for each in check(tmp_path, TODAY).diagnostics if each.place.cell]
    assert cells == [("KEY-MISSING", "明细!F3")]


def test_work_is_accepted_after_it_is_done(tmp_path: Path) -> None:
    project = (
        "- {编号: 1, 名称: 修渠, 资金来源: 村里, 承建单位: 清溪建筑队, 决策会议: 村民代表会议, 已付: 0, 现状: 完工,\n"
        "   开工: 2026-03-01, 完工: 2026-06-01, 验收日期: 2026-05-01}\n"
    )
    path = f"{VILLAGE}/登记/项目.yaml"
    county(tmp_path).write(path, project)
    assert ("DATE-BACKWARDS", path, 2, 42, 52) in found_in(tmp_path)


def test_a_number_is_wrong_where_it_is_another_village_s_own(tmp_path: Path) -> None:
    profile = (tmp_path / county(tmp_path).root / PROFILE).read_text(encoding="utf-8").replace("103201", "103202")
    World(tmp_path).write(PROFILE, profile).village(profile, "990106103202-梨园村")
    assert ("CODE-TWICE", PROFILE, 1, 6, 12) in found_in(tmp_path)


def test_the_head_of_a_register_is_no_one_s_to_change(tmp_path: Path) -> None:
    small_county(tmp_path).change("links/answered.csv", "日期,网址", "日子,网址")
    assert ("LINK-CHAIN", "links/answered.csv", 1, 1, 12) in found_in(tmp_path)


def test_other_ways_to_write_a_number_and_a_holiday_are_read(tmp_path: Path) -> None:
    world = county(tmp_path)
    before = found_in(tmp_path)
    world.change(PROFILE, "0000-8812345", "0000 8812345 转 802")
    world.write(
        "holidays.yaml", "- {年: 2026, 放假: [1月1日-1月3日, 5月1日至5月5日, 10月1日~10月7日], 上班: [1月4日]}\n"
    )
    assert found_in(tmp_path) == before


def test_a_reviewer_beside_the_committee_may_be_anybody(tmp_path: Path) -> None:
    world = county(tmp_path)
    before = found_in(tmp_path)
    world.change(YEAR, "审核:\n", "审核:\n  - 村委会: 2026-03-09 同意\n")
    assert found_in(tmp_path) == {(code, file, line + (file == YEAR), *rest) for code, file, line, *rest in before}


def test_a_row_names_accounts_of_the_village(tmp_path: Path) -> None:
    world = county(tmp_path)
    before = found_in(tmp_path)
    text = (tmp_path / QUARTER).read_text(encoding="utf-8")
    rows = ["民主理财审核:", "  查账:"]
    rows += [
        f"    - {{审核日期: 9月{day}日, 账套: {name}, 结论: 同意}}"
        for day, name in enumerate(("村委会", "全部", "村委员"), 1)
    ]
    world.write(QUARTER, text + "\n".join(rows) + "\n")
    ((code, _, line, column, _),) = found_in(tmp_path) - before
    assert (code, line, column) == ("REF-ACCOUNT", text.count("\n") + 5, 24)


def test_a_ledger_of_three_months_under_one_is_said_once(tmp_path: Path) -> None:
    world = county(tmp_path)
    text = (tmp_path / QUARTER).read_text(encoding="utf-8")
    rows = [f"    - {{日期: {month}月{day}日, 事项: 看账{month}{day}}}" for month in (7, 8, 9) for day in (1, 2, 3, 4)]
    world.write(QUARTER, text + "\n".join(["村务监督:", "  监督:", *rows]) + "\n")
    before = found_in(tmp_path)
    world.change(QUARTER, "期间: 2026年3季度", "期间: 2026年7月")
    assert [code for code, file, *_ in found_in(tmp_path) - before if file == QUARTER].count("PER-OUTSIDE") == 1
