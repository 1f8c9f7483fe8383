"""The rest of the planted irregularities: vouchers, contracts, works, labour, benefits, debts, questions, lists from outside."""

# ruff: noqa: E501 - a row of a ledger or a list stands on one line

from __future__ import annotations

from tests.planted import CONTRACT, HEAD, PROFILE, PROJECT, Q3, Plant, cash, contract, projects

Q2 = "2026/2026年2季度.yaml"
HEAD2 = HEAD.replace("3季度", "2季度").replace("2026-10", "2026-07")


def slips(columns: str, *rows: str, side: str = "出账") -> dict[str, str]:
    """A quarter whose rows have more columns: 日期|凭证号|类别|摘要|… and 金额 last."""
    sums = sum(int(row.rpartition("|")[2]) for row in rows)
    left = 900000 - sums if side == "出账" else 900000 + sums
    lines = "".join(f"    {row}\n" for row in (f"日期|凭证号|类别|摘要|{columns}|金额", *rows))
    return {Q3: f"{HEAD}资金收支:\n  期初余额: 900000\n  {side}: |\n{lines}  期末余额: {left}\n"}


def labour(*rows: str) -> dict[str, str]:
    return {
        Q3: HEAD + "误工补贴:\n  误工: |\n    日期|姓名|事由|天数|标准|金额\n" + "".join(f"    {row}\n" for row in rows)
    }


def people(item: str, columns: str, *rows: str, head: str = HEAD, more: str = "") -> str:
    return head + f"{item}:\n{more}  名单: |\n    {columns}\n" + "".join(f"    {row}\n" for row in rows)


def relief(*rows: str) -> dict[str, str]:
    return {Q3: people("最低生活保障", "序号|户主|村民小组|人口|金额|起始月份", *rows)}


def subsidy(*rows: str) -> dict[str, str]:
    """耕地补贴 of a year: 序号|户主|村民小组|面积|标准|金额."""
    head = HEAD.replace("2026年3季度", "2025年")
    return {"2025/耕地.yaml": people("耕地地力保护补贴", "序号|户主|村民小组|面积|标准|金额", *rows, head=head)}


def owed(amount: int, head: str = HEAD) -> str:
    return (
        f"{head}债权债务:\n  别人欠村里: 0\n  村里欠别人: {amount}\n  村里欠单位:\n"
        f"    - {{对方: 信用社, 事由: 借款, 期初: {amount}, 期末: {amount}}}\n"
    )


def corrections(times: int) -> str:
    where = "位置: {表: 出账, 凭证号: 记-1, 栏: 金额}"
    made = "".join(
        f"    - {{日期: 2026-10-1{n}, 类型: 公开表抄错, {where}, 更正前: {n}00, 更正后: 600, 原因: 抄错, 核对人: 甲}}\n"
        for n in range(1, times + 1)
    )
    return f"  更正:\n{made}"


MEETING = (
    "会议决定:\n  决定:\n    - {日期: 7月1日, 会议: 村民代表会议, 议题: %s, 应到: 40, 实到: 39, 同意: 39, 决定: 同意}\n"
)
SPRING = "\n".join(f"4月{n}日|记-{n}|公益支出||修第{n}处沟|队||{n}00" for n in range(1, 7))
CAKES = "9月2日|记-1|公益支出||中秋慰问月饼|店||10000"
SIGNED = tuple(f"7月{n}日|记-{n}|公益支出|修沟{n}|甲|乙|2000" for n in range(1, 5))
CASE = "- 编号: 2026-00{n}\n  提出: {asked}\n  事项: {item}\n  问题: 为什么\n"
RESOURCE = "- 编号: 1\n  名称: 东塘\n  类别: 水面\n  坐落: 村东\n  面积: {area}\n  利用方式: {used}\n"
ASSET = "- 编号: 1\n  名称: 拖拉机\n  类别: 机器设备\n  数量: 1\n  地点: 村部\n  原值: 30000\n  使用状态: {state}\n"
WORK = PROJECT.replace("  决策日期: 2023-03-01\n", "")


def work(more: str = "", *, decided: str = "2026-03-01", paid: str = "0", **given: str) -> dict[str, str]:
    plain = {
        "number": "1",
        "name": "修东渠",
        "site": "东渠",
        "price": "50000",
        "party": "清溪建筑队",
        "day": "2026-05-01",
    }
    text = WORK.format(**{**plain, **given}).replace("已付: 0", f"已付: {paid}")
    return {"登记/项目.yaml": text + f"  决策日期: {decided}\n" + more}


def tender(winner: str, quotes: int, method: str = "比价询价") -> dict[str, str]:
    return {
        "2026/招标.yaml": "期间: 2026年5月1日\n公开日期: 2026-05-01\n审核: [{村监会: 2026-05-01 同意}]\n"
        f"工程招标:\n  工程: 修东渠\n  项目: 项目/1\n  预算: 50000\n  方式: {method}\n  报价家数: {quotes}\n  中标单位: {winner}\n"
    }


def leases(*rents: int) -> dict[str, str]:
    made = (
        CONTRACT.replace("编号: 1", f"编号: {number}").format(
            party="王大河", starts="2024-01-01", ends="2027-12-31", rent=rent, purpose="门面", method="公开竞价"
        )
        for number, rent in enumerate(rents, start=1)
    )
    return {"登记/资产合同.yaml": "".join(made)}


MORE: dict[str, Plant] = {
    # ---- A
    "disclosure_copied": Plant(
        bad={
            Q2: cash(SPRING, head=HEAD2),
            Q3: cash(SPRING.replace("4月", "7月"), opening="97900"),
        },
        at="记-1|",
        says="2026年3季度的出账有 6 笔，6 笔和上一期",
        good={
            Q2: cash(SPRING, head=HEAD2),
            Q3: cash("\n".join(f"7月{n}日|记-{n}|公益支出||补第{n}处坝|队||{n}50" for n in range(1, 7)), opening="97900"),
        },
    ),
    "disclosure_unreviewed": Plant(
        bad={
            Q3: "期间: 2026年3季度\n公开日期: 2026-10-12\n村务监督:\n  监督:\n    - {日期: 8月8日, 事项: 查账}\n"
            "协商事项:\n  审核: [{村监会: 2026-10-10 同意}]\n  协商:\n    - {日期: 8月8日, 议题: 放水, 结果: 轮流}\n"
        },
        at="  监督:",
        says="有 1 项没有写谁审核同意：村务监督",
        good={
            Q3: "期间: 2026年3季度\n公开日期: 2026-10-12\n审核:\n  - 村监会: 2026-10-10 有异议 看不清\n    答复: 改了\n"
            "村务监督:\n  监督:\n    - {日期: 8月8日, 事项: 查账}\n"
        },
    ),
    "special_item_missing": Plant(
        bad={Q3: cash("", income="7月3日|记-9|土地补偿费|高速征地款|县里||60000")},
        at="记-9",
        says="60,000.00元是征地补偿款",
        good={
            Q3: cash("", income="7月3日|记-9|土地补偿费|高速征地款|县里||60000"),
            "2026/征地.yaml": HEAD.replace("2026年3季度", "2026年7月20日")
            + "征地补偿款:\n  地块: 路边\n  补偿总额: 60000\n  留存集体: 60000\n  分配到户: 0\n",
        },
    ),
    "asset_annual_missing": Plant(
        bad={"登记/资产.yaml": ASSET.format(state="自用")},
        at="编号: 1",
        says="登记了 1 件资产，资产清查从来没有公开过",
        profile=PROFILE + "起始: 2024年1季度\n",
        good={"登记/资产.yaml": ASSET.format(state="自用")},
    ),
    "notice_too_short": Plant(
        bad={Q3: HEAD + "公示至: 2026-10-18\n村务监督:\n  监督:\n    - {日期: 8月8日, 事项: 查账}\n"},
        at="  监督:",
        says="从2026年10月12日公示到2026年10月18日，7 天，少于 15 天",
        good={Q3: HEAD + "公示至: 2026-10-26\n村务监督:\n  监督:\n    - {日期: 8月8日, 事项: 查账}\n"},
    ),
    "correction_frequent": Plant(
        bad={Q3: cash("7月1日|记-1|公益支出||修沟|队||600") + corrections(3)},
        at="日期: 2026-10-11",
        says="2026年3季度更正了 3 次",
        good={Q3: cash("7月1日|记-1|公益支出||修沟|队||600") + corrections(2)},
    ),
    # ---- B
    "cash_on_hand_high": Plant(
        bad={Q3: cash("", opening="9000") + "  现金: 8000\n"},
        at="现金: 8000",
        says="期末手头现金 8,000.00元，超过 5,000.00元",
        good={Q3: cash("", opening="9000") + "  现金: 4000\n"},
    ),
    "cash_payment_large": Plant(
        bad=slips("支付方式", "7月1日|记-1|管理费用|买沙|现金|3000"),
        at="记-1",
        says="用现金付 3,000.00元",
        good=slips("支付方式", "7月1日|记-1|管理费用|买沙|转账|3000"),
    ),
    "late_reimburse": Plant(
        bad=slips("票据日期", "7月1日|记-1|管理费用|买沙|2025-02-01|3000"),
        at="记-1",
        says="票据是 2025年2月1日 的，隔了 515 天",
        good=slips("票据日期", "7月1日|记-1|管理费用|买沙|2026-06-01|3000"),
    ),
    "contract_income_not_booked": Plant(
        bad=contract("  应缴:\n    - {到期日: 2026-07-01, 金额: 6000, 缴清日期: 2026-07-05}\n") | {Q3: cash("")},
        at="到期日: 2026-07-01",
        says="登记 2026年7月5日缴清 6,000.00元",
        good=contract("  应缴:\n    - {到期日: 2026-07-01, 金额: 6000, 缴清日期: 2026-07-05}\n")
        | {Q3: cash("", income="7月6日|记-2|经营收入|塘租|别人代交||6000")},
    ),
    "near_duplicate_payment": Plant(
        bad={Q3: cash("7月1日|记-1|公益支出||修公厕门|老李||800\n7月4日|记-2|公益支出||修公厕门锁|老李||800")},
        at="记-2",
        says="老李在 3 天里两次收到 800.00元",
        good={Q3: cash("7月1日|记-1|公益支出||修公厕门|老李||800\n7月4日|记-2|公益支出||清东渠淤泥|老李||800")},
    ),
    "consecutive_invoices": Plant(
        bad=slips(
            "发票号码|开票方", "7月1日|记-1|管理费用|办公|00123456|文具店|9000", "7月2日|记-2|管理费用|办公|00123457|文具店|9500"
        ),
        at="记-1",
        says="连号，分别 9,000.00元 和 9,500.00元",
        good=slips(
            "发票号码|开票方", "7月1日|记-1|管理费用|办公|00123456|文具店|900", "7月2日|记-2|管理费用|办公|00123457|文具店|950"
        ),
    ),
    "invoice_title_other": Plant(
        bad=slips("发票抬头", "7月1日|记-1|管理费用|打印机|石桥镇人民政府|3000"),
        at="记-1",
        says="发票抬头是“石桥镇人民政府”",
        good=slips("发票抬头", "7月1日|记-1|管理费用|打印机|村委会|3000"),
    ),
    "white_slip": Plant(
        bad=slips("票据种类", "7月1日|记-1|管理费用|买菜|白条|800"),
        at="记-1",
        says="有 1 笔出账用白条，合计 800.00元",
        good=slips("票据种类", "7月1日|记-1|管理费用|买菜|白条|200"),
    ),
    "receipt_number_gap": Plant(
        bad=slips(
            "发票号码|票据种类", "7月1日|记-1|经营收入|租金|000101|收款收据|800", "7月2日|记-2|经营收入|租金|000104|收款收据|800",
            side="进账",
        ),
        at="记-2",
        says="少 2 个号：000102、000103",
        good=slips(
            "发票号码|票据种类", "7月1日|记-1|经营收入|租金|000101|收款收据|800", "7月2日|记-2|经营收入|租金|000102|收款收据|800",
            side="进账",
        ),
    ),
    "payment_basis_missing": Plant(
        bad=slips(
            "数量|单价|附件张数", "7月1日|记-1|公益支出|买材料||||3000", "7月2日|记-2|公益支出|砖|100|10|2|1000"
        ),
        at="记-1",
        says="没有数量和单价",
        good=slips(
            "数量|单价|附件张数", "7月1日|记-1|公益支出|买材料|||1|3000", "7月2日|记-2|公益支出|砖|100|10|2|1000"
        ),
    ),
    "signature_chain_incomplete": Plant(
        bad=slips("经手人|审批人", *SIGNED, "7月9日|记-9|公益支出|修桥|甲||2000"),
        at="记-9",
        says="有 1 笔 1,000.00元 以上的出账，审批人没有写：记-9",
        good=slips("经手人|审批人", *SIGNED),
    ),
    "same_hand": Plant(
        bad=slips("经手人|审批人", "7月1日|记-1|公益支出|修沟|赵甲|赵甲|2000"),
        at="记-1",
        says="赵甲一个人又经手又审批",
        good=slips("经手人|审批人", "7月1日|记-1|公益支出|修沟|赵甲|钱乙|2000"),
    ),
    "decision_after_payment": Plant(
        bad=work(decided="2026-06-01"),
        at="编号: 1",
        says="签合同是 2026年5月1日，会议决定是 2026年6月1日，晚了 31 天",
        good=work(decided="2026-06-01", name="应急抢修东渠"),
    ),
    "reception_spend": Plant(
        bad={Q3: cash("7月1日|记-1|管理费用|招待费|来客餐费|饭店||800")},
        at="记-1",
        says="有 1 笔像是接待：800.00元",
        good={Q3: cash("7月1日|记-1|公益支出||重阳节老人聚餐餐费|饭店||800")},
    ),
    "year_end_rush": Plant(
        bad={
            f"2025/{q}季度.yaml": cash(
                "\n".join(
                    f"{m}月2日|记-{m}|公益支出||做第{m}件事|队||{9000 if m == 12 else 500}" for m in range(3 * q - 2, 3 * q + 1)
                ),
                head=HEAD.replace("2026年3季度", f"2025年{q}季度"), opening=str(100000 - 1500 * (q - 1)),
            )
            for q in (1, 2, 3, 4)
        },
        at="记-12",
        says="2025年 12 月出账 9,000.00元，占全年的 62%",
        good={
            f"2025/{q}季度.yaml": cash(
                "\n".join(f"{m}月2日|记-{m}|公益支出||做第{m}件事|队||500" for m in range(3 * q - 2, 3 * q + 1)),
                head=HEAD.replace("2026年3季度", f"2025年{q}季度"), opening=str(100000 - 1500 * (q - 1)),
            )
            for q in (1, 2, 3, 4)
        },
    ),
    "benefit_mode_switch": Plant(
        bad={
            "2025/3季度.yaml": cash(CAKES, head=HEAD.replace("2026年", "2025年"), opening="50000"),
            Q3: cash("9月20日|记-1|公益支出||中秋慰问金发现金|各户||20000", opening="40000"),
        },
        at="记-1",
        says="2026年中秋慰问发现金 20,000.00元，去年是实物 10,000.00元",
        good={
            "2025/3季度.yaml": cash(CAKES, head=HEAD.replace("2026年", "2025年"), opening="50000"),
            Q3: cash("9月20日|记-1|公益支出||中秋慰问月饼|店||12000", opening="40000"),
        },
    ),
    # ---- C
    "contract_expiring": Plant(
        bad=contract(ends="2026-12-01"),
        at="编号: 1",
        says="还有 50 天",
        good=contract(ends="2027-12-01"),
    ),
    "asset_without_contract": Plant(
        bad={"登记/资源.yaml": RESOURCE.format(area=10, used="租出去")} | contract("  标的: 资源/9\n", party="别的塘"),
        at="编号: 1",
        says="东塘（资源1号）登记的是“租出去”",
        good={"登记/资源.yaml": RESOURCE.format(area=10, used="租出去")} | contract("  标的: 资源/1\n"),
    ),
    "contract_no_procedure": Plant(
        bad=contract(
            CONTRACT.replace("编号: 1", "编号: 2").format(
                party="李四", starts="2024-01-01", ends="2027-12-31", rent="6000", purpose="鱼", method="公开竞价"
            ) + "  决策日期: 2023-12-01\n",
            method="其他",
        ),
        at="编号: 1",
        says="没有写哪次会议定的，租法是“其他”",
        good=contract("  决策日期: 2023-12-01\n", method="其他"),
    ),
    "rent_low_in_village": Plant(
        bad=leases(6000, 6000, 6000, 6000, 6000, 1000),
        at="编号: 6",
        says="每平方米一年 100.00元，村里同类 6 份，从低到高排在正中的是 600.00元",
        good=leases(6000, 6000, 6000, 6000, 6000, 5000),
    ),
    "receivable_longterm": Plant(
        bad={Q3: HEAD + "债权债务:\n  别人欠村里: 900\n  村里欠别人: 0\n  单位欠村里:\n"
             "    - {对方: 砖厂, 事由: 租金, 发生日期: 2023-01-01, 期初: 900, 期末: 900}\n"},
        at="砖厂",
        says="砖厂“租金”欠村里 900.00元",
        good={Q3: HEAD + "债权债务:\n  别人欠村里: 600\n  村里欠别人: 0\n  单位欠村里:\n"
              "    - {对方: 砖厂, 事由: 租金, 发生日期: 2023-01-01, 期初: 900, 减少: 300, 期末: 600}\n"},
    ),
    "area_over_register": Plant(
        bad={"登记/资源.yaml": RESOURCE.format(area=8, used="租出去")} | contract("  标的: 资源/1\n"),
        at="编号: 1",
        says="登记 8 亩，正在执行的合同加起来 10 亩",
        good={"登记/资源.yaml": RESOURCE.format(area=10, used="租出去")} | contract("  标的: 资源/1\n"),
    ),
    "asset_lost": Plant(
        bad={"登记/资产.yaml": ASSET.format(state="待报废") + "  终止: 2026-05-01\n"},
        at="编号: 1",
        says="2026年5月1日起不在了",
        good={
            "登记/资产.yaml": ASSET.format(state="待报废") + "  终止: 2026-05-01\n",
            "2026/报废.yaml": HEAD.replace("2026年3季度", "2026年5月1日")
            + "资产处置和评估:\n  处置:\n    - {日期: 2026-05-01, 名称: 拖拉机, 资产: 资产/1, 方式: 报废, 成交价: 0}\n",
        },
    ),
    # ---- D
    "just_below_limit": Plant(
        bad=projects(("修桥", "甲", "95000", "甲队", "2026-01-01"), ("修亭", "乙", "96000", "乙队", "2026-08-20")),
        at="编号: 1",
        says="2026年有 2 个项目合同价贴着限额",
        good=projects(("修桥", "甲", "85000", "甲队", "2026-01-01"), ("修亭", "乙", "96000", "乙队", "2026-08-20")),
    ),
    "build_before_approval": Plant(
        bad=work("  开工: 2026-04-01\n", decided="2026-03-01"),
        at="编号: 1",
        says="2026年4月1日开工，签合同是 2026年5月1日，早了 30 天",
        good=work("  开工: 2026-05-03\n", decided="2026-03-01"),
    ),
    "contract_party_mismatch": Plant(
        bad=work() | tender("石桥道路公司", 3),
        at="编号: 1",
        says="中标的是 石桥道路公司，登记的承建单位是 清溪建筑队",
        good=work() | tender("清溪建筑队有限公司", 3),
    ),
    "payment_returned": Plant(
        bad=work() | {Q3: cash("7月1日|记-1|工程款||修渠款|清溪建筑队|项目/1|30000", income="8月1日|记-2|其他收入|管理费|清溪建筑队||20000")},
        at="记-2",
        says="2026年7月1日付给清溪建筑队 30,000.00元，2026年8月1日又从它收到 20,000.00元",
        good=work() | {Q3: cash("7月1日|记-1|工程款||修渠款|清溪建筑队|项目/1|30000", income="8月1日|记-2|押金|履约保证金|清溪建筑队||20000")},
    ),
    "quotes_less_than_three": Plant(
        bad=tender("清溪建筑队", 1),
        at="报价家数: 1",
        says="用比价询价，只有 1 家报价",
        good=tender("清溪建筑队", 1, "直接发包"),
    ),
    "over_contract_price": Plant(
        bad=work("  结算价: 60000\n"),
        at="编号: 1",
        says="合同价 50,000.00元，结算 60,000.00元，多 20%",
        good=work("  结算价: 60000\n  变更: 8000\n"),
    ),
    "pay_before_acceptance": Plant(
        bad=work("  付款:\n    - {日期: 2026-07-01, 凭证号: 记-1, 金额: 50000}\n", paid="50000"),
        at="编号: 1",
        says="已付 50,000.00元，占合同价的 100%，还没有验收日期",
        good=work("  验收日期: 2026-06-20\n  付款:\n    - {日期: 2026-07-01, 凭证号: 记-1, 金额: 50000}\n", paid="50000"),
    ),
    "project_duplicate": Plant(
        bad=projects(("修东渠", "东渠", "30000", "甲队", "2025-01-01"), ("修东渠", "东渠", "30000", "乙队", "2026-08-20")),
        at="编号: 2",
        says="在同一处（东渠），相隔 596 天",
        good=projects(("修东渠一期", "东渠", "30000", "甲队", "2025-01-01"), ("修东渠二期", "东渠", "30000", "乙队", "2026-08-20")),
    ),
    # ---- E
    "labor_days_impossible": Plant(
        bad=labour(*(f"7月{n}日|王五|巡塘|{days}|100|{days}00" for n, days in ((1, 10), (11, 10), (21, 5)))),
        at="7月1日|王五",
        says="王五 2026年7月 登记误工 25 天（到 25 天就要看一看）",
        good=labour(*(f"7月{n}日|王五|巡塘|{days}|100|{days}00" for n, days in ((1, 10), (11, 10), (21, 4)))),
    ),
    "labor_rate_uneven": Plant(
        bad=labour("7月1日|王五|巡塘|2|150|300", "7月5日|赵六|巡塘|2|50|100"),
        at="王五",
        says="一天最高 150.00元，最低 50.00元",
        good=labour("7月1日|王五|巡塘|2|150|300", "7月5日|赵六|巡塘|2|120|240"),
    ),
    "labor_concentrated": Plant(
        bad=labour(*(f"7月{n}日|甲{n}人|做事{n}|1|{4000 if n < 4 else 100}|{4000 if n < 4 else 100}" for n in range(1, 10))),
        at="甲1人",
        says="2026年误工 9 个人领 12,600.00元，其中三个人领 12,000.00元，占 95%",
        good=labour(*(f"7月{n}日|甲{n}人|做事{n}|1|100|100" for n in range(1, 10))),
    ),
    "labor_double_day": Plant(
        bad=labour("7月1日|王五|巡塘|1|100|100", "7月1日|王五|割草|1|100|100"),
        at="巡塘",
        says="登记了 2 笔误工，加起来 2 天",
        good=labour("7月1日|王五|巡塘|0.5|100|50", "7月1日|王五|割草|0.5|100|50"),
    ),
    "cadre_double_pay": Plant(
        bad={Q3: labour("7月1日|何秀兰|巡塘|1|100|100")[Q3]
             + "村组干部报酬:\n  发放:\n    - {姓名: 何秀兰, 职务: 报账员, 基本报酬: 6000, 金额: 6000}\n"},
        at="7月1日|何秀兰",
        says="报账员何秀兰 2026年3季度领固定报酬，又领村民误工 100.00元",
        good={Q3: labour("7月1日|王五|巡塘|1|100|100")[Q3]
              + "村组干部报酬:\n  发放:\n    - {姓名: 何秀兰, 职务: 报账员, 基本报酬: 6000, 金额: 6000}\n"},
    ),
    "welfare_job_clawback": Plant(
        bad={Q3: cash("", income="8月1日|记-2|其他收入|上交款|林永义||1000")
             + people("公益性岗位", "序号|姓名|岗位|金额", "1|林永义|保洁|1200", head="")},
        at="记-2",
        says="公益岗人员林永义 2026年8月1日向村里交了 1,000.00元",
        good={Q3: cash("", income="8月1日|记-2|经营收入|塘承包费|林永义||1000")
              + people("公益性岗位", "序号|姓名|岗位|金额", "1|林永义|保洁|1200", head="")},
    ),
    # ---- F
    "benefit_official_self": Plant(
        bad=relief("1|周山河|1组|2|500|"),
        at="1|周山河",
        says="党支部书记周山河的名字在“最低生活保障”名单里",
        level="hint",
        good=subsidy("1|周山河|1组|2|50|100"),
    ),
    "benefit_double": Plant(
        bad=relief("1|王五|1组|2|500|", "2|王五|1组|2|500|"),
        at="1|王五",
        says="王五出现 2 次，合计 1,000.00元",
        good=relief("1|王五|1组|2|500|", "2|王五|2组|2|500|"),
    ),
    "benefit_rate_mismatch": Plant(
        bad=subsidy("1|王五|1组|2|50|200"),
        at="1|王五",
        says="2 亩 × 50.00元 应是 100.00元，写的是 200.00元",
        good=subsidy("1|王五|1组|2.03|50|102"),
    ),
    "benefit_outlier": Plant(
        bad=subsidy("1|王五|1组|100|50|5000", *(f"{n}|户{n}|1组|4|50|200" for n in range(2, 30))),
        at="1|王五",
        says="王五 5,000.00元，从低到高排在正中的一户是 200.00元，是它的 25 倍",
        good=subsidy("1|清禾种植合作社|1组|100|50|5000", *(f"{n}|户{n}|1组|4|50|200" for n in range(2, 30))),
    ),
    "benefit_held": Plant(
        bad={Q3: cash("", income="7月3日|记-9|其他收入|代发救灾款|县里||6000")},
        at="记-9",
        says="收到 6,000.00元，到今天 101 天，没有找到发出去的一笔",
        good={Q3: cash("8月1日|记-11|其他支出||救灾款发给8户|各户||6000", income="7月3日|记-9|其他收入|代发救灾款|县里||6000")},
    ),
    # ---- G
    "debt_new": Plant(
        bad={Q2: owed(20000, HEAD2), Q3: owed(50000)},
        at="村里欠别人: 50000",
        says="村里欠别人 50,000.00元，比上一期多 30,000.00元",
        level="doubt",
        good={Q2: owed(50000, HEAD2), Q3: owed(50000)},
    ),
    "debt_large": Plant(
        bad={Q3: owed(1200000)},
        at="村里欠别人: 1200000",
        says="村里欠别人 1,200,000.00元",
        good={Q3: owed(90000)},
    ),
    "debt_no_decision": Plant(
        bad={Q3: cash("", income="7月3日|记-9|借款|信用社借款|信用社||30000") + "会议决定: 本期无发生\n"},
        at="记-9",
        says="借入 30,000.00元，没有找到会议决定",
        good={Q3: cash("", income="7月3日|记-9|借款|信用社借款|信用社||30000") + MEETING % "向信用社借款修渠"},
    ),
    "levy_over_cap": Plant(
        bad={"2026/一事.yaml": HEAD.replace("2026年3季度", "2026年5月1日") + "一事一议:\n  事项: 修渠\n  筹资人数: 10\n  每人: 200\n"
             "  村民筹资: 2000\n  财政奖补: 0\n  村集体投入: 0\n  其他投入: 0\n  总投入: 2000\n  结余: 2000\n"},
        at="每人: 200",
        says="每人共 200.00元，超过 100.00元",
        good={"2026/一事.yaml": HEAD.replace("2026年3季度", "2026年5月1日") + "一事一议:\n  事项: 修渠\n  筹资人数: 10\n  每人: 20\n"
              "  村民筹资: 200\n  财政奖补: 0\n  村集体投入: 0\n  其他投入: 0\n  总投入: 200\n  结余: 200\n"},
    ),
    # ---- I
    "feedback_overdue": Plant(
        bad={"../../cases/{code}.yaml": CASE.format(n=1, asked="2026-09-01", item="资金收支")},
        at="编号: 2026-001",
        says="到今天 41 天没有答复",
        good={"../../cases/{code}.yaml": CASE.format(n=1, asked="2026-09-01", item="资金收支")
              + "  经过: [{步骤: 答复, 日期: 2026-09-05, 内容: 好}]\n"},
    ),
    "feedback_cluster": Plant(
        bad={"../../cases/{code}.yaml": "".join(
            CASE.format(n=n, asked="2026-10-10", item="资金收支") for n in (1, 2, 3))},
        at="编号: 2026-001",
        says="2026年4季度关于“资金收支”的反映有 3 件",
        good={"../../cases/{code}.yaml": "".join(
            CASE.format(n=n, asked="2026-10-10", item="资金收支") for n in (1, 2))},
    ),
}  # fmt: skip
