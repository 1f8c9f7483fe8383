"""Pages made from views written by hand: a village small enough to read, and what must hold for every page of it."""

from __future__ import annotations

import gzip
import pickle
import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment, SecurityError
from markupsafe import escape
from msgspec.structs import replace

from sitegen.outputs import sandbox
from sitegen.outputs.chart import make_chart
from sitegen.outputs.html import TEMPLATES, AnyView, Theme, make_notes, make_page, say
from sitegen.outputs.map import make_map
from sitegen.outputs.qr import make_symbol, to_png
from sitegen.outputs.sandbox import Sandbox
from sitegen.outputs.texts import escape_text, write_clean, write_easy
from sitegen.views.language import CHINESE
from sitegen.views.map import Point
from sitegen.views.pages import (
    AboutItem,
    AboutView,
    Anchor,
    AskView,
    CaseView,
    ChangesView,
    Code,
    CommonParts,
    Contact,
    CorrectionView,
    DisclosureView,
    FactView,
    Footer,
    Frame,
    FrontView,
    GroupLine,
    GroupView,
    HomeView,
    ItemLine,
    LawView,
    MapView,
    NoticeView,
    PartView,
    PeriodLine,
    PostedView,
    RecordView,
    RegionView,
    RegisterView,
    RowView,
    StepView,
    TableView,
    VillageLine,
)
from tests.browser.goals import BUDGETS

PLAIN = Path(__file__).parent.parent / "themes" / "plain"


def read_theme(folder: Path = PLAIN, language: str = "zh-Hans") -> Theme:
    return Theme(
        templates={path.name: path.read_text("utf-8") for path in (folder / "pages").glob("*.html")},
        css=(folder / "page.css").read_text("utf-8"),
        script=(folder / "page.js").read_text("utf-8"),
        words=yaml.safe_load((folder / "words" / f"{language}.yaml").read_text("utf-8")),
    )


# The village ---------------------------------------------------------------------------------------------------------

CONTACTS = (
    Contact("村委会", "0000-8812345", "tel:00008812345"),
    Contact("村监会", "0000-8812346", "tel:00008812346"),
    Contact("镇里", "0000-8856789", "tel:00008856789"),
    Contact("政务热线", "12345", "tel:12345"),
    Contact("纪检举报", "12388", "tel:12388"),
)
SITE = Anchor("/", "青石县村务公开")
FOOTER = Footer("青石县农业农村局", "石桥镇人民政府", "9901060001", "", CONTACTS[2:])
JUMPS = (
    Anchor("/103201/", "清溪村全部公开"),
    Anchor("/103201/ask/", "提问和答复"),
    Anchor("/103201/changes/", "改过什么"),
    Anchor("/103201/about/", "谁在公开，凭什么公开"),
)


def frame(path: str, title: str, *, noindex: bool = False) -> Frame:
    """The frame of a page of 清溪村; ``path`` with leading and trailing slash."""
    return Frame(
        title=title,
        description=f"{title}。青石县石桥镇清溪村村务公开。",
        url=f"https://gk.example.cn{path}",
        language="zh-Hans",
        noindex=noindex,
        site=SITE,
        above=(Anchor("/r/990106/", "青石县"), Anchor("/r/990106103/", "石桥镇")),
        village=Anchor("/103201/", "清溪村"),
        check_word="稻花",
        contacts=CONTACTS,
        code=Code("q.png", f"gk.example.cn{path}"),
        footer=FOOTER,
        as_of="2026年10月12日",
        jumps=JUMPS,
    )


def region_frame(path: str, title: str) -> Frame:
    return replace(
        frame(path, title), village=None, check_word="", code=None, jumps=(), above=(), contacts=CONTACTS[3:]
    )


CORRECTION = CorrectionView(
    anchor="k20261020-1",
    day="2026年10月20日",
    kind="公开表抄错",
    what="钱账2026年7—9月，出账，记-014，修村东排水沟",
    before="6,800元",
    after="8,600元",
    reason="抄表时看错一位，凭证是8,600元",
    checked_by="报账员与村监会",
    chain=("出账合计由12万9,950元5角改成13万1,750元5角。",),
    href="/103201/021/2026q3/#r14",
)

COMMON = CommonParts(
    ask=(
        "先看清单里有没有这一笔，再打电话。村里7天内答复，答复会写在「提问和答复」里。",
        "不想找村里，可以直接找镇里。",
    ),
    reference="清溪-钱-26三季",
    laws=(
        LawView("《中华人民共和国村民委员会组织法》第三十二条", ""),
        LawView("《农村集体经济组织财务公开规定》第六条", "摘录"),
    ),
    downloads=(
        Anchor("/103201/021/2026q3/钱账.xlsx", "钱账 Excel 表", "18 KB"),
        Anchor("/103201/021/2026q3/钱账.csv", "钱账 CSV", "6 KB"),
    ),
    broadcast="各位乡亲，清溪村7到9月的钱账公开了。进账13万1,200元，出账13万1,750元5角，还剩12万7,799元7角。"
    "最大一笔是修东渠，付了5万6,000元。哪一笔看不明白，打村委会电话，或到村委会看凭证。",
    corrections=(),
)

SPENDING = (
    ("修村东排水沟", "8,600元", "7月15日 记-014 清溪建筑队"),
    ("东渠清淤护坡第一次进度款", "3万元", "8月29日 记-021 青石建筑有限公司"),
    ("东渠清淤护坡第二次进度款", "2万6,000元", "9月28日 记-037 青石建筑有限公司"),
    ("保洁员工资（7月）", "3,200元", "7月31日 记-017 4人×800元"),
    ("村部电费", "412元3角", "8月5日 记-018 供电所"),
    ("误工补贴（测量东渠）", "1,080元", "8月11日 记-019 9人次×120元"),
    ("自来水管抢修", "2,365元5角", "9月2日 记-023 王某"),
)


def money() -> DisclosureView:
    """Forty-eight rows in two accounts, one of them corrected."""
    rows = tuple(
        RowView(
            lead,
            figure,
            detail,
            anchor=f"r{number}",
            links=(Anchor(f"/103201/021/2026q3/{number}.jpg", "看票据"),) if number % 3 == 0 else (),
            corrections=(Anchor("/103201/changes/#k20261020-1", "10月20日"),) if number == 14 else (),
        )
        for number, (lead, figure, detail) in enumerate(SPENDING * 6, start=1)
    )
    income = (
        RowView(
            "东塘承包费（下半年）", "1万2,000元", "7月3日 记-001 王某", "r101", (Anchor("/103201/032/7/", "看合同"),)
        ),
        RowView("上级拨东渠专款", "8万元", "8月20日 记-005 青石县水利局"),
        RowView("合作社机耕服务", "3万4,200元", "9月25日 记-036"),
    )
    return DisclosureView(
        frame=frame("/103201/021/", "清溪村钱账2026年7—9月：还剩12万7,799元7角"),
        heading="钱账",
        period="2026年7—9月",
        state="published",
        banner="",
        sentences=(
            "出账 **13万1,750元5角**（131,750.50元，41笔）",
            "进账13万1,200元（7笔）：村里自己挣4万6,200元；上级拨的东渠专款8万元；收回欠款5,000元",
            "还剩 **12万7,799元7角**，比6月底少550元5角",
            "比去年同季多花1万3,330元5角，主要是修东渠付了5万6,000元",
            "分两本账：村委会41,208.30元；合作社86,591.40元",
        ),
        facts_line=("村监会10月10日看过，同意公开", "10月12日贴出"),
        explanation="村里的钱从哪来、花到哪去，每季度公开一次，一笔一行。\n专款是上级指定用途的钱，不能挪用。",
        parts=(
            PartView(
                label="村委会的账",
                anchor="p1",
                sentences=("6月底剩4万2,000元，进账8万元，出账8万791元7角，还剩4万1,208元3角。",),
                facts=(),
                tables=(
                    TableView(
                        "出账",
                        "42笔，13万1,750元5角",
                        (GroupView("", "", rows),),
                        "",
                        42,
                        figure_head="金额",
                        lead_head="花在哪",
                    ),
                ),
                notes=make_notes(
                    "七月暴雨后先抢修了**排水沟**，没有来得及开会：\n\n1. 7月16日补开代表会；\n2. 应到46人，同意41人。"
                ),
                attachments=(Anchor("/103201/021/2026q3/gou.jpg", "排水沟修好后的照片", "7月18日"),),
            ),
            PartView(
                label="合作社的账",
                anchor="p2",
                sentences=("6月底剩8万6,350元2角，还剩8万6,591元4角。",),
                facts=(FactView("开户", "石桥信用社"), FactView("其中专款", "2万4,000元")),
                tables=(
                    TableView(
                        "进账",
                        "3笔，12万6,200元",
                        (
                            GroupView("自己挣的", "4万6,200元", income[:1] + income[2:], "g1"),
                            GroupView("上级给的", "8万元", income[1:2], "g2"),
                        ),
                        remark="自然人只写姓。",
                        row_count=3,
                        figure_head="金额",
                        lead_head="从哪来",
                    ),
                ),
                notes="",
                attachments=(),
            ),
        ),
        common=replace(COMMON, corrections=(CORRECTION,)),
        older=(
            PeriodLine("", "2026年7—9月"),
            PeriodLine("/103201/021/2026q2/", "2026年4—6月", "出账9万8,400元"),
            PeriodLine("/103201/021/2026q1/", "2026年1—3月", "出账6万5,120元3角"),
        ),
    )


def subsidy() -> DisclosureView:
    """Sixty households in four groups, with the name filter."""
    surnames = "李王张刘陈杨黄赵吴周徐孙马朱胡"
    groups = tuple(
        GroupView(
            f"{group}组",
            "合计1万474元7角",
            tuple(
                RowView(f"{name}*{'明华芳军英'[at % 5]}", "205元2角" if at else "1,077元3角", "5.4亩×38元")
                for at, name in enumerate(surnames)
            ),
            f"g{group}",
        )
        for group in range(1, 5)
    )
    return DisclosureView(
        frame=frame("/103201/042/", "清溪村稻谷补贴2026年：4万1,898元8角", noindex=True),
        heading="稻谷补贴",
        period="2026年（公示中）",
        state="published",
        banner="",
        sentences=(
            "全村287户，共 **4万1,898元8角**，每亩38元，平均每户约146元",
            "还没发，预计10月底打到一卡通，**不用交任何钱**",
            "10月8日—22日公示。比去年每亩多2元，总数多2,723元6角",
            "钱从哪来：上级财政，不是村里的钱",
        ),
        facts_line=("10月8日贴出", "10月22日公示期满"),
        explanation="",
        parts=(
            PartView(
                "", "", (), (), (TableView("名单", "60户，4万1,898元8角", groups, "姓名只写姓和末字。", 60),), "", ()
            ),
        ),
        common=replace(
            COMMON,
            ask=("没有我家，或亩数不对：10月22日前带承包证找3号窗口，或打电话。",),
            reference="清溪-稻-26",
            broadcast="",
        ),
        older=(),
        filterable=True,
    )


def missing() -> DisclosureView:
    return replace(
        money(),
        frame=frame("/103201/022/", "清溪村财务账2026年7—9月：还没有公开"),
        heading="财务账",
        state="missing",
        sentences=(
            "**2026年7—9月的账还没有公开。** 按规定应在2026年10月15日前公开。",
            "可问村委会或镇里。",
        ),
        facts_line=(),
        parts=(),
        common=replace(COMMON, corrections=(), downloads=(), broadcast="", reference="清溪-财-26三季"),
    )


def kept() -> DisclosureView:
    return replace(
        money(),
        frame=frame("/103201/023/", "清溪村工程款2026年7—9月：正在更正"),
        state="kept",
        banner="资料有误，正在更正。下面是10月12日公布的那一版。",
        part_pages=(
            Anchor("/103201/023/2026q3-1/", "村委会的账", "41,208.30元"),
            Anchor("/103201/023/2026q3-2/", "合作社的账"),
        ),
        pages=(Anchor("", "1"), Anchor("/103201/023/2026q3/p2/", "2")),
    )


def pond() -> RecordView:
    """The page behind the tag at the pond."""
    return RecordView(
        frame=frame("/103201/031/3/", "清溪村东塘：已租出，每年2万4,000元"),
        heading="东塘",
        number="资源3号",
        state="current",
        banner="",
        sentences=(
            "**东塘，18.5亩，已租出**",
            "每年租金 **2万4,000元**（每亩约1,297元），归合作社",
            "租给：本村村民王某，2023年1月1日—2027年12月31日",
            "租金交到2026年12月31日，**不欠**；4年已收9万6,000元",
        ),
        facts=(
            FactView("怎么租出去的", "2022年12月公开竞价", "/103201/033/2022d1218/"),
            FactView("到期以后", "到期前3个月重新公告"),
            FactView("四至", "东至环村路，南至水渠，西至王家湾，北至机耕道"),
        ),
        tables=(
            TableView(
                "租金收了没有",
                "4年，9万6,000元",
                (
                    GroupView(
                        "",
                        "",
                        tuple(RowView(f"{year}年", "2万4,000元", f"{year}年1月5日收到") for year in (2026, 2025, 2024)),
                    ),
                ),
            ),
        ),
        history=(
            Anchor("/103201/032/7/", "东塘承包合同", "2023年"),
            Anchor("/103201/021/#r101", "下半年承包费", "1万2,000元"),
        ),
        notes="",
        attachments=(Anchor("/103201/031/3/tang.jpg", "东塘照片", "2026年5月"),),
        explanation="",
        common=replace(
            COMMON, ask=("塘边有污染、垮塌，也打这个电话。",), reference="清溪-塘-3", broadcast="", downloads=()
        ),
    )


def canal() -> RecordView:
    return replace(
        pond(),
        frame=frame("/103201/051/2/", "清溪村东渠清淤护坡：已付5万6,000元"),
        heading="东渠清淤护坡",
        number="工程2号",
        sentences=(
            "合同价 **18万6,000元**，已付 **5万6,000元**（约三成）",
            "钱从哪来：上级15万元（已到8万元），村里3万6,000元",
            "8月20日开工，应于11月30日完工；现在：护坡做到一半（10月8日照片）",
        ),
        facts=(
            FactView("谁干", "青石建筑有限公司（3家报价，最低）"),
            FactView("谁同意的", "7月28日村民代表会：应到46人，到42人，同意41人"),
            FactView("尾款", "验收前不付"),
        ),
        tables=(),
        common=replace(pond().common, ask=("看着不对劲？打电话。",), reference="清溪-工-2", corrections=(CORRECTION,)),
    )


def register() -> RegisterView:
    rows = tuple(
        RowView(name, rent, detail, links=(Anchor(f"/103201/031/{number}/", name),))
        for number, (name, rent, detail) in enumerate(
            (
                ("东塘", "2万4,000元/年", "18.5亩，租到2027年12月31日"),
                ("西塘", "正在出租", "12.3亩，底价每年9,800元"),
                ("老粮站三间门面", "6,000元/年", "租到2026年6月30日，租金交清"),
            ),
            start=3,
        )
    )
    return RegisterView(
        frame=frame("/103201/031/", "清溪村塘地房：共5处，租出4处"),
        heading="集体的塘、地、房",
        sentences=("共5处，租出 **4处**，一年租金3万元", "归合作社，收的钱在钱账里"),
        explanation="集体所有的水面、土地和房屋，谁在用、给多少钱、用到哪年。",
        tables=(TableView("每一处", "5处", (GroupView("", "", rows),), row_count=5),),
        common=replace(COMMON, broadcast=""),
    )


def places() -> MapView:
    rows = tuple(
        RowView(name, str(number), place, f"m{number}", links=(Anchor(f"/103201/101/{number}/", name),))
        for number, (name, place) in enumerate(
            (("村委会办公楼", "资产 · 村委会院内"), ("东塘", "资源 · 1组东头")), start=1
        )
    )
    return MapView(
        frame=frame("/103201/map/", "清溪村集体资产和工程在哪里"),
        heading="集体的东西在哪里",
        sentences=(
            "图上有集体的资产、资源和工程**2处**，号码跟下面的单子一样。",
            "位置约到十米，只看大概；人家和住房不在图上。",
        ),
        chart=make_map((Point(0, 0), Point(640, 420)), "清溪村集体资产、资源和工程的位置", CHINESE),
        tables=(TableView("图上的各处", "2处", (GroupView("", "", rows),), row_count=2),),
    )


ITEM_NAMES = (
    ("党务", ("党组织和分工", "党员大会决定", "党费收支")),
    (
        "村务",
        (
            "村民代表会决定",
            "干部报酬",
            "误工补贴",
            "低保人数",
            "救助人数",
            "公益岗",
            "宅基地审批",
            "社会捐赠",
            "一事一议",
        ),
    ),
    ("财务", ("钱账", "财务计划", "债权债务", "收益分配")),
    ("资金", ("上级专款", "耕地地力补贴", "稻谷补贴")),
    ("资产", ("房屋设备", "资产出租", "工程项目")),
    ("资源", ("塘、地、山", "租包合同", "正在出租")),
)


def home() -> HomeView:
    quarters = [f"{year}年{quarter}季度" for year in (2024, 2025, 2026) for quarter in (1, 2, 3, 4)][3:11]
    income = (62_000_00, 48_500_00, 51_200_00, 93_000_00, 70_450_50, 66_000_00, 88_000_00, 131_200_00)
    expense = (58_300_00, 51_000_00, 60_120_30, 118_420_00, 64_210_00, 65_120_30, 98_400_00, 131_750_50)
    return HomeView(
        frame=replace(
            frame("/103201/", "清溪村：账上还剩12万7,799元7角"),
            feed="/103201/feed.xml",
            jumps=JUMPS[1:],
            languages=(Anchor("/ug/103201/", "ئۇيغۇرچە", "ug"),),
        ),
        heading="村里的账和事",
        sentences=(
            "村里账上还剩 **12万7,799元7角**，其中修东渠专款2万4,000元，不能挪用。",
            "7到9月：进账13万1,200元，出账13万1,750元5角。",
        ),
        main=(
            Anchor("/103201/021/", "看每一笔", "48笔"),
            Anchor("/103201/042/", "补贴"),
            Anchor("/103201/031/", "租包"),
            Anchor("/103201/051/", "工程"),
            Anchor("/103201/024/", "报酬误工"),
        ),
        chart=make_chart(tuple(zip(quarters, income, expense, strict=True))),
        chart_title="两年来每季度的进账和出账",
        posted_now=(
            Anchor("/103201/042/", "稻谷补贴名单", "到10月22日"),
            Anchor("/103201/033/2026d0915/", "西塘出租结果", "到10月24日"),
        ),
        upcoming=(Anchor("/103201/141/1/", "南坡旱地承包", "合同2026年12月31日到期"),),
        completeness=("这一季应公开21项，**已公开19项**，另2项10月15日前公开。",),
        missing=(Anchor("/103201/022/", "财务计划", "10月15日前"), Anchor("/103201/025/", "债权债务", "10月15日前")),
        groups=tuple(
            GroupLine(
                group,
                tuple(
                    ItemLine(
                        f"/103201/{100 + at}/" if at % 4 != 3 else "",
                        name,
                        "" if at % 3 else "合计1万2,300元",
                        "2026年3季度",
                    )
                    for at, name in enumerate(names)
                ),
            )
            for group, names in ITEM_NAMES
        ),
        ask=("村里7天内答复。不想找村里，可以找镇里。",),
        merged=("下塘村2025年6月30日并入清溪村，它的账在这里接着公开。",),
    )


def ask() -> AskView:
    answered = CaseView(
        anchor="w12",
        number="反映12号",
        question="东渠护坡的石头是不是换了便宜的？",
        state="8月8日答复了",
        steps=(
            StepView("受理", "8月2日", ("镇里受理，转村监会",)),
            StepView("答复", "8月8日", ("到场量过，厚度够，单价每方185元",), (Anchor("/files/a.jpg", "看佐证"),)),
            StepView("检视", "", ("还没有做",), open=True),
        ),
        satisfied="满意",
        about=Anchor("/103201/051/2/", "东渠清淤护坡"),
    )
    waiting = replace(
        answered,
        anchor="w13",
        number="反映13号",
        question="老粮站的租金为什么三年没涨？",
        state="还没有答复，7月2日提出",
        steps=(),
        satisfied="",
        about=None,
    )
    return AskView(
        frame=frame("/103201/ask/", "清溪村提问和答复：13件，1件正在办"),
        sentences=("一共13件，答复了12件，**1件正在办**。",),
        how=("打电话，或到村委会说一声，报账员会记下来，给您一个编号。", "不写提问人的名字。"),
        open_cases=(waiting,),
        answered=(answered,),
    )


def posted() -> PostedView:
    rows = (
        RowView("钱账", "10月12日", "应在10月15日前", links=(Anchor("/103201/021/2026q3/", "钱账"),)),
        RowView("欠账", "没有公开", "应在10月15日前，过了期限", links=(Anchor("/103201/022/", "欠账"),)),
    )
    table = TableView("2026年7—9月", "2项，公开了1项", (GroupView("", "", rows),), "", 2, "哪天公开", "事项")
    return PostedView(
        frame=frame("/103201/posted/", "清溪村公开情况 到今天"),
        sentences=("2026年到期应公开2项，已公开**1项**。", "过了期限还没有公开的有1项。"),
        tables=(table,),
        years=(Anchor("", "2026年"), Anchor("/103201/posted/2025/", "2025年")),
    )


def powers() -> DisclosureView:
    """A table with flow charts and one that is a way."""
    row = RowView("塘、地、房出租", "", "负责人 集体经济组织", flow=("定底价", "公告15天", "公开竞价"))
    steps = (StepView("两委商议", "2026年6月18日", ("应到8人，到8人，同意8人",), (Anchor("/files/b.jpg", "照片"),)),)
    tables = (
        TableView("清单", "共1条", (GroupView("", "", (row,)),), "", 1, "", "事项"),
        TableView("步骤", "1步", (), row_count=1, steps=steps),
    )
    part = PartView("", "", (), (), tables, "", ())
    return replace(
        money(),
        frame=frame("/103201/209/", "清溪村村里能管啥"),
        heading="村里能管啥",
        parts=(part,),
        part_pages=(),
        banner="",
    )


def changes() -> ChangesView:
    return ChangesView(
        frame=frame("/103201/changes/", "清溪村改过什么：2026年2处"),
        sentences=("2026年改过 **2处**，原来的数都留着。",),
        corrections=(CORRECTION, replace(CORRECTION, anchor="k2", kind="账务调整", chain=(), href="")),
        releases=(
            FactView("2026年10月12日", "钱账2026年7—9月，第1版"),
            FactView("2026年10月20日", "钱账2026年7—9月，第2版"),
        ),
    )


def about() -> AboutView:
    return AboutView(
        frame=frame("/103201/about/", "清溪村：谁在公开，凭什么公开"),
        sentences=("账由村报账员记，村监会看过同意才公开，镇里管网站。",),
        facts=(FactView("户数", "287户"), FactView("人口", "1,043人"), FactView("耕地", "1,102.6亩")),
        officers=(FactView("党支部书记", "周山河，全面工作"), FactView("村监会主任", "陈守正")),
        introduction="清溪村在石桥镇东南，四个村民小组。",
        sections=(
            (
                "哪些不上网",
                ("身份证、银行卡、私人电话、病情，任何地方都不公开。", "低保、救助只公开户数、人数和金额。"),
            ),
            ("对答复不满意", ("可以找镇里，再不行打12345；干部违纪打12388。",)),
        ),
        items=tuple(
            AboutItem(
                f"{number:03}",
                name,
                "每季度",
                (
                    LawView("《中华人民共和国村民委员会组织法》第三十二条", ""),
                    LawView("《农村集体经济组织财务公开规定》第六条", "待核"),
                ),
                "姓名只写姓和末字，公示期满撤下" if number % 2 else "",
            )
            for number, name in enumerate((name for _, names in ITEM_NAMES for name in names), start=1)
        ),
        data=(Anchor("/103201/datapackage.json", "全村的表", "Frictionless 数据包"),),
    )


def region() -> RegionView:
    return RegionView(
        frame=replace(region_frame("/r/990106103/", "石桥镇村务公开：3个村"), above=(Anchor("/r/990106/", "青石县"),)),
        heading="石桥镇",
        sentences=("3个村，这一季应公开63项，**已公开60项**。",),
        tables=(
            TableView(
                "各村公开了多少",
                "60项",
                (GroupView("", "", (RowView("清溪村", "19项", "应公开21项", links=(Anchor("/103201/", "清溪村"),)),)),),
            ),
        ),
        chart=make_chart((("26年1季", 100_00, 50_30), ("26年2季", 20_000_00, 12_345_67))),
        chart_title="每季进账和出账",
    )


def front() -> FrontView:
    names = (("清溪村", "qxc"), ("下塘村", "xtc"), ("石门村", "smc"), ("大湾村", "dwc"), ("柳树村", "lsc"))
    return FrontView(
        frame=replace(region_frame("/", "青石县村务公开：找您的村"), contacts=()),
        heading="找您的村",
        sentences=("全县2个镇10个村。",),
        townships=tuple(
            (
                Anchor(f"/r/9901061{at:02}/", town),
                tuple(
                    VillageLine(f"/1{at:02}{number:03}/", name, initials, town)
                    for number, (name, initials) in enumerate(names)
                ),
            )
            for at, town in enumerate(("石桥镇", "白沙镇"), start=3)
        ),
    )


def lost() -> NoticeView:
    return NoticeView(
        frame=replace(region_frame("/404.html", "没有这一页"), noindex=True),
        heading="没有这一页",
        sentences=("网址可能抄错了。扫海报上的码，或从下面找您的村。",),
        links=(Anchor("/", "找您的村"),),
    )


def moved() -> NoticeView:
    return replace(
        lost(),
        frame=region_frame("/103207/", "下塘村并入清溪村"),
        heading="下塘村并入了清溪村",
        sentences=("下塘村2025年6月30日并入 **清溪村**，账在清溪村接着公开。",),
        links=(Anchor("/103201/", "清溪村"),),
        target="/103201/",
    )


VIEWS: dict[str, AnyView] = {
    make.__name__: make()
    for make in (
        home, money, subsidy, missing, kept, pond, canal, register, places, ask,
        changes, about, posted, powers, region, front, lost, moved
    )
}  # fmt: skip


def write_pages(folder: Path) -> dict[str, str]:
    """The village on disk as a web server shows it; page name → path."""
    theme = read_theme()
    paths = {name: view.frame.url.removeprefix("https://gk.example.cn") for name, view in VIEWS.items()}
    for name, view in VIEWS.items():
        place = folder / (paths[name] + "index.html" if paths[name].endswith("/") else paths[name]).lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(make_page(view, theme))
        if view.frame.code:
            (place.parent / "q.png").write_bytes(to_png(make_symbol(view.frame.url)))
    return paths


# What holds for every page -------------------------------------------------------------------------------------------

VOID = {"circle", "rect", "meta", "link", "img", "br", "wbr", "input", "path"}


class Reader(HTMLParser):
    """Reads a page strictly: every element is closed, in order, and nothing closes what was not opened."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute twice in <{tag}>"
        assert not (tag in {"p", "table", "ul", "div", "dl", "h2", "h3"} and "p" in self.open), f"<{tag}> in <p>"
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def all(self, attribute: str) -> list[str]:
        return [attributes[attribute] for _, attributes in self.elements if attribute in attributes]


@pytest.fixture(scope="module")
def theme() -> Theme:
    return read_theme()


@pytest.fixture(params=VIEWS)
def page(request: pytest.FixtureRequest, theme: Theme) -> str:
    return make_page(VIEWS[request.param], theme).decode()


def test_page_is_well_formed(page: str) -> None:
    reader = Reader(page)
    ids = reader.all("id")
    assert len(ids) == len(set(ids))
    assert page.count("<h1>") == 1
    assert page.startswith('<!doctype html>\n<html lang="zh-Hans">\n<head>\n<meta http-equiv="Content-Security-Policy"')


def test_links_within_a_page_arrive(page: str) -> None:
    reader = Reader(page)
    inside = [href[1:] for href in reader.all("href") if href.startswith("#")]
    assert set(inside) <= set(reader.all("id"))
    assert "#" not in reader.all("href")


def test_labels_and_policy_leave_nothing_open(page: str) -> None:
    reader = Reader(page)
    assert reader.all("style") == []
    assert [name for _, attributes in reader.elements for name in attributes if name.startswith("on")] == []
    policy = next(a["content"] for _, a in reader.elements if a.get("http-equiv") == "Content-Security-Policy")
    for tag in ("style", "script"):
        blocks = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        hashes = [f"'sha256-{b64encode(sha256(block.encode()).digest()).decode()}'" for block in blocks]
        assert re.findall(rf"{tag}-src (\S+?);", policy) == hashes
    assert policy.startswith("default-src 'none'; ")
    assert policy.endswith(
        "img-src 'self' data:; media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"
    )


def test_page_fits_into_the_first_flight(page: str) -> None:
    assert len(gzip.compress(page.encode(), 9)) <= 14_000


def test_home_is_lighter_still(theme: Theme) -> None:
    assert len(gzip.compress(make_page(VIEWS["home"], theme), 9)) <= 6_000


def test_script_is_small_and_only_where_a_list_is_long(theme: Theme) -> None:
    scripted = {
        name: re.findall(r"<script>(.*?)</script>", make_page(view, theme).decode(), re.DOTALL)
        for name, view in VIEWS.items()
    }
    assert {name for name, found in scripted.items() if found} == {"subsidy", "front"}
    assert all(len(script.encode()) <= 1024 for found in scripted.values() for script in found)


def test_phones_may_enlarge_everything(page: str) -> None:
    assert '<meta name="viewport" content="width=device-width,initial-scale=1">' in page
    assert "text-size-adjust" not in page
    assert "maximum-scale" not in page
    assert "user-scalable" not in page


def test_every_kind_of_page_has_a_template(theme: Theme) -> None:
    assert {type(view) for view in VIEWS.values()} == set(TEMPLATES)
    assert set(TEMPLATES.values()) <= set(theme.templates)


def test_empty_fields_leave_no_trace(theme: Theme) -> None:
    """A village that has said next to nothing yet: no empty heading, list, paragraph or label."""
    for view in VIEWS.values():
        page = make_page(empty(view), theme).decode()
        assert (
            re.findall(r"<(\w+)[^>]*>\s*</\1>", page.replace("<td></td>", "").replace("</output>", "-</output>")) == []
        )


def empty(view: AnyView) -> AnyView:
    """``view`` with only its heading, its figure and its frame."""
    kept = {"frame", "heading", "sentences", "state", "period", "filterable"}
    blank = {name: type(getattr(view, name))() for name in view.__struct_fields__ if name not in kept | {"common"}}
    if hasattr(view, "common"):
        blank["common"] = CommonParts((), "", (), (), "", ())
    bare = replace(view.frame, code=None, contacts=(), jumps=(), above=(), footer=Footer("", "", "", "", ()))
    return replace(view, frame=replace(bare, check_word="", as_of=""), **blank)  # type: ignore[return-value]


def test_equal_views_give_equal_bytes_in_another_process(theme: Theme) -> None:
    again = pickle.loads(pickle.dumps((VIEWS["money"], theme)))
    assert make_page(*again) == make_page(VIEWS["money"], theme)


# Texts are texts -----------------------------------------------------------------------------------------------------

ATTACK = '<script>alert("1")</script>&\'**b**'


def spoil(value: object, name: str = "") -> object:
    """The same view with the attack at the end of every text, except where code chooses by the text."""
    if isinstance(value, str) and value and name not in {"chart", "state"}:
        return value + ATTACK
    names = getattr(value, "_fields", ())
    if isinstance(value, tuple) and names:
        return type(value)(*map(spoil, value, names))
    if isinstance(value, tuple):
        return tuple(spoil(part, name) for part in value)
    return value


@pytest.mark.parametrize("name", VIEWS)
def test_no_text_becomes_markup(name: str, theme: Theme) -> None:
    spoilt = spoil(VIEWS[name])
    assert isinstance(spoilt, type(VIEWS[name]))
    page = make_page(spoilt, theme).decode()
    clean = make_page(VIEWS[name], theme).decode()
    assert page.count("<script") == clean.count("<script")
    names = {tag for tag, _ in Reader(page).elements}
    assert names - {tag for tag, _ in Reader(clean).elements} <= {"strong"}


def test_every_text_of_a_view_is_shown(theme: Theme) -> None:
    """A field that no template shows is a field that nobody reads."""
    silent = {"state", "initials", "lead_head", "figure_head", "row_count", "number"}
    for view in VIEWS.values():
        page = re.sub(r"</?(?:span|strong|wbr)[^>]*>", "", make_page(view, theme).decode())
        for name, text in texts_of(view):
            if name not in silent and not text.startswith("<") and "&" not in text:
                for line in text.splitlines():
                    beside_figure = re.sub(r"^([^*]*\*\*[^*]+\*\*)（([^（）]*)）", r"\1 \2", line)
                    lines = {each.replace("**", "").strip() for each in (line, beside_figure)}
                    assert any(each in page for each in lines), (name, line)


def texts_of(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str) and value:
        yield name, value
    elif isinstance(value, tuple):
        names = getattr(value, "_fields", None) or (name,) * len(value)
        for part, own in zip(value, names, strict=True):
            yield from texts_of(part, own)


def test_say_keeps_numbers_whole_except_after_wan_and_yuan() -> None:
    assert say("共5万5,120元3角。") == '共<span class="n">5万<wbr>5,120元<wbr>3角。</span>'
    assert say("**不欠**<b>") == "<strong>不欠</strong>&lt;b&gt;"
    assert say("（**1元**，") == '<span class="n">（<wbr><strong>1元</strong>，</span>'
    assert say("**塘18.5亩，已租**") == '<strong>塘<span class="n">18.5亩，</span>已租</strong>'
    assert say("打0000-8812345") == '打<span class="n">0000-8812345</span>'
    assert say("付8,576元零5分。") == '付<span class="n">8,576元<wbr>零5分。</span>'
    assert say("（令第12号）》第七条") == '（令第<span class="n">12号）》</span>第七条'


def test_say_keeps_a_short_word_with_its_number_and_a_mark_with_its_clause() -> None:
    assert say("石门村2026年4—6月：") == '石门村<span class="n">2026年<wbr>4—6月：</span>'
    assert say("没有变，还是2,400元。") == '没有变，<span class="n">还是<wbr>2,400元。</span>'
    assert say("没有变，比去年多2元") == '没有变，比去年多<span class="n">2元</span>'
    assert say("请打镇里的电话告诉我们。好") == '请打镇里的电话告诉<span class="w">我们。</span>好'
    assert say("有疑问：村委会。") == "有疑问：村委会。"


def test_first_figure_is_the_key_figure(theme: Theme) -> None:
    page = make_page(VIEWS["home"], theme).decode()
    assert (
        '<p>村里账上还剩 <strong class="big" data-key-figure><span class="n">12万<wbr>7,799元<wbr>7角</span></strong>'
        in page
    )
    assert page.count("data-key-figure") == 1 + page.count("[data-key-figure")


# Notes ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("七月**暴雨**", "<p>七月<strong>暴雨</strong></p>"),
        ("# 大标题", "<h3>大标题</h3>"),
        ("一行\n又一行", "<p>一行<br>\n又一行</p>"),
        ("[县里](https://x.example/a)", "<p>县里（https://x.example/a）</p>"),
        ("<https://x.example/>", "<p>https://x.example/</p>"),
        ("[打电话](tel:00008812345)", '<p><a href="tel:00008812345">打电话</a></p>'),
        ("[x](javascript:alert(1))", "<p><a>x</a></p>"),
        ("![x](https://x.example/a.png)", "<p>![x](https://x.example/a.png)</p>"),
        ("<script>alert(1)</script><p onclick=x>a", "<p>&lt;script&gt;alert(1)&lt;/script&gt;&lt;p onclick=x&gt;a</p>"),
        ("<b>修</b>路<!-- 下次再说 -->", "<p>&lt;b&gt;修&lt;/b&gt;路</p>"),
        ("3*4*5=60", "<p>3*4*5=60</p>"),
        ("2026. 修路\n4. 修桥", "<p>2026. 修路<br>\n4. 修桥</p>"),
    ],
)
def test_notes_keep_little(markdown: str, html: str) -> None:
    assert make_notes(markdown).strip() == html


_PIECES = "村 账 。 ： 12,300元 3.5 10 A / % — （ “ - + * ** **二楼** - 1. 1) # & < _ ` [ | ! = > \\ https://a.cn www.a.cn".split()
_NOTES = st.lists(
    st.sampled_from([*_PIECES, " ", "  ", "\n", "\n", "\n\n", "\n\n- ", "\n- ", "\t", "\u3000"]), max_size=14
)


@settings(max_examples=1500, deadline=None)
@given(_NOTES.map("".join))
def test_what_is_written_the_easy_way_reads_as_all_notes_do(markdown: str) -> None:
    assert write_easy(markdown) in ("", write_clean(markdown))


def test_plain_paragraphs_and_lists_are_written_the_easy_way() -> None:
    notes = "先办**排水沟**，共用去12,300元。\n钱从集体收入里出。\n\n- 已经完工\n- 正在做\n\n到村委会**二楼**看单据。\n"
    assert write_easy(notes) == write_clean(notes) != ""


@given(st.text())
def test_a_text_is_escaped_as_markup_escapes_it(text: str) -> None:
    assert escape_text(text) == escape(text)
    assert type(sandbox.to_html(text)) is str


# Words, colours, chart -----------------------------------------------------------------------------------------------


def test_words_are_complete_and_all_used(theme: Theme) -> None:
    used = set(re.findall(r"words\.(\w+)", "".join(theme.templates.values())))
    assert used | {"language"} == set(theme.words), "the language's own name stands in the switch of all others"
    assert not used & set(dir(dict)), "a key that is also a method of dict could not be reached"
    assert all(isinstance(text, str) and text for text in theme.words.values())


def test_templates_have_no_fixed_words_of_their_own(theme: Theme) -> None:
    for name, template in theme.templates.items():
        assert not re.search(r"[一-鿿]", template), name


def palettes(css: str) -> dict[str, dict[str, tuple[float, ...]]]:
    light, dark = re.findall(r":root\s*{([^}]*--paper[^}]*)}", css)
    return {
        scheme: {
            name: tuple(int(value[at : at + 2], 16) / 255 for at in (0, 2, 4))
            for name, value in re.findall(r"--(\w+): #(\w{6})", block)
        }
        for scheme, block in (("light", light), ("dark", dark))
    }


def luminance(colour: tuple[float, ...]) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("style", ["plain/page.css", "harvest/more.css"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("text", ["ink", "soft", "link"])
@pytest.mark.parametrize("ground", ["paper", "tint"])
def test_text_stands_out(style: str, scheme: str, text: str, ground: str) -> None:
    palette = palettes((PLAIN.parent / style).read_text("utf-8"))[scheme]
    assert contrast(palette[text], palette[ground]) >= 7


def test_style_is_small_and_written_for_old_phones(theme: Theme) -> None:
    styles = [re.search(r"<style>(.*?)</style>", make_page(v, theme).decode(), re.DOTALL)[1] for v in VIEWS.values()]
    assert max(len(style.encode()) for style in styles) <= BUDGETS["style"]
    assert len(set(styles)) > 3, "every kind of page carries only what it needs"
    assert "only" not in "".join(styles)
    style = max(styles, key=len), "".join(styles)
    assert not re.search(
        r":is\(|:where\(|:has\(|[;{]gap:|aspect-ratio|inset:|clamp\(|[^-]min\(|max\(|position:(fixed|sticky)", style[1]
    )


def test_chart_is_two_paths_and_a_sentence() -> None:
    chart = make_chart((("1季度", 100_00, 50_30), ("2季度", 20_000_00, 12_345_67)))
    assert chart.count("<path") == 2
    assert "<title>进账最多的是2季度，2万元；出账最多的是2季度，1万2,345元6角7分。</title>" in chart
    assert "<text" not in chart
    assert make_chart((("1季度", 1, 2),)) == ""


# The sandbox ---------------------------------------------------------------------------------------------------------


def draw(template: str, theme: Theme, view: AnyView | None = None) -> str:
    """A home page whose whole template is ``template``."""
    given = replace(theme, templates={**theme.templates, "home.html": template})
    return make_page(view or VIEWS["home"], given).decode()


@pytest.mark.parametrize(
    "template",
    [
        "{{ view.__class__ }}",
        "{{ view['__class__'] }}",
        "{{ view.heading.__class__.__mro__ }}",
        "{{ (view | attr('__class__')).__mro__ }}",
        "{{ view.sentences.__add__ }}",
        "{{ words.call.__class__ }}",
        "{{ '{0.__class__}'.format(view) }}",
        "{% set a = {} %}{{ a.update({1: 2}) }}",
        "{{ ''.join.__self__.__class__ }}",
    ],
)
def test_a_theme_reaches_values_only(template: str, theme: Theme) -> None:
    """No way from a template to what is not for it, by any of the short ways either."""
    with pytest.raises((SecurityError, UndefinedError)):
        draw(template, theme)


def test_a_macro_remembered_never_takes_a_text_for_markup(theme: Theme) -> None:
    """Markup and a text with the same signs are equal to Python; only one of them may stand in a page as it is."""
    template = (
        "{% macro m(x) %}[{{ x }}]{% endmacro %}{% set safe = m(view.heading) %}"
        "{{ m(safe) }}{{ m('[' ~ view.heading ~ ']') }}{{ m(view.heading | string) }}"
    )
    page = draw(template, theme, replace(VIEWS["home"], heading="<b>"))
    assert "<b>" not in page
    assert page.count("&lt;b&gt;") == 3


def test_words_are_set_in_escaped(theme: Theme) -> None:
    given = replace(theme, words={**theme.words, "call": "<i>&", "row_count": "{}<b>{}"})
    template = "{{ words.call }}|{{ words.row_count.format(view.heading, '\"') }}|{{ words.call | upper }}"
    page = draw(template, given, replace(VIEWS["home"], heading="'"))
    assert page == "&lt;i&gt;&amp;|&#39;&lt;b&gt;&#34;|&lt;I&gt;&amp;"


@pytest.mark.parametrize("name", VIEWS)
def test_short_ways_lead_where_the_long_ones_do(name: str, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    short = make_page(VIEWS[name], theme)

    class Long(Sandbox):
        getattr = ImmutableSandboxedEnvironment.getattr
        call = ImmutableSandboxedEnvironment.call
        _parse = ImmutableSandboxedEnvironment._parse

    monkeypatch.setattr(sandbox, "Sandbox", Long)
    assert make_page(VIEWS[name], replace(theme, css=theme.css + " ")) == short
