/*
名称: 外出期间登记误工
组: E 用工与岗位
级别: 疑点
范围: 名单
需要: [labour.day, labour.person]
名单: [away]
依据: 江川：赴藏务工者出现 44 次、领 6095 元
对象: [person]
句: "{person}外出名单写 {since} 起不在村，误工表里有 {rows} 笔，{amount:元}，只比了同村同名"
比了什么: 误工的日期，和外出务工、考勤名单的起止日
谨慎: 同名；中途回来过；家里人替干、按季补记日期的
怎样算清楚: 写明是谁干的、哪天
去看什么: 用工单上的签名，问一起干活的人
*/
SELECT labour.village, labour.item, max(labour.period) AS period, any_value(labour.person) AS person, min(away.day) AS since, count(*) AS rows, sum(labour.amount) AS amount, CASE WHEN count(*) >= 3 THEN '疑点' ELSE '提示' END AS level, min(labour.file) AS file, min(labour.line) AS line, NULL AS cell,
  list(piece(labour.file, labour.line, labour.cell, labour.day, labour.matter, labour.amount) ORDER BY labour.day) AS pieces
FROM labour JOIN list_away AS away ON away.village = labour.village AND plain_name(away.person) = plain_name(labour.person) AND labour.day > away.day AND labour.day < coalesce(away.until, DATE '9999-12-31')
GROUP BY labour.village, labour.item, plain_name(labour.person)
