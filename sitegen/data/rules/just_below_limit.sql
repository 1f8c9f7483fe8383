/*
名称: 贴线金额
组: D 工程与采购
级别: 疑点
范围: 本村
需要: ["projects.price|cash_rows.amount"]
阈值:
  limit_at: {说: 工程限额, 是: 金额, 值: 10万元}
  pay_at: {说: 一笔支出要会议决定的限额, 是: 金额, 值: 10000元}
  near: {说: 到限额的, 是: 比例, 值: 90%}
  least: {说: 一年几个, 是: 个数, 值: 2}
  pays: {说: 付同一家几笔, 是: 个数, 值: 3}
  days: {说: 这几笔在几天以内, 是: 天, 值: 90}
依据: 安吉马吉村 9.05 万＋9.34 万，限额 10 万；各村财务制度常见一万元以上由村民代表会议定
对象: [year, who]
句: "{year}年{said}"
比了什么: 一年里合同价在工程限额九成到十成之间的项目；没有写项目、合同的出账里，九十天里付给同一家几笔、每笔都在会议限额九成到十成之间的
谨慎: 上级按固定额度补助的项目天然贴线；按次付的定额费用、分期的定额工资也会贴线
怎样算清楚: 附预算和报价；几笔是一件事的，补会议决定
去看什么: 几个项目、几笔钱是不是一件事
*/
WITH near AS (
  SELECT village, '' AS who, year(coalesce(signed, starts, decided)) AS year, '211' AS item, limit_at AS line_at, limits.least AS needed, 0 AS days, number AS nth, name AS what, price AS amount, coalesce(signed, starts) AS day, file, line, cell
  FROM projects JOIN limits USING (village)
  WHERE price < limit_at AND price * 100 >= limit_at * near AND coalesce(signed, starts, decided) IS NOT NULL
  UNION ALL
  SELECT village, plain_name(party), year(day), '021', pay_at, pays, limits.days, strftime(day, '%m%d') || voucher, voucher || ' ' || summary, amount, day, file, line, cell
  FROM moves JOIN limits USING (village)
  WHERE tab = '出账' AND amount < pay_at AND amount * 100 >= pay_at * near AND party IS NOT NULL AND project IS NULL AND contract IS NULL AND meeting IS NULL
    AND category NOT IN ('归还欠款', '退押金', '税金及附加', '内部转款') AND coalesce(detail, '') NOT IN ('村组干部报酬', '误工补贴', '水电网络费', '代理记账费')
    AND NOT regexp_matches(summary, '报酬|工资|补贴|补助|津贴|分红|救助|慰问|保险|税|土地补偿|征地补偿|到户|退|转给|转付|代收|代付|租金|水费|电费')
),
close AS (
  SELECT near.*, CASE who WHEN '' THEN count(*) OVER (PARTITION BY village, year, who)
    ELSE (SELECT count(*) FROM near AS other WHERE other.village = near.village AND other.who = near.who AND other.year = near.year AND other.day BETWEEN near.day - near.days AND near.day) END AS together
  FROM near
)
SELECT village, year, who, any_value(item) AS item,
  CASE who WHEN '' THEN '有 ' || count(*) || ' 个项目合同价贴着限额 ' || yuan(any_value(line_at)) || '（' || string_agg(what, '、' ORDER BY nth) || '）'
    ELSE '付给' || who || ' ' || count(*) || ' 笔，每笔都差一点不到 ' || yuan(any_value(line_at)) || '，合起来 ' || yuan(sum(amount)::BIGINT) END AS said,
  CASE who WHEN '' THEN '疑点' ELSE '提示' END AS level, nullif(who, '') AS party, sum(amount)::BIGINT AS amount, min(spot(file, line)).file AS file, min(spot(file, line)).line AS line, NULL AS cell,
  list(piece(file, line, cell, day, what, amount) ORDER BY nth) AS pieces
FROM close GROUP BY village, year, who HAVING max(together) >= any_value(needed)
