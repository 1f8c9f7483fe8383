/*
名称: 同一发票号重复报销
组: B 账务与票据
级别: 重点疑点
范围: 本村
需要: [cash_rows.invoice_number]
依据: 会计基础工作规范；发票管理办法
对象: [invoice]
句: "发票 {invoice} 报了 {times} 次，合计 {amount:元}"
比了什么: 出账里填了发票号码的每一笔，按发票代码和号码对
谨慎: 一张发票分两张凭证入账（两笔钱出）也会这样，各笔加起来等于票面就没有问题；普通收据各本的号会重，不比
怎样算清楚: 附发票，说明票面多少、为什么分开付
去看什么: 两张凭证后面贴的是不是同一张票
*/
SELECT village, '021' AS item, any_value(period) AS period, coalesce(invoice_code || '-', '') || invoice_number AS invoice, count(DISTINCT (part, period, voucher)) AS times,
  sum(amount) AS amount, arg_max(file, day) AS file, arg_max(line, day) AS line, arg_max(cell, day) AS cell,
  list(piece(file, line, cell, day, voucher || ' ' || summary, amount) ORDER BY day, voucher) AS pieces
FROM moves
WHERE tab = '出账' AND length(invoice_number) >= 6 AND NOT regexp_matches(coalesce(slip, '发票'), '收据|白条|自制')
GROUP BY village, invoice_code, invoice_number
HAVING count(DISTINCT (part, period, voucher)) > 1
