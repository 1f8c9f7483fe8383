/*
名称: 村干部本人在救助名单
组: F 惠民补贴救助
级别: 提示
范围: 本村
需要: [officers.person, list_rows.person]
依据: 富阳洞桥村干部地力补贴 9872.02 元触发预警，查实套取 4077.34 元；只对名字，所以只作提示
对象: [person, item]
句: "{office}{person}的名字在“{benefit}”名单里，{amount:元}"
比了什么: 村情里的干部姓名，和低保、特困、临时救助、公益岗、危房名单的姓名
谨慎: 同名；干部家里真有困难也可以享受。耕地、稻谷这些种地都有的补贴不在这里比
怎样算清楚: 附审批的层级和公示
去看什么: 入户看一看（不拍照、不问别的）
*/
SELECT rows.village, rows.item, max(rows.period) AS period, any_value(officers.person) AS person, any_value(officers.office) AS office, any_value(rows.benefit) AS benefit, max(rows.amount) AS amount,
  arg_max(rows.file, rows."last") AS file, arg_max(rows.line, rows."last") AS line, NULL AS cell, list(piece(rows.file, rows.line, rows.cell, rows."last", rows.benefit, rows.amount) ORDER BY rows."last" DESC)[1:4] AS pieces
FROM benefit_rows AS rows JOIN officers ON officers.village = rows.village AND plain_name(officers.person) = plain_name(rows.person)
WHERE rows.item IN ('244', '245', '251', '252', '253') AND NOT regexp_matches(officers.office, '组长')
GROUP BY rows.village, rows.item, plain_name(rows.person)
