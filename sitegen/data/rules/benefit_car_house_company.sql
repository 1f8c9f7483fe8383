/*
名称: 名下有车有房有企业领低保
组: F 惠民补贴救助
级别: 疑点
范围: 名单
需要: [list_rows.person]
名单: [property]
依据: 菏泽比对 41.5 万人，一季度 2386 人名下有车、房、公积金
对象: [item, person]
句: "{person}（{how}）名下有{kinds}，“{benefit}”{period:期}名单里有，{amount:元}"
比了什么: 低保、特困名单和车辆、不动产、企业登记
谨慎: 农用三轮、残疾人代步车、顶名、挂名法人、破旧老车、唯一住房都可以
怎样算清楚: 附家庭经济核对结论
去看什么: 请民政按核对程序看
*/
SELECT row.village, row.item, max(row.period) AS period, any_value(row.person) AS person, any_value(row.benefit) AS benefit, max(row.amount) AS amount, string_agg(DISTINCT listed.kind, '、') AS kinds,
  CASE WHEN bool_or(by_number) THEN '号码相同' ELSE '只同村同名' END AS how, CASE WHEN bool_or(by_number) THEN '疑点' ELSE '提示' END AS level,
  arg_max(row.file, row."last") AS file, arg_max(row.line, row."last") AS line, NULL AS cell, list(piece(row.file, row.line, row.cell, row."last", row.benefit, row.amount) ORDER BY row."last" DESC)[1:4] AS pieces
FROM in_both('benefit_people', 'list_property') WHERE row.item IN ('251', '252') AND NOT regexp_matches(coalesce(listed.detail, ''), '三轮|农用|拖拉机|代步|残疾') GROUP BY row.village, row.item, coalesce(row.person_key, plain_name(row.person))
