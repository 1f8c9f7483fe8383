/*
名称: 不在资格名册里领取
组: F 惠民补贴救助
级别: 提示
范围: 名单
需要: [list_rows.person]
名单: [eligible]
阈值:
  most: {说: 一份名单里最多几成对不上才列, 是: 比例, 值: 20%}
依据: 保靖疑似数万条，查实 7 人 72 条：准头很低，只作提示
对象: [item, period, part, row_key]
句: "{person}在“{benefit}”{period:期}名单里，{amount:元}，资格名册里没有找到"
比了什么: 名单和同一项的资格名册（有号码按号码，没有就按同村同名）
谨慎: 名册没更新、名字写法不同的最多；对不上的超过两成就当名册有问题，不列
怎样算清楚: 请主管部门核名册
去看什么: 先看证，不问病情
*/
WITH held AS (SELECT village, item, count(*) AS rows FROM list_eligible GROUP BY ALL),
lists AS (
  SELECT row.*, EXISTS (SELECT 1 FROM list_eligible AS known WHERE known.item = row.item AND known.village = row.village AND plain_name(known.person) = plain_name(row.person) AND (known.person_key IS NULL OR row.person_key IS NULL))
    OR EXISTS (SELECT 1 FROM list_eligible AS known WHERE known.item = row.item AND known.person_key = row.person_key) AS found
  FROM benefit_people AS row WHERE (row.village, row.item) IN (SELECT (village, item) FROM held WHERE rows >= 5) AND NOT row.universal AND row."last" >= as_of() - 200
),
shares AS (SELECT village, item, period, count(*) FILTER (NOT found) * 100.0 / count(*) AS missing FROM lists GROUP BY ALL)
SELECT lists.village, lists.item, lists.period, part, row_key, person, benefit, amount, file, line, cell, [piece(file, line, cell, "last", benefit || '，' || person, amount)] AS pieces
FROM lists JOIN shares USING (village, item, period) JOIN limits ON limits.village = lists.village WHERE NOT found AND missing <= most
