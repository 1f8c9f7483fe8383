/*
名称: 年末突击支出
组: B 账务与票据
级别: 提示
范围: 本村
需要: [cash_rows.day]
阈值:
  share: {说: 12 月占全年, 是: 比例, 值: 30%}
依据: 没有找到规定，是本程序的经验判断
对象: [year]
句: "{year}年 12 月出账 {amount:元}，占全年的 {percent}%"
比了什么: 12 月和全年的出账（不算工程款、专款、报酬和分红）
谨慎: 绩效、分红、工程结算本来在年底
怎样算清楚: 说明 12 月最大的几笔
去看什么: 年底买的东西在不在
*/
WITH spent AS (
  SELECT moves.*, year(day) AS year FROM moves
  WHERE tab = '出账' AND coalesce(nature, '') = '' AND category NOT IN ('工程款', '专项支出', '归还欠款', '退押金', '税金及附加', '内部转款') AND coalesce(detail, '') NOT IN ('村组干部报酬', '误工补贴')
    AND project IS NULL AND NOT regexp_matches(summary, '分红|绩效|报酬|工资|结算')
)
SELECT spent.village, year, '021' AS item, sum(amount) FILTER (month(day) = 12) AS amount, round(sum(amount) FILTER (month(day) = 12) * 100.0 / sum(amount))::BIGINT AS percent,
  (min(spot(file, line)) FILTER (month(day) = 12)).file AS file, (min(spot(file, line)) FILTER (month(day) = 12)).line AS line, NULL AS cell,
  (list(piece(file, line, cell, day, summary, amount) ORDER BY amount DESC) FILTER (month(day) = 12))[1:5] AS pieces
FROM spent JOIN limits USING (village)
GROUP BY spent.village, year
HAVING count(DISTINCT month(day)) >= 6 AND sum(amount) FILTER (month(day) = 12) * 100 >= any_value(limits.share) * sum(amount)
