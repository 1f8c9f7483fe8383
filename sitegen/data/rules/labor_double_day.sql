/*
名称: 同一天两处误工
组: E 用工与岗位
级别: 提示
范围: 本村
需要: [labour.days]
阈值:
  most: {说: 一天最多几天工, 是: 数, 值: 1}
依据: 没有找到规定，是本程序的经验判断
对象: [person, day]
句: "{person} {day} 这天登记了 {rows} 笔误工，加起来 {days} 天：{matters}"
比了什么: 同一人同一天的误工
谨慎: 上午下午各一处、几天合记在一天、同名的两个人
怎样算清楚: 分开写是哪几天
去看什么: 用工单上的签名，问一起干活的人那天他在哪一处
*/
SELECT labour.village, item, any_value(period) AS period, any_value(person) AS person, day, count(*) AS rows, sum(days) AS days, string_agg(DISTINCT matter, '、') AS matters, sum(amount) AS amount, min(spot(file, line)).file AS file, min(spot(file, line)).line AS line, NULL AS cell,
  list(piece(file, line, cell, day, matter || '，' || days || ' 天', amount)) AS pieces
FROM labour JOIN limits USING (village)
GROUP BY labour.village, item, plain_name(person), day
HAVING count(DISTINCT matter) > 1 AND sum(days) > any_value(most) AND max(days) <= 1
