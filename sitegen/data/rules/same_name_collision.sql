/*
名称: 同名不同人
组: F 惠民补贴救助
级别: 提示
范围: 跨村
需要: [list_rows.person]
名单: [people]
依据: 宣威：银行按姓名把 8350 元划给另一村的同名者
对象: [item, period, person]
句: "{person}：{homes} 的“{benefit}”{period:期}名单里有同名的人，号码不同，划款要按号码"
比了什么: 同镇各村名单里同名而号码不同的人
谨慎: 这一条不是疑点，是提醒别划错
怎样算清楚: 核对过划款号码就可以
去看什么: 各人卡上到账没有
*/
WITH shared AS (
  SELECT left(village, 9) AS township, item, period, plain_name(person) AS name FROM benefit_people WHERE person_key IS NOT NULL
  GROUP BY ALL HAVING min(person_key) <> max(person_key) AND min(village) <> max(village)
),
named AS (
  SELECT DISTINCT ON (shared.township, row.item, row.period, name, row.person_key) row.*, shared.township FROM benefit_people AS row
  JOIN shared ON shared.township = left(row.village, 9) AND shared.item = row.item AND shared.period = row.period AND name = plain_name(row.person)
  WHERE row.person_key IS NOT NULL
)
SELECT min(named.village) AS village, named.item, named.period, any_value(person) AS person, string_agg(DISTINCT home.name, '、') AS homes, any_value(benefit) AS benefit, arg_min(named.file, named.village) AS file, arg_min(named.line, named.village) AS line, NULL AS cell,
  list(piece(named.file, named.line, named.cell, named."last", home.name || '，' || person, named.amount) ORDER BY named.village) AS pieces
FROM named JOIN villages AS home ON home.village = named.village GROUP BY named.township, named.item, named.period, plain_name(person) HAVING count(DISTINCT person_key) > 1 AND count(DISTINCT named.village) > 1
