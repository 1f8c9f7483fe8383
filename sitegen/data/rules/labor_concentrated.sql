/*
名称: 误工集中少数人
组: E 用工与岗位
级别: 提示
范围: 本村
需要: [labour.amount, labour.person]
阈值:
  share: {说: 前三人占, 是: 比例, 值: 50%}
  people: {说: 至少几个人, 是: 个数, 值: 8}
依据: 江川业家山
对象: [year]
句: "{year}年误工 {people} 个人领 {total:元}，其中三个人领 {amount:元}，占 {percent}%"
比了什么: 一年里各人误工合计
谨慎: 管水、保洁、护林这样固定一两个人做的会集中
怎样算清楚: 写明固定岗位；经会议定的附决定
去看什么: 问别的人有没有活干、知不知道
*/
WITH people AS (
  SELECT village, year(day) AS year, plain_name(person) AS who, any_value(person) AS person, sum(amount) AS amount, min(spot(file, line)).file AS file, min(spot(file, line)).line AS line FROM labour
  WHERE tab = '误工' AND NOT regexp_matches(matter, '保洁|护林|管水|护路|公益岗|值守') GROUP BY ALL
),
ranked AS (SELECT *, row_number() OVER (PARTITION BY village, year ORDER BY amount DESC, who) AS place, count(*) OVER (PARTITION BY village, year) AS people, sum(amount) OVER (PARTITION BY village, year) AS total FROM people)
SELECT ranked.village, year, '222' AS item, any_value(ranked.people) AS people, any_value(total)::BIGINT AS total, sum(amount) AS amount, round(sum(amount) * 100.0 / any_value(total))::BIGINT AS percent,
  min(spot(file, line)).file AS file, min(spot(file, line)).line AS line, NULL AS cell, list(piece(file, line, NULL, NULL, person, amount) ORDER BY amount DESC) AS pieces
FROM ranked JOIN limits USING (village) WHERE place <= 3
GROUP BY ranked.village, year HAVING any_value(ranked.people) >= any_value(limits.people) AND sum(amount) * 100 >= any_value(share) * any_value(total)
