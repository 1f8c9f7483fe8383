/*
名称: 补贴面积大于确权面积
组: F 惠民补贴救助
级别: 提示
范围: 名单
需要: [list_rows.area]
名单: [survey]
阈值:
  over: {说: 超过, 是: 比例, 值: 5%}
  least: {说: 至少多几亩, 是: 数, 值: 0.5}
依据: 灵璧 8 类数据筛人地不符；富阳由金额反推约 90 亩
对象: [item, period, person, grp]
句: "{person}“{benefit}”{period:期}补 {area} 亩，确权加流入 {known_area} 亩"
比了什么: 补贴名单的面积，和确权面积加流入面积
谨慎: 开荒地、没登记的流转、代亲属报的很多
怎样算清楚: 附流转合同或丈量
去看什么: 地头看是谁在种
*/
WITH known AS (SELECT village, plain_name(person) AS who, sum(area + coalesce(rented, 0)) AS known_area, count(*) AS rows FROM list_survey GROUP BY ALL),
claimed AS (SELECT village, item, period, plain_name(person) AS who, coalesce(grp, '') AS grp, any_value(person) AS person, any_value(benefit) AS benefit, sum(area) AS area, sum(amount) AS amount, min(spot(file, line)).file AS file, min(spot(file, line)).line AS line, list(piece(file, line, cell, "last", person || '，' || area || ' 亩', amount)) AS pieces
  FROM benefit_rows WHERE item IN ('241', '242') AND area > 0 GROUP BY village, item, period, plain_name(person), coalesce(grp, ''))
SELECT claimed.village, item, period, person, grp, benefit, area, known_area, amount, file, line, NULL AS cell, pieces
FROM claimed JOIN known USING (village, who) JOIN limits ON limits.village = claimed.village
WHERE known.rows = 1 AND area * 100 > known_area * (100 + over) AND area >= known_area + least
