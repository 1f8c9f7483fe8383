/*
名称: 外出期间登记误工
组: E 用工与岗位
级别: 疑点
范围: 名单
需要: [labour.day, labour.person]
名单: [away]
依据: 江川：赴藏务工者出现 44 次、领 6095 元
对象: [person]
句: "{person}（{how}）外出名单写 {since} 起不在村，误工表里有 {rows} 笔，{amount:元}"
比了什么: 误工的日期，和外出务工、考勤名单的起止日；有全名单的按号码，没有号码只比同村同名
谨慎: 同名；中途回来过；家里人替干、按季补记日期的
怎样算清楚: 写明是谁干的、哪天
去看什么: 用工单上的签名，问一起干活的人
*/
SELECT row.village, row.item, max(row.period) AS period, any_value(row.person) AS person, min(listed.day) AS since, count(*) AS rows, sum(row.amount)::BIGINT AS amount,
  CASE WHEN bool_or(by_number) THEN '号码相同' ELSE '只同村同名' END AS how, CASE WHEN bool_or(by_number) THEN '疑点' ELSE '提示' END AS level,
  min(spot(row.file, row.line)).file AS file, min(spot(row.file, row.line)).line AS line, NULL AS cell,
  list(piece(row.file, row.line, row.cell, row.day, row.matter, row.amount) ORDER BY row.day) AS pieces
FROM in_both('labour_people', 'list_away') WHERE row.day > listed.day AND row.day < coalesce(listed.until, DATE '9999-12-31')
GROUP BY row.village, row.item, coalesce(row.person_key, plain_name(row.person))
