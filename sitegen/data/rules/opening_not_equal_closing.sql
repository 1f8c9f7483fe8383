/*
名称: 期初与上期期末不符
组: B 账务与票据
级别: 重点疑点
范围: 本村
需要: [cash.opening, cash.closing]
依据: 会计核算的连续性：本期期初就是上期期末
对象: [part, period]
句: "{part_name}{period_says}期初写的是 {opening:元}，上一期期末是 {before:元}，差 {gap:元}"
比了什么: 同一本账，这一期的期初余额和紧挨着的上一期期末余额
谨慎: 上一期后来更正过、两本账合并过，都会对不上
怎样算清楚: 说明是哪一期抄错并写更正；账套合并的，写清从哪天起、带过来多少
去看什么: 两期的公示表和银行对账单上月末的数
公开说: "“{part_name}”{period_says}的期初数和上一期期末数不一致，正在核对。"
*/
WITH linked AS (
  SELECT now.*, before.closing AS before, before.file AS before_file, before.line AS before_line, before.last AS before_last
  FROM cash AS now
  JOIN cash AS before
    ON before.village = now.village AND before.part = now.part AND before.last = now.first - 1
)
SELECT linked.village, item, part, period, coalesce(part_name, '') AS part_name, opening, before, abs(opening - before) AS gap,
  strftime("first", '%Y年%-m月') || '—' || strftime("last", '%-m月') AS period_says,
  abs(opening - before) AS amount, file, line, cell,
  [piece(before_file, before_line, NULL, before_last, '上一期的期末余额', before), piece(file, line, cell, "first", '这一期的期初余额', opening)] AS pieces
FROM linked
WHERE opening <> before
  -- Two sheets of one book for one period (as when an account's name is not known) say nothing of what was carried over.
  AND (SELECT count(*) FROM cash AS own WHERE own.village = linked.village AND own.part = linked.part AND own.period = linked.period) = 1
  AND (SELECT count(*) FROM cash AS own WHERE own.village = linked.village AND own.part = linked.part AND own.last = linked.first - 1) = 1
