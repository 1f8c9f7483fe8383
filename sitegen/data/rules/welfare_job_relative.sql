/*
名称: 公益岗安排了干部近亲属
组: E 用工与岗位
级别: 提示
范围: 名单
需要: [list_rows.person]
名单: [relatives]
依据: 万源、岷县公益岗排查
对象: [person]
句: "{person}（{how}，{official}的{relation}）{period:期}在公益岗，{amount:元}"
比了什么: 公益岗名单和干部亲属备案
谨慎: 亲属是脱贫户、残疾人等符合条件的可以安排；同名
怎样算清楚: 附选岗的公示和评议
去看什么: 人在不在岗、活干没干
*/
SELECT row.village, row.item, max(row.period) AS period, any_value(row.person) AS person, max(row.amount) AS amount, any_value(listed.official) AS official, coalesce(any_value(listed.relation), '亲属') AS relation,
  CASE WHEN bool_or(by_number) THEN '号码相同' ELSE '只同村同名' END AS how, arg_max(row.file, row."last") AS file, arg_max(row.line, row."last") AS line, NULL AS cell, list(piece(row.file, row.line, row.cell, row."last", coalesce(row.thing, '') || '岗', row.amount) ORDER BY row."last" DESC)[1:4] AS pieces
FROM in_both('benefit_people', 'list_relatives') WHERE row.item = '244' GROUP BY row.village, row.item, coalesce(row.person_key, plain_name(row.person))
