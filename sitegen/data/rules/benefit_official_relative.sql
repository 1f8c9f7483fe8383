/*
名称: 村干部近亲属享受救助
组: F 惠民补贴救助
级别: 提示
范围: 名单
需要: [list_rows.person]
名单: [relatives]
依据: 贾汪、菏泽备案核查；是亲属不等于有问题
对象: [item, person]
句: "{person}（{how}，{official}的{relation}）在“{benefit}”{period:期}名单里，{amount:元}"
比了什么: 低保、特困、临时救助、危房、公益岗名单和干部亲属备案
谨慎: 亲属符合条件就该享受；这里只是备案比对，不是指责
怎样算清楚: 附审批层级、公示和回避记录
去看什么: 按正常的入户核查看
*/
SELECT row.village, row.item, max(row.period) AS period, any_value(row.person) AS person, any_value(row.benefit) AS benefit, max(row.amount) AS amount, any_value(listed.official) AS official, coalesce(any_value(listed.relation), '亲属') AS relation,
  CASE WHEN bool_or(by_number) THEN '号码相同' ELSE '只同村同名' END AS how, arg_max(row.file, row."last") AS file, arg_max(row.line, row."last") AS line, NULL AS cell, list(piece(row.file, row.line, row.cell, row."last", row.benefit, row.amount) ORDER BY row."last" DESC)[1:4] AS pieces
FROM in_both('benefit_people', 'list_relatives') WHERE row.item IN ('245', '251', '252', '253') GROUP BY row.village, row.item, coalesce(row.person_key, plain_name(row.person))
