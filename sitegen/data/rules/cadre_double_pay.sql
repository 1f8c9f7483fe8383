/*
名称: 村干部报酬和误工重复
组: E 用工与岗位
级别: 提示
范围: 本村
需要: [labour.person, pay_rows.person]
依据: 没有找到规定，是本程序的经验判断；有的县允许干部因专项任务领误工
对象: [person, period]
句: "{office}{person} {period:期}领固定报酬，又领村民误工 {amount:元}"
比了什么: 报酬表的姓名和误工表（不是“干部误工”表）的姓名
谨慎: 同名；当地规定可以领的
怎样算清楚: 写进“干部误工”表，附规定
去看什么: 那几天做的是不是本职
*/
SELECT labour.village, labour.item, labour.period, any_value(pay.person) AS person, any_value(pay.office) AS office, sum(labour.amount) AS amount, min(labour.file) AS file, min(labour.line) AS line, NULL AS cell,
  list(piece(labour.file, labour.line, labour.cell, labour.day, labour.matter, labour.amount) ORDER BY labour.day) AS pieces
FROM labour JOIN (SELECT DISTINCT ON (village, period, plain_name(person)) * FROM pay_rows) AS pay
  ON pay.village = labour.village AND pay.period = labour.period AND plain_name(pay.person) = plain_name(labour.person)
WHERE labour.tab = '误工' AND NOT regexp_matches(pay.office, '组长|网格|保洁')
GROUP BY labour.village, labour.item, labour.period, plain_name(labour.person)
