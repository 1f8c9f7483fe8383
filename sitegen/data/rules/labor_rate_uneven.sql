/*
名称: 误工标准不一
组: E 用工与岗位
级别: 提示
范围: 本村
需要: [labour.rate]
阈值:
  times: {说: 相差几倍, 是: 数, 值: 2}
依据: 江川：8 人每天 100—150 元，其余 30—50 元
对象: [period, matter]
句: "{period:期}“{matter}”一天最高 {high:元}，最低 {low:元}"
比了什么: 同一件事、同一工种（写了的话）各人一天的标准
谨慎: 技工和小工、半天按天写的不一样
怎样算清楚: 写明工种和定标准的会
去看什么: 问干活的人一天拿多少
*/
SELECT labour.village, item, period, matter, max(rate) AS high, min(rate) AS low, sum(amount) AS amount, min(spot(file, line)).file AS file, min(spot(file, line)).line AS line, NULL AS cell,
  list(piece(file, line, cell, day, person || '，一天', rate) ORDER BY rate DESC) AS pieces
FROM labour JOIN limits USING (village) WHERE rate > 0 AND days >= 1 AND NOT regexp_matches(matter, '技工|泥工|木工|电工|焊|机手|挖机')
GROUP BY labour.village, item, period, matter, coalesce(trade, '') HAVING max(rate) >= min(rate) * any_value(times) AND count(DISTINCT person) > 1
