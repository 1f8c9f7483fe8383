/*
名称: 收据跳号缺联
组: B 账务与票据
级别: 疑点
范围: 本村
需要: [cash_rows.invoice_number, cash_rows.slip]
依据: 南浔监督发现跳号开具、作废缺联
对象: [book]
句: "收款收据 {book} 这一段从 {low} 到 {high}，账上少 {missing} 个号：{numbers}"
比了什么: 进账里收款收据的号码，一本一本看有没有缺
谨慎: 作废的、还没用完的、另一本账用掉的会缺
怎样算清楚: 拿出作废的那几联，或写明在哪本账
去看什么: 收据存根本
*/
WITH used AS (
  SELECT village, item, period, file, line, cell, day, summary, amount, try_cast(invoice_number AS BIGINT) AS number, length(invoice_number)::INTEGER AS width
  FROM moves WHERE tab = '进账' AND regexp_matches(slip, '收据') AND regexp_matches(invoice_number, '^[0-9]{3,12}$')
),
steps AS (
  SELECT used.*, lag(number) OVER w AS before, lag(file) OVER w AS before_file FROM used WINDOW w AS (PARTITION BY village, width ORDER BY number)
)
SELECT village, item, period, lpad(CAST(before AS VARCHAR), width, '0') || '—' || lpad(CAST(number AS VARCHAR), width, '0') AS book, lpad(CAST(before AS VARCHAR), width, '0') AS low, lpad(CAST(number AS VARCHAR), width, '0') AS high,
  number - before - 1 AS missing, list_transform(range(before + 1, number), lambda each: lpad(CAST(each AS VARCHAR), width, '0')) AS numbers,
  file, line, cell, [piece(file, line, cell, day, summary || '，收据 ' || number, amount)] AS pieces
FROM steps WHERE number - before BETWEEN 2 AND 10
