/*
名称: 跨期报销
组: B 账务与票据
级别: 疑点
范围: 本村
需要: [cash_rows.slip_day]
阈值:
  days: {说: 票据到入账几天以内, 是: 天, 值: 62}
依据: 村级财务制度范本：支出两个月内报销；安吉横柏村一笔收据隔一年入账
对象: [part, period, voucher]
句: "{day}凭证 {voucher}“{summary}”{amount:元}，票据是 {slip_day} 的，隔了 {days_between} 天"
比了什么: 票据日期和入账日期
谨慎: 质保金、等验收、等上级拨款的会晚
怎样算清楚: 说明为什么晚
去看什么: 票据原件上的日期
*/
SELECT moves.village, item, part, period, voucher, day, summary, party, amount, slip_day, date_diff('day', slip_day, day) AS days_between, file, line, cell,
  [piece(file, line, cell, slip_day, '票据', NULL), piece(file, line, cell, day, summary, amount)] AS pieces
FROM moves JOIN limits USING (village)
WHERE date_diff('day', slip_day, day) > limits.days AND NOT regexp_matches(summary, '质保金|尾款|保证金')
