/*
名称: 同人同事多次造册
组: F 惠民补贴救助
级别: 提示
范围: 本村
需要: [list_rows.person]
依据: 五河韩台村：青苗补偿 3 张花名册都有同一个人
对象: [item, period, person]
句: "“{benefit}”{period:期}分 {parts} 批造册，{person}每批都有，合计 {amount:元}"
比了什么: 同一事项同一期分几批的名单里同一小组同名、同数量的行
谨慎: 同名；分批补发、几块地分批公示的
怎样算清楚: 写明每一批是什么
去看什么: 几张册子放在一起对
*/
SELECT village, item, period, any_value(benefit) AS benefit, any_value(person) AS person, count(DISTINCT part) AS parts, sum(amount) AS amount, min(spot(file, line)).file AS file, min(spot(file, line)).line AS line, NULL AS cell,
  list(piece(file, line, cell, day, part_name || '，' || person, amount) ORDER BY part) AS pieces
FROM benefit_rows WHERE part LIKE 'b%' AND amount > 0
GROUP BY village, item, period, plain_name(person), coalesce(grp, ''), benefit, amount
HAVING count(DISTINCT part) > 1
