/*
名称: 举债找不到会议决定
组: G 债务
级别: 疑点
范围: 本村
需要: [cash_rows.category, "201"]
阈值:
  least: {说: 金额至少, 是: 金额, 值: 5000元}
依据: 农村集体经济组织法第二十六条：举债属重大事项；村民委员会组织法第二十八条
对象: [part, period, voucher]
句: "{day}凭证 {voucher}“{summary}”借入 {amount:元}，没有找到会议决定"
比了什么: 进账类别是借款的每一笔，和前一年的会议决定、重大财务事项
谨慎: 两本账之间周转、垫资几天就还的
怎样算清楚: 补录会议决定
去看什么: 借款合同上谁签的字，钱到了哪个账户、做什么用
*/
SELECT moves.village, item, part, period, voucher, day, summary, party, amount, file, line, cell, [piece(file, line, cell, day, summary, amount)] AS pieces
FROM moves JOIN limits USING (village)
WHERE tab = '进账' AND category = '借款' AND amount >= least
  AND NOT EXISTS (SELECT 1 FROM decisions WHERE decisions.village = moves.village AND decisions.day BETWEEN moves.day - 400 AND moves.day AND regexp_matches(decisions.matter || coalesce(decisions.outcome, ''), '借|贷|融资|垫资'))
  AND NOT EXISTS (SELECT 1 FROM major_matters WHERE major_matters.village = moves.village AND major_matters.amount = moves.amount AND major_matters.decided IS NOT NULL)
