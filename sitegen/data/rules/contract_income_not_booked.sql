/*
名称: 合同的租金账上没有
组: B 账务与票据
级别: 重点疑点
范围: 本村
需要: ["payments_due.paid|contracts.rent", cash.closing]
阈值:
  days: {说: 缴清后几天内应入账, 是: 天, 值: 30}
依据: 呈贡缪家营 176.2 万元迟到七年才入账；村级会计制度：收入及时入账
对象: [ref, due]
句: "{name}（{ref:号}，{party}）{said}"
比了什么: 合同应缴的缴清日期、凭证号，和资金收支那几期的进账；没有列应缴的合同，看满一年以后一年里有没有它的进账
谨慎: 几份合同并成一笔入账、交到别的账套、提前一年交清、一次交了几年的会找不到
怎样算清楚: 写上凭证号；合并入账的写明是哪一笔
去看什么: 收据存根和银行流水
*/
WITH kept AS (SELECT village, min("first") AS since, max("last") AS until FROM cash GROUP BY village),
listed AS (
  SELECT due.village, due.due, due.paid, due.voucher, due.amount, due.name, due.file, due.line, due.cell, ref, contract.party, limits.days, due.paid - 400 AS since, due.paid + limits.days AS until
  FROM payments_due AS due
  JOIN contract_refs AS contract USING (village, item, number)
  JOIN limits ON limits.village = due.village
  JOIN kept ON kept.village = due.village
  WHERE due.paid IS NOT NULL AND due.amount > 0 AND due.paid >= kept.since AND due.paid + limits.days <= kept.until
),
unlisted AS (
  SELECT contract.village, NULL::DATE AS due, NULL::DATE AS paid, NULL AS voucher, rent AS amount, name, file, line, cell, ref, party, limits.days, kept.until - 365 - limits.days AS since, kept.until
  FROM contract_refs AS contract JOIN limits USING (village) JOIN kept USING (village)
  WHERE rent > 0 AND ended IS NULL AND starts + 365 + limits.days <= kept.until AND ends >= kept.until - 365 AND kept.since <= kept.until - 330
    AND NOT regexp_matches(coalesce(purpose, '') || coalesce(notes, ''), '一次性|一次付清|已交清|免租|减免')
    AND NOT EXISTS (SELECT 1 FROM payments_due AS due WHERE due.village = contract.village AND due.item = contract.item AND due.number = contract.number)
),
expected AS (SELECT * FROM listed UNION ALL SELECT * FROM unlisted)
SELECT village, ref, due, name, party, amount, file, line, cell,
  CASE WHEN paid IS NOT NULL THEN '登记 ' || say_day(paid) || '缴清 ' || yuan(amount) || '，那前后的钱账里没有找到这笔进账'
    ELSE '每年应收 ' || yuan(amount) || '，最近一年多的钱账里没有找到它的进账' END AS said,
  CASE WHEN paid IS NOT NULL THEN '重点疑点' ELSE '疑点' END AS level,
  [piece(file, line, cell, paid, name || CASE WHEN paid IS NOT NULL THEN '，登记缴清' ELSE '，年租金' END, amount)] AS pieces
FROM expected
WHERE NOT EXISTS (
  SELECT 1 FROM cash_rows AS booked
  WHERE booked.village = expected.village AND booked.tab = '进账' AND booked.day BETWEEN expected.since AND expected.until
    AND ((booked.contract = expected.ref AND booked.amount > 0) OR (booked.voucher = expected.voucher AND booked.day BETWEEN expected.paid - 40 AND expected.paid + 40)
      OR (booked.amount = expected.amount AND (expected.paid IS NULL OR booked.day BETWEEN expected.paid - 40 AND expected.until))
      OR (plain_name(booked.party) = plain_name(expected.party) AND plain_name(expected.party) <> '' AND (expected.paid IS NULL OR booked.amount >= expected.amount))
      OR (expected.paid IS NULL AND (contains(booked.summary, expected.name) OR contains(booked.summary, expected.party)))))
