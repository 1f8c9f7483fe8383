/*
名称: 收据跳号缺联
组: B 账务与票据
级别: 疑点
范围: 本村
需要: [cash_rows.invoice_number, cash_rows.slip]
依据: 南浔监督发现跳号开具、作废缺联
对象: [book]
句: "收款收据 {book} 这一段从 {low} 到 {high}，账上少 {missing} 个号：{numbers}"
比了什么: 进账里收款收据的号码（号码前的字母一样的算一本），一本一本看有没有缺；摘要里写明作废的不算缺
谨慎: 作废的、还没用完的、另一本账用掉的会缺
怎样算清楚: 拿出作废的那几联，或写明在哪本账
去看什么: 收据存根本
*/
WITH used AS (
  SELECT village, item, period, file, line, cell, day, summary, amount, regexp_extract(invoice_number, '^[A-Za-z]*') AS letters,
    try_cast(regexp_extract(invoice_number, '[0-9]+$') AS BIGINT) AS number, length(regexp_extract(invoice_number, '[0-9]+$'))::INTEGER AS width
  FROM moves WHERE tab = '进账' AND regexp_matches(slip, '收据') AND regexp_matches(invoice_number, '^[A-Za-z]{0,4}[0-9]{3,12}$')
),
steps AS (
  SELECT used.*, lag(number) OVER w AS before FROM used WINDOW w AS (PARTITION BY village, letters, width ORDER BY number)
),
voided AS (SELECT village, summary FROM cash_rows WHERE contains(summary, '作废')),
gaps AS (
  SELECT steps.* EXCLUDE (before), letters || lpad(CAST(before AS VARCHAR), width, '0') AS low, letters || lpad(CAST(number AS VARCHAR), width, '0') AS high,
    list_transform(range(before + 1, number), lambda each: letters || lpad(CAST(each AS VARCHAR), width, '0')) AS missed
  FROM steps WHERE number - before BETWEEN 2 AND 10
),
lacking AS (
  SELECT gaps.*, list_filter(missed, lambda each: NOT coalesce(list_bool_or(list_transform(said, lambda words: contains(words, each))), false)) AS numbers
  FROM gaps LEFT JOIN (SELECT village, list(summary) AS said FROM voided GROUP BY village) USING (village)
)
SELECT village, item, period, low || '—' || high AS book, low, high, len(numbers) AS missing, numbers, file, line, cell,
  [piece(file, line, cell, day, summary || '，收据 ' || high, amount)] AS pieces
FROM lacking WHERE len(numbers) > 0
