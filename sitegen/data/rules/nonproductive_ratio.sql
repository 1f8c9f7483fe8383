/*
名称: 管理费用占比突然变高
组: B 账务与票据
级别: 提示
范围: 本村
需要: [cash_rows.category]
阈值:
  over: {说: 比往常高, 是: 比例, 值: 50%}
  least: {说: 往期至少几期, 是: 个数, 值: 4}
依据: 没有找到规定，是本程序的经验判断
对象: [period]
句: "{period:期}管理费用占出账的 {share}%，往期一般不超过 {usual}%"
比了什么: 管理费用占全部支出的比例，和自己前八期比
谨慎: 换届、普查、上级专项办公经费集中用掉的一季会高；别的支出少也会显得高
怎样算清楚: 说明多出来的是哪几笔
去看什么: 这一期最大的三笔
*/
WITH shares AS (
  SELECT village, period, min("first") AS "first", min(spot(file, line)).file AS file, min(spot(file, line)).line AS line,
    (sum(amount) FILTER (category = '管理费用'))::DOUBLE * 100 / sum(amount) AS share, sum(amount) FILTER (category = '管理费用') AS amount,
    list(piece(file, line, cell, day, summary, amount) ORDER BY amount DESC) FILTER (category = '管理费用') AS pieces
  FROM moves WHERE tab = '出账' AND coalesce(nature, '') <> '往来' AND category NOT IN ('归还欠款', '退押金', '内部转款') GROUP BY village, period
),
usual AS (
  SELECT now.village, now.period, quantile_cont(before.share, 0.75) AS usual, count(*) AS periods
  FROM shares AS now JOIN shares AS before ON before.village = now.village AND before."first" < now."first" AND before."first" >= now."first" - 800
  GROUP BY now.village, now.period
)
SELECT shares.village, shares.period, '021' AS item, round(share)::BIGINT AS share, round(usual)::BIGINT AS usual, amount, file, line, NULL AS cell, pieces[1:5] AS pieces
FROM shares JOIN usual USING (village, period) JOIN limits ON limits.village = shares.village
WHERE periods >= least AND share > usual * (1 + over / 100.0) AND share > 30
