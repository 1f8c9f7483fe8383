/*
名称: 误工天数超常
组: E 用工与岗位
级别: 疑点
范围: 本村
需要: [labour.days, labour.person]
阈值:
  most: {说: 一个月到几天算太多, 是: 个数, 值: 25}
依据: 江川业家山：2 月份登记 30 天
对象: [person, month]
句: "{person} {month} 登记误工 {days} 天（到 {most} 天就要看一看）"
比了什么: 一个人一个月误工天数加起来；一笔就到了、或按号码对得上是一个人的算疑点，几笔只靠同名加起来的只提示
谨慎: 几个同名的人、按季合成一笔记在一天的
怎样算清楚: 分开写每天做了什么
去看什么: 用工单上的签名
*/
SELECT labour.village, item, any_value(period) AS period, any_value(person) AS person, strftime(day, '%Y年%-m月') AS month, sum(days) AS days, any_value(most) AS most, sum(amount)::BIGINT AS amount,
  CASE WHEN any_value(person_key) IS NOT NULL OR max(days) >= any_value(most) THEN '疑点' ELSE '提示' END AS level,
  min(spot(file, line)).file AS file, min(spot(file, line)).line AS line, NULL AS cell, list(piece(file, line, cell, day, matter || '，' || days || ' 天', amount) ORDER BY day) AS pieces
FROM labour_people AS labour JOIN limits USING (village) WHERE days > 0
GROUP BY labour.village, item, coalesce(person_key, plain_name(person)), strftime(day, '%Y年%-m月') HAVING sum(days) >= any_value(most)
