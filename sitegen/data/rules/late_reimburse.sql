/*
名称: 跨期报销
组: B 账务与票据
级别: 疑点
范围: 本村
需要: [cash_rows.slip_day]
阈值:
  days: {说: 支出的票据到入账几天以内, 是: 天, 值: 62}
  income: {说: 收款的收据到入账几天以内, 是: 天, 值: 3}
依据: 村级财务制度范本：支出两个月内报销，收的钱三天内交账、不跨月；安吉横柏村一张 2016 年 2 月的收据隔一年才入账
对象: [part, period, voucher]
句: "{day}凭证 {voucher}“{summary}”{amount:元}，{what}是 {slip_day} 的，隔了 {days_between} 天才入账"
比了什么: 票据日期和入账日期；收的钱隔了三天又跨了月的只提示，隔了两个月的算疑点
谨慎: 支出里质保金、等验收、等上级拨款的会晚；收款里月底集中交一次账的会晚几天
怎样算清楚: 说明为什么晚；收的钱写明这段时间放在谁手里
去看什么: 票据原件上的日期；收款的看收据存根和存款单
*/
WITH late AS (
  SELECT moves.*, date_diff('day', slip_day, day) AS days_between, limits.days, limits.income FROM moves JOIN limits USING (village)
  WHERE NOT regexp_matches(summary, '质保金|尾款|保证金')
)
SELECT village, item, part, period, voucher, day, summary, party, amount, slip_day, days_between, CASE tab WHEN '进账' THEN '收据' ELSE '票据' END AS what,
  CASE WHEN days_between > days THEN '疑点' ELSE '提示' END AS level, file, line, cell,
  [piece(file, line, cell, slip_day, CASE tab WHEN '进账' THEN '收据' ELSE '票据' END, NULL), piece(file, line, cell, day, summary, amount)] AS pieces
FROM late
WHERE days_between > days OR (tab = '进账' AND days_between > income AND date_trunc('month', slip_day) < date_trunc('month', day))
