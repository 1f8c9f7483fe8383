/*
名称: 收支余不平
组: B 账务与票据
级别: 重点疑点
范围: 本村
需要: [cash.opening, cash.closing]
依据: 期初 ＋ 进账 － 出账 ＝ 期末
对象: [part, period]
句: "{part_name}{period:期}期初 {opening:元}，进账 {income:元}，出账 {expense:元}，应剩 {computed:元}，写的期末是 {closing:元}，差 {gap:元}"
比了什么: 期初余额、每一笔进账、每一笔出账和期末余额
谨慎: 表没有读全（文件缺了、有的格子读不出）时不算，先用检查把那些改好
怎样算清楚: 找出漏写、重写的那一笔补上；期末抄错的写更正
去看什么: 这一期的凭证张数和银行对账单
*/
WITH flows AS (
  SELECT village, period, part, sum(amount) FILTER (tab = '进账') AS income, sum(amount) FILTER (tab = '出账') AS expense
  FROM cash_rows GROUP BY ALL
),
sums AS (
  SELECT cash.*, coalesce(income, 0) AS income, coalesce(expense, 0) AS expense,
    cash.opening + coalesce(income, 0) - coalesce(expense, 0) AS computed
  FROM cash LEFT JOIN flows USING (village, period, part)
)
SELECT village, item, part, period, coalesce(part_name, '') AS part_name, opening, income, expense, closing, computed,
  abs(computed - closing) AS gap, abs(computed - closing) AS amount, file, line, cell,
  [piece(file, line, cell, "first", '期初余额', opening), piece(file, line, cell, NULL, '进账合计', income),
   piece(file, line, cell, NULL, '出账合计', expense), piece(file, line, cell, "last", '期末余额', closing)] AS pieces
FROM sums
WHERE computed <> closing
  AND NOT EXISTS (
    SELECT 1 FROM diagnostics AS bad
    WHERE bad.village = sums.village AND bad.file = sums.file AND bad.severity = 'error' AND bad.code NOT LIKE 'SUM-%')
