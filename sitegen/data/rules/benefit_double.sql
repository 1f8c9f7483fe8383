/*
名称: 同一人同项重复领取
组: F 惠民补贴救助
级别: 疑点
范围: 本村
需要: [list_rows.person]
依据: 济南 814 条疑点核出 76 个问题
对象: [item, period, part, person]
句: "“{benefit}”{period:期}里{person}出现 {rows} 次，合计 {amount:元}"
比了什么: 同一份名单里姓名、小组都一样的两行（整份名单都没有写小组的，姓名和金额都一样）；有全名单的按号码比
谨慎: 一个小组里同名的两户很常见；一户两块地分两行写、按月按项分开写的
怎样算清楚: 写明是两个人；一户的并成一行
去看什么: 到小组里问是一个人还是两个人
*/
WITH grouped AS (SELECT village, item, period, part, count(grp) AS groups FROM benefit_people GROUP BY ALL),
doubled AS (
  SELECT village, item, period, part, any_value(benefit) AS benefit, any_value(person) AS person, count(*) AS rows, sum(amount) AS amount, min(spot(file, line)).file AS file, min(spot(file, line)).line AS line, any_value(person_key) AS person_key,
    list(piece(file, line, cell, day, person || coalesce('，' || grp, '') || coalesce('，' || area || ' 亩', ''), amount) ORDER BY line) AS pieces
  FROM benefit_people JOIN grouped USING (village, item, period, part)
  WHERE item NOT IN ('061', '253', '254', '222')
  GROUP BY village, item, period, part, coalesce(person_key, plain_name(person) || '/' || coalesce(grp, '')), coalesce(thing, '')
  HAVING count(*) > 1 AND (any_value(person_key) IS NOT NULL OR any_value(grp) IS NOT NULL OR (any_value(groups) = 0 AND count(DISTINCT amount) = 1))
    AND count(DISTINCT coalesce(month, began, DATE '0001-01-01')) = 1
    AND (any_value(person_key) IS NOT NULL OR NOT any_value(universal) OR count(DISTINCT coalesce(area, 0)) = 1)
)
SELECT village, item, period, part, benefit, person, rows, amount, CASE WHEN person_key IS NULL THEN '提示' ELSE '疑点' END AS level, file, line, NULL AS cell, pieces FROM doubled
