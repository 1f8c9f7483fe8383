/*
名称: 贴线金额
组: D 工程与采购
级别: 疑点
范围: 本村
需要: [projects.price]
阈值:
  limit_at: {说: 限额, 是: 金额, 值: 10万元}
  near: {说: 到限额的, 是: 比例, 值: 90%}
  least: {说: 一年几个, 是: 个数, 值: 2}
依据: 安吉马吉村 9.05 万＋9.34 万，限额 10 万
对象: [year]
句: "{year}年有 {projects} 个项目合同价贴着限额 {limit_at:元}（{names}）"
比了什么: 一年里合同价在限额九成到十成之间的项目
谨慎: 上级按固定额度补助的项目天然贴线
怎样算清楚: 附预算和报价
去看什么: 几个项目是不是一件事
*/
WITH near AS (
  SELECT projects.*, year(coalesce(signed, starts, decided)) AS year, limits.limit_at, limits.least FROM projects JOIN limits USING (village)
  WHERE price < limits.limit_at AND price * 100 >= limits.limit_at * limits.near AND coalesce(signed, starts, decided) IS NOT NULL
)
SELECT village, year, '211' AS item, count(*) AS projects, any_value(limit_at) AS limit_at, string_agg(name, '、' ORDER BY number) AS names, sum(price) AS amount, min(spot(file, line)).file AS file, min(spot(file, line)).line AS line, NULL AS cell,
  list(piece(file, line, cell, coalesce(signed, starts), name, price) ORDER BY number) AS pieces
FROM near GROUP BY village, year HAVING count(*) >= any_value(least)
