/*
名称: 支出缺少付款依据
组: B 账务与票据
级别: 疑点
范围: 本村
需要: [cash_rows.quantity, cash_rows.unit_price, cash_rows.papers]
阈值:
  least: {说: 金额至少, 是: 金额, 值: 1000元}
依据: 审计常见：只有项目和金额，没有数量、单价、清单
对象: [part, period, voucher]
句: "{day}凭证 {voucher}“{summary}”{amount:元}，没有数量和单价，没有合同、项目，也没有附件"
比了什么: 数量、单价、合同、项目、附件张数
谨慎: 报酬、水电、税费本来就没有数量
怎样算清楚: 补清单，写上数量、单价或合同号
去看什么: 凭证后面贴了什么
*/
SELECT moves.village, item, part, period, voucher, day, summary, party, amount, file, line, cell, [piece(file, line, cell, day, summary, amount)] AS pieces
FROM moves JOIN limits USING (village)
WHERE tab = '出账' AND amount >= least AND quantity IS NULL AND unit_price IS NULL AND contract IS NULL AND project IS NULL AND attachment IS NULL AND coalesce(papers, 0) = 0
  AND category NOT IN ('税金及附加', '归还欠款', '退押金', '内部转款') AND coalesce(detail, '') NOT IN ('村组干部报酬', '误工补贴', '水电网络费', '代理记账费', '报刊费')
  AND NOT regexp_matches(summary, '报酬|工资|补贴|补助|津贴|分红|救助|慰问|税|保险|利息')
