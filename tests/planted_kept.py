"""Planted irregularities that show only in columns kept for checking (备查), and those that need years of ledgers."""

from __future__ import annotations

from tests.planted import HEAD, Q3, Plant, cash, contract, projects
from tests.planted_more import HEAD2, Q2, corrections, people, slips, work


def quarters(*shares: tuple[int, int]) -> dict[str, str]:
    """Quarters from 2025 on: what was spent on offices and what on the village, in yuan; the books go on from one to the next."""
    files: dict[str, str] = {}
    opening = 900000
    for index, (office, village) in enumerate(shares):
        year, quarter = 2025 + index // 4, index % 4 + 1
        month = 3 * quarter - 1
        head = HEAD.replace("2026年3季度", f"{year}年{quarter}季度")
        rows = (
            f"{month}月2日|记-1|管理费用|办公费|办公用品{quarter}|文具店||{office}",
            f"{month}月3日|记-2|公益支出||修第{index}处沟|清溪{index}队||{village}",
        )
        files[f"{year}/{quarter}季度.yaml"] = cash("\n".join(rows), opening=str(opening), head=head)
        opening -= office + village
    return files


def years(income: str = "") -> dict[str, str]:
    """Six quarters of books up to the third of 2026; the income stands in the second of 2026."""
    files: dict[str, str] = {}
    opening = 1000
    for year, quarter in ((2025, 2), (2025, 3), (2025, 4), (2026, 1), (2026, 2), (2026, 3)):
        own = income if (year, quarter) == (2026, 2) else ""
        head = HEAD.replace("2026年3季度", f"{year}年{quarter}季度")
        files[f"{year}/{quarter}季度.yaml"] = cash("", opening=str(opening), income=own, head=head)
        opening += int(own.rpartition("|")[2] or 0)
    return files


def trades(*rows: str) -> dict[str, str]:
    lines = "".join(f"    {row}\n" for row in ("日期|姓名|事由|工种|天数|标准|金额", *rows))
    return {Q3: f"{HEAD}误工补贴:\n  误工: |\n{lines}"}


def batches(*rows: str) -> dict[str, str]:
    """其他惠农补贴 of one quarter, a batch for each row: 序号|姓名|村民小组|金额."""
    parts = "".join(
        f"  - 批次: {number}\n    补贴名称: 青苗补偿\n    名单: |\n      序号|户主|村民小组|金额\n      {row}\n"
        for number, row in enumerate(rows, start=1)
    )
    return {Q3: f"{HEAD}其他惠农补贴:\n{parts}"}


def households(*rows: str) -> dict[str, str]:
    return {Q3: people("最低生活保障", "序号|户主|户号|村民小组|人口|金额", *rows)}


def invoiced(quarter: str, rows: str, opening: int) -> str:
    """A quarter whose payments name their invoices; 800 yuan are spent."""
    head = HEAD.replace("3季度", quarter).replace("2026-10", "2026-07" if quarter == "2季度" else "2026-10")
    columns = "日期|凭证号|类别|摘要|发票号码|金额"
    return (
        f"{head}资金收支:\n  期初余额: {opening}\n  出账: |\n    {columns}\n    {rows}\n  期末余额: {opening - 800}\n"
    )


def _let_to(party: str, method: str = "") -> dict[str, str]:
    """One contract; how it was let is written only where it is given."""
    lines = contract(party=party)["登记/资源合同.yaml"].replace("  怎么租出去的: 公开竞价\n", method)
    return {"登记/资源合同.yaml": lines}


def _no_meeting() -> dict[str, str]:
    """A quarter in which no assembly met."""
    return {"2026/会议.yaml": f"{HEAD}会议决定: 本期无发生\n"}


QUIET = ((1000, 9000),) * 6

KEPT: dict[str, Plant] = {
    "benefit_same_household": Plant(
        bad=households("1|王五|0017|1组|2|500", "2|王小五|0017|1组|1|300", "3|赵六|0018|1组|1|300"),
        at="1|王五",
        says="0017 号户有 2 个人领：王五、王小五",
        good=households("1|王五|0017|1组|2|500", "2|王小五|0019|1组|1|300"),
    ),
    "benefit_split_rows": Plant(
        bad=batches("1|王五|1组|800", "1|王五|1组|800"),
        at="1|王五",
        says="分 2 批造册，王五每批都有，合计 1,600.00元",
        good=batches("1|王五|1组|800", "1|王五|2组|800"),
    ),
    "contract_bad_clause": Plant(
        bad=contract("  特殊条款: 到期由村里折价回购地上物\n"),
        at="编号: 1",
        says="特殊条款写着：到期由村里折价回购地上物",
        good=contract("  特殊条款: 无\n"),
    ),
    "material_quantity_absurd": Plant(
        bad=work("  体积: 100\n  材料重量: 400\n"),
        at="编号: 1",
        says="用料 400 吨，体积 100 立方米，每立方米 4 吨，一般不超过 2.7 吨",
        good=work("  体积: 100\n  材料重量: 240\n"),
    ),
    "nonproductive_ratio": Plant(
        bad=quarters(*QUIET, (6000, 4000)),
        at="记-1|管理费用",
        says="管理费用占出账的 60%，往期一般不超过 10%",
        good=quarters(*QUIET, (1200, 9000)),
    ),
}

GATE = "7月5日|记-1|公益支出|修村部大门"
MEETING_DAY = "会议记录|会议日期"
BOUGHT_ALL = (
    "\n".join(
        f"{day}|记-{n}|公益支出||{what}|宏达建材店||{amount}"
        for n, (day, what, amount) in enumerate(
            (("7月2日", "水泥", 8200), ("7月28日", "砖", 6100), ("8月9日", "河沙", 7300), ("9月9日", "钢筋", 9000)),
            start=3,
        )
    )
    + "\n7月9日|记-9|管理费用||打印纸|文印店||1900\n8月9日|记-10|管理费用||村部电费|供电所||9000"
)
WEEKS = ("7月3日", "7月14日", "8月12日", "8月27日")
SEEN = tuple(f"7月{n}日|记-{n}|公益支出|修沟{n}|甲|乙|赵守正|2000" for n in range(1, 5))
OWED = (
    HEAD.replace("{", "{{").replace("}", "}}") + "债权债务:\n  别人欠村里: 900\n  村里欠别人: 0\n  单位欠村里:\n"
    "    - {{对方: 石料厂, 事由: 租金, 发生日期: {day}, 期初: 900, 期末: 900}}\n"
)

DUE_IN_JULY = "  应缴:\n    - {到期日: 2026-07-01, 金额: 6000}\n"


def month(number: int) -> str:
    return HEAD.replace("3季度", f"{number}月")


def unknown_accounts(number: int, *balances: int) -> str:
    """A month of books whose accounts the profile does not know: which of them goes on from which cannot be said."""
    books = "".join(f"  - 账套: 账{n}\n    期初余额: {sum_}\n    期末余额: {sum_}\n" for n, sum_ in enumerate(balances))
    return f"{month(number)}资金收支:\n{books}"


def debts(row: str, total: int) -> str:
    return f"{HEAD}债权债务:\n  别人欠村里: {total}\n  村里欠别人: 0\n  单位欠村里:\n    - {row}\n"


def debts_beside(closing: int) -> dict[str, str]:
    ledger = f"{HEAD}债权债务:\n  别人欠村里: {closing}\n  村里欠别人: 0\n  单位欠村里: {{表格: 欠账.csv}}\n"
    return {Q3: ledger, "2026/欠账.csv": f"对方,事由,期初,减少,期末\n砖厂,租金,900,300,{closing}\n"}


AGAIN: dict[str, Plant] = {
    "contract_income_not_booked/nothing listed": Plant(
        bad=contract() | years(),
        at="编号: 1",
        says="东塘承包（资源合同1号，王大河）每年应收 6,000.00元，最近一年多的钱账里没有找到它的进账",
        level="doubt",
        good=contract() | years(income="6月3日|记-9|经营收入|东塘承包费|王大河||3000"),
    ),
    "decision_after_payment/a lease": Plant(
        bad=contract("  签订日期: 2023-12-20\n  决策日期: 2024-02-01\n"),
        at="编号: 1",
        says="签合同是 2023年12月20日，会议决定是 2024年2月1日，晚了 43 天",
        good=contract("  签订日期: 2023-12-20\n  决策日期: 2023-12-01\n"),
    ),
    "decision_after_payment/a payment": Plant(
        bad=slips(MEETING_DAY, "7月1日|记-1|公益支出|修沟|村民代表会议|2026-07-20|3000"),
        at="记-1",
        says="“修沟”付款是 2026年7月1日，会议决定是 2026年7月20日，晚了 19 天",
        good=slips(MEETING_DAY, "7月1日|记-1|公益支出|修沟|村民代表会议|2026-06-20|3000"),
    ),
    "contract_no_procedure/nothing written anywhere": Plant(
        bad=contract(method="其他"),
        at="编号: 1",
        says="没有写哪次会议定的，租法是“其他”",
        level="hint",
        good=contract("  决策会议: 村民代表会议\n", method="其他"),
    ),
    "quotes_less_than_three/papers": Plant(
        bad=work("  报价家数: 3\n  报价附件: 1\n"),
        at="编号: 1",
        says="“修东渠”登记 3 家报价，附的报价单只有 1 张",
        good=work("  报价家数: 3\n  报价附件: 3\n"),
    ),
    "labor_rate_uneven/one trade": Plant(
        bad=trades("7月1日|王五|修桥|泥工|2|300|600", "7月1日|赵六|修桥|泥工|2|100|200"),
        at="王五",
        says="一天最高 300.00元，最低 100.00元",
        good=trades("7月1日|王五|修桥|泥工|2|300|600", "7月1日|赵六|修桥|小工|2|100|200"),
    ),
    "split_project/one place, two builders": Plant(
        bad=projects(
            ("停车场土方", "村部东侧", "82000", "长顺工程队", "2026-03-10"),
            ("停车场硬化", "村部东侧", "79000", "长兴工程队", "2026-03-28"),
        ),
        at="编号: 1",
        says="“村部东侧”一处在 18 天里有 2 个项目，由长兴工程队、长顺工程队分着做，每个都不到 100,000.00元，合起来 161,000.00元",
        level="doubt",
        good=projects(
            ("停车场土方", "村部东侧", "82000", "长顺工程队", "2026-03-10"),
            ("水渠清理", "西湾", "79000", "长兴工程队", "2026-03-28"),
        ),
    ),
    "just_below_limit/payments over weeks": Plant(
        bad={
            Q3: cash(
                "\n".join(
                    f"{day}|记-{n}|公益支出||便道铺砂石（{n}）|鸿运土石方||9{n}00"
                    for n, day in enumerate(WEEKS, start=4)
                )
            )
        },
        at="记-4",
        says="2026年付给鸿运土石方 4 笔，每笔都差一点不到 10,000.00元，合起来 38,200.00元",
        level="hint",
        good={
            Q3: cash(
                "\n".join(
                    f"{day}|记-{n}|公益支出||便道铺砂石（{n}）|土石方{n}队||9{n}00"
                    for n, day in enumerate(WEEKS, start=4)
                )
            )
        },
    ),
    "signature_chain_incomplete/the committee": Plant(
        bad=slips("经手人|审批人|村监会审核人", *SEEN, "7月9日|记-9|公益支出|修桥|甲|乙||2000"),
        at="记-9",
        says="有 1 笔 1,000.00元 以上的出账，村监会审核人没有写：记-9",
        good=slips("经手人|审批人|村监会审核人", *SEEN, "7月9日|记-9|公益支出|修桥|甲|乙||200"),
    ),
    "same_hand/witness and approver": Plant(
        bad=slips("经手人|证明人|审批人", "7月1日|记-1|公益支出|修沟|甲|乙|乙|2000"),
        at="记-1",
        says="乙一个人又证明又审批，合计 2,000.00元",
        good=slips("经手人|证明人|审批人", "7月1日|记-1|公益支出|修沟|甲|乙|丙|2000"),
    ),
    "contract_party_mismatch/whom the money went to": Plant(
        bad=work() | {Q3: cash("7月9日|记-4|工程款||东渠进度款|林得财|项目/1|20000")},
        at="记-4",
        says="“修东渠”登记的承建单位是 清溪建筑队，1 笔钱付给了 林得财，合计 20,000.00元",
        level="doubt",
        good=work()
        | {
            Q3: cash(
                "7月9日|记-4|工程款||东渠进度款|清溪建筑队（一般户）|项目/1|20000\n7月10日|记-5|工程款||东渠监理费|青石监理公司|项目/1|2000"
            )
        },
    ),
    "correction_frequent/two periods running": Plant(
        bad={
            Q2: cash("5月1日|记-1|公益支出||修沟|队||600", head=HEAD2) + corrections(1),
            Q3: cash("7月1日|记-1|公益支出||修沟|队||600", opening="99400") + corrections(1),
        },
        at="日期: 2026-10-11",
        says="2026年3季度更正了 1 次，接连 2 期都有更正",
        good={
            Q2: cash("5月1日|记-1|公益支出||修沟|队||600", head=HEAD2) + corrections(1),
            Q3: cash("7月1日|记-1|公益支出||修沟|队||600", opening="99400"),
        },
    ),
    "late_reimburse/money received": Plant(
        bad=slips("票据日期", "7月8日|记-6|经营收入|水库垂钓费|2026-06-20|5000", side="进账"),
        at="记-6",
        says="收据是 2026年6月20日 的，隔了 18 天才入账",
        level="hint",
        good=slips("票据日期", "7月28日|记-6|经营收入|水库垂钓费|2026-07-20|5000", side="进账"),
    ),
    "receivable_longterm/less than three years": Plant(
        bad={Q3: OWED.format(day="2025-03-01")},
        at="石料厂",
        says="石料厂“租金”欠村里 900.00元",
        level="hint",
        good={Q3: OWED.format(day="2026-03-01")},
    ),
    "special_item_missing/little": Plant(
        bad={Q3: cash("", income="8月2日|记-7|处置资产款|卖旧打谷机|收废品的||3000")},
        at="记-7",
        says="3,000.00元是卖资产的钱，没有找到“资产处置和评估”的专项公开",
        level="hint",
        good={
            Q3: cash("", income="8月2日|记-7|处置资产款|卖旧打谷机|收废品的||3000"),
            "2026/卖.yaml": HEAD.replace("2026年3季度", "2026年8月2日")
            + "资产处置和评估:\n  处置:\n    - {日期: 2026-08-02, 名称: 打谷机, 方式: 出让, 成交价: 3000}\n",
        },
    ),
    "project_duplicate/a place said shorter": Plant(
        bad=projects(
            ("南坡机耕路硬化", "南坡组", "60000", "甲队", "2024-05-01"),
            ("南坡机耕路硬化工程", "南坡", "61000", "乙队", "2026-05-01"),
        ),
        at="编号: 2",
        says="“南坡机耕路硬化工程”和“南坡机耕路硬化”在同一处（南坡），相隔 730 天",
        good=projects(
            ("南坡机耕路硬化", "南坡组", "60000", "甲队", "2024-05-01"),
            ("南坡机耕路养护", "南坡", "6000", "乙队", "2026-05-01"),
        ),
    ),
    "labor_days_impossible/one row": Plant(
        bad=trades("7月1日|王五|巡塘||28|100|2800"),
        at="王五",
        says="王五 2026年7月 登记误工 28 天（到 25 天就要看一看）",
        level="doubt",
        good=trades("7月1日|王五|巡塘||20|100|2000"),
    ),
    "duplicate_invoice/vouchers begin anew each quarter": Plant(
        bad={
            Q2: invoiced("2季度", "5月6日|记-3|管理费用|打印纸|24312000000098765432|800", 2000),
            Q3: invoiced("3季度", "8月6日|记-3|管理费用|纸|２４３１２０００ 000098765432|800", 1200),
        },
        at="２４３１",
        says="发票 24312000000098765432 报了 2 次，合计 1,600.00元",
        good={
            Q3: invoiced(
                "3季度",
                "8月6日|记-3|管理费用|打印纸|24312000000098765432|300\n    8月6日|记-3|公益支出|宣传单|24312000000098765432|500",
                1000,
            )
        },
    ),
    "rent_overdue/the second of two": Plant(
        bad=contract("  应缴:\n    - {到期日: 2026-04-30, 金额: 6000}\n    - {到期日: 2026-06-30, 金额: 6000}\n")
        | {Q2: cash("", income="5月2日|记-4|经营收入|塘租|王大河|资源合同/1|6000", head=HEAD2)},
        at="到期日: 2026-06-30",
        says="2026年6月30日应交 6,000.00元，到今天 104 天没有登记缴清，账上也没有找到这笔进账",
        level="first",
        good=contract("  应缴:\n    - {到期日: 2026-07-31, 金额: 6000}\n")
        | {
            Q3: cash(
                "",
                income="7月2日|记-4|经营收入|塘租|王大河|资源合同/1|3000\n8月9日|记-6|经营收入|塘租|王大河|资源合同/1|3000",
            )
        },
    ),
    "rent_overdue/a part came in": Plant(
        bad=contract("  应缴:\n    - {到期日: 2026-07-31, 金额: 6000}\n")
        | {Q3: cash("", income="7月2日|记-4|经营收入|塘租|王大河|资源合同/1|2500")},
        at="到期日: 2026-07-31",
        says="应交 6,000.00元，到今天 73 天没有登记缴清，账上只找到 2,500.00元",
        good=contract("  应缴:\n    - {到期日: 2026-07-31, 金额: 6000, 缴清日期: 2026-07-02}\n")
        | {Q3: cash("", income="7月2日|记-4|经营收入|塘租|王大河|资源合同/1|6000")},
    ),
    "official_contracts_self/how it was let is not written": Plant(
        bad=_let_to("何 秀兰"),
        at="编号: 1",
        says="报账员何秀兰的名字出现在“合同：东塘承包”里，6,000.00元",
        level="hint",
        good=_let_to("何秀兰", "  怎么租出去的: 公开竞价\n"),
    ),
    "payment_returned/as one does who paid twice": Plant(
        bad=work()
        | {
            Q3: cash(
                "7月1日|记-1|工程款||修渠款|清溪建筑队|项目/1|30000",
                income="8月1日|记-2|其他收入|退回工程款|清溪建筑队||30000",
            )
        },
        at="记-2",
        says="2026年8月1日又从它收到 30,000.00元（退回工程款）",
        good=work()
        | {
            Q3: cash(
                "7月1日|记-1|工程款||修渠款|清溪建筑队|项目/1|30000",
                income="7月3日|记-2|其他收入|重复转账，退回|清溪建筑队||30000",
            )
        },
    ),
    "contractor_concentration/what is bought": Plant(
        bad={Q3: cash(BOUGHT_ALL)},
        at="记-6",
        says="最近 3 年 5 笔采购和服务里，付给 宏达建材店 4 笔，30,600.00元，占 94%",
        level="hint",
        good={
            Q3: cash(
                BOUGHT_ALL.replace("宏达建材店||8200", "恒兴砖厂||8200").replace("宏达建材店||9000", "钢材行||9000")
            )
        },
    ),
    "large_without_decision/what the two committees decide": Plant(
        bad=slips("会议记录", "7月5日|记-1|公益支出|修村部大门|两委会7月1日|5200", "8月5日|记-2|公益支出|买音响||8600")
        | _no_meeting(),
        at="记-2",
        says="1 笔 1,000.00元以上、10,000.00元以下的支出，合计 8,600.00元，没有找到是哪次两委会定的：记-2 买音响",
        level="hint",
        good=slips("会议记录", "7月5日|记-1|公益支出|修村部大门||5200", "8月5日|记-2|公益支出|买音响||8600")
        | _no_meeting(),
    ),
    "benefit_double/a list without groups": Plant(
        bad={Q3: people("高龄津贴", "序号|姓名|金额", "1|雷同人|500", "2|雷 同人|500")},
        at="1|雷同人",
        says="雷同人出现 2 次，合计 1,000.00元",
        level="hint",
        good={Q3: people("高龄津贴", "序号|姓名|金额", "1|雷同人|500", "2|雷同人|300")},
    ),
    "reception_spend/lunch": Plant(
        bad={Q3: cash("7月1日|记-1|管理费用||考察组来访午餐|农家乐||800")},
        at="记-1",
        says="有 1 笔像是接待：800.00元",
        good={Q3: cash("7月1日|记-1|公益支出||老年食堂午餐补差|饭店||800")},
    ),
    "opening_not_equal_closing/months in one account": Plant(
        bad={
            "2026/8月.yaml": cash("8月1日|记-1|公益支出||修沟|队||600", opening="5000", head=month(8)),
            "2026/9月.yaml": cash("9月1日|记-1|公益支出||修桥|队||600", opening="4000", head=month(9)),
        },
        at="期初余额: 4000",
        says="期初写的是 4,000.00元，上一期期末是 4,400.00元，差 400.00元",
        good={"2026/8月.yaml": unknown_accounts(8, 1500, 90), "2026/9月.yaml": unknown_accounts(9, 1500, 90)},
    ),
    "detail_total_mismatch/one row of a debt": Plant(
        bad={Q3: debts("{对方: 砖厂, 事由: 租金, 发生日期: 2026-01-01, 期初: 900, 减少: 300, 期末: 900}", 900)},
        at="砖厂",
        says="“债权债务”2026年3季度有 1 处合计对不上明细",
        good={Q3: debts("{对方: 砖厂, 事由: 租金, 发生日期: 2026-01-01, 期初: 900, 减少: 300, 期末: 600}", 600)},
    ),
    "detail_total_mismatch/one row of a file beside": Plant(
        bad=debts_beside(900),
        at="砖厂",
        says="“债权债务”2026年3季度有 1 处合计对不上明细",
        good=debts_beside(600),
    ),
    "rent_overdue/a deposit is no rent": Plant(
        bad=contract(DUE_IN_JULY) | {Q3: cash("", income="7月3日|记-9|押金|履约保证金|王大河||6000")},
        at="到期日: 2026-07-01",
        says="应交 6,000.00元，到今天 103 天没有登记缴清，账上也没有找到这笔进账",
        good=contract(DUE_IN_JULY) | {Q3: cash("", income="7月3日|记-9|经营收入|王大河东塘承包费|陈桂花||6000")},
    ),
    "contractor_concentration/one firm written three ways": Plant(
        bad=projects(
            ("修路", "甲", "40000", "鑫达建筑有限公司", "2024-04-01"),
            ("修渠", "乙", "40000", "鑫达建筑公司", "2025-05-20"),
            ("修桥", "丙", "40000", "鑫达建筑有限责任公司", "2026-05-20"),
            ("修亭", "丁", "20000", "别的队", "2026-08-20"),
        ),
        at="编号: 3",
        says="承建 3 个，120,000.00元，占 86%",
        good=projects(
            ("修路", "甲", "40000", "鑫达建筑有限公司", "2024-04-01"),
            ("修渠", "乙", "40000", "鑫达市政公司", "2025-05-20"),
            ("修桥", "丙", "40000", "鑫大建筑有限公司", "2026-05-20"),
            ("修亭", "丁", "20000", "别的队", "2026-08-20"),
        ),
    ),
    "split_project/one firm written two ways": Plant(
        bad=projects(
            ("广场铺装", "村部", "68000", "鑫达建筑有限公司", "2026-02-01"),
            ("路灯安装", "南坡", "56000", "鑫达建筑公司", "2026-03-20"),
        ),
        at="编号: 1",
        says="鑫达建筑有限公司在 47 天里承建 2 个项目",
        level="doubt",
        good=projects(
            ("广场铺装", "村部", "68000", "鑫达建筑有限公司", "2026-02-01"),
            ("路灯安装", "南坡", "56000", "鑫达照明公司", "2026-03-20"),
        ),
    ),
    "official_contracts_self/a shop that bears the name": Plant(
        bad={Q3: cash("7月15日|记-1|管理费用||办公用品|何秀兰小卖部||3600")},
        at="记-1",
        says="报账员何秀兰的名字出现在“出账：办公用品”里，3,600.00元",
        level="hint",
        good={Q3: cash("7月15日|记-1|公益支出||修沟用沙|周山河口砂石场||1800")},
    ),
    "payment_returned/from a person: a name alone": Plant(
        bad=work(party="林得财")
        | {
            Q3: cash(
                "7月1日|记-1|工程款||修渠款|林得财|项目/1|30000", income="8月1日|记-2|其他收入|管理费|林得财||20000"
            )
        },
        at="记-2",
        says="2026年8月1日又从它收到 20,000.00元",
        level="hint",
        good=work(party="林得财")
        | {
            Q3: cash(
                "7月1日|记-1|工程款||修渠款|林得财|项目/1|30000", income="8月1日|记-2|其他收入|管理费|林得才||20000"
            )
        },
    ),
    "near_duplicate_payment/the same words in another order": Plant(
        bad={
            Q3: cash("7月1日|记-1|管理费用||住宿会议费|阳光酒店||4800\n7月1日|记-2|管理费用||会议住宿费|阳光酒店||4800")
        },
        at="记-2",
        says="阳光酒店在 0 天里两次收到 4,800.00元",
        good={Q3: cash("7月1日|记-1|公益支出||一组清渠|李四||4800\n7月1日|记-2|公益支出||二组清渠|李四||4800")},
    ),
    "receipt_number_gap/a book with letters, a number that is void": Plant(
        bad=slips(
            "发票号码|票据种类",
            "7月1日|记-1|经营收入|租金|A000101|收款收据|800",
            "7月2日|记-2|经营收入|租金|A000103|收款收据|800",
            side="进账",
        ),
        at="记-2",
        says="收款收据 A000101—A000103 这一段从 A000101 到 A000103，账上少 1 个号：A000102",
        good=slips(
            "发票号码|票据种类",
            "7月1日|记-1|经营收入|租金|000101|收款收据|800",
            "7月2日|记-2|经营收入|租金（000102作废）|000103|收款收据|800",
            side="进账",
        ),
    ),
}
"""Further ways in which a rule may be broken, by rule and what is special."""
