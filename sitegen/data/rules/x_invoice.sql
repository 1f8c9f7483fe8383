/*
名称: 同一发票跨村报销
组: H 镇级交叉
级别: 重点疑点
范围: 跨村
需要: [cash_rows.invoice_number]
依据: 发票管理办法；一张发票只能报一次
对象: [invoice]
句: "发票 {invoice} 在 {homes} 都报了，合计 {amount:元}"
比了什么: 各村出账里的发票代码、号码和开票方
谨慎: 几个村合买一样东西分摊一张发票
怎样算清楚: 附分摊表
去看什么: 原件在哪个村
*/
WITH twice AS (
  SELECT invoice_code, invoice_number FROM cash_rows WHERE length(invoice_number) >= 8 GROUP BY ALL HAVING count(DISTINCT village) > 1
)
SELECT max(moves.village) AS village, '021' AS item, coalesce(invoice_code || '-', '') || invoice_number AS invoice, string_agg(DISTINCT home.name, '、') AS homes, sum(amount) AS amount, arg_max(moves.file, moves.village) AS file, arg_max(moves.line, moves.village) AS line, NULL AS cell,
  list(piece(moves.file, moves.line, moves.cell, day, home.name || ' ' || voucher || ' ' || summary, amount) ORDER BY day) AS pieces
FROM moves JOIN villages AS home ON home.village = moves.village
WHERE tab = '出账' AND invoice_number IN (SELECT invoice_number FROM twice) AND NOT regexp_matches(coalesce(slip, '发票'), '收据|白条|自制') AND NOT regexp_matches(summary, '分摊|合用|共用')
GROUP BY invoice_code, invoice_number HAVING count(DISTINCT moves.village) > 1 AND (invoice_code IS NOT NULL OR length(invoice_number) >= 20 OR count(DISTINCT coalesce(plain_name(coalesce(issuer, party)), '')) = 1)
