/*
名称: 财政供养人员领低保
组: F 惠民补贴救助
级别: 疑点
范围: 名单
需要: [list_rows.person]
名单: [payroll]
依据: 随州、天等等地比对
对象: [item, person]
句: "{person}（{how}）在财政供养名单里{unit}，“{benefit}”{period:期}名单里也有，{amount:元}"
比了什么: 低保、特困、临时救助名单和财政供养名单
谨慎: 公益岗、遗属补助也算财政发钱；收入核对时已经算进去的；同名
怎样算清楚: 附收入核对结论
去看什么: 请民政核，不去问病情收入
*/
SELECT row.village, row.item, max(row.period) AS period, any_value(row.person) AS person, any_value(row.benefit) AS benefit, max(row.amount) AS amount, coalesce('（' || any_value(listed.unit) || '）', '') AS unit,
  CASE WHEN bool_or(by_number) THEN '号码相同' ELSE '只同村同名' END AS how, CASE WHEN bool_or(by_number) THEN '疑点' ELSE '提示' END AS level,
  arg_max(row.file, row."last") AS file, arg_max(row.line, row."last") AS line, NULL AS cell, list(piece(row.file, row.line, row.cell, row."last", row.benefit, row.amount) ORDER BY row."last" DESC)[1:4] AS pieces
FROM in_both('benefit_people', 'list_payroll') WHERE row.item IN ('251', '252', '253') GROUP BY row.village, row.item, coalesce(row.person_key, plain_name(row.person))
