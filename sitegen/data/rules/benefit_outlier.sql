/*
名称: 补贴金额离群
组: F 惠民补贴救助
级别: 提示
范围: 本村
需要: [list_rows.amount]
阈值:
  times: {说: 是正中一户的几倍, 是: 数, 值: 5}
  least: {说: 至少几户, 是: 个数, 值: 20}
依据: 双柏田家村组长两轮都比别户高 7000 多元
对象: [item, period, part, person]
句: "“{benefit}”{period:期}{person} {amount:元}，从低到高排在正中的一户是 {median:元}，是它的 {times_of} 倍"
比了什么: 同一份名单里各户的金额
谨慎: 种粮大户、合作社、流转了别人的地的本来就多
怎样算清楚: 附流转合同
去看什么: 地是不是他在种
*/
WITH usual AS (
  SELECT village, item, period, part, quantile_cont(amount, 0.5) AS median, quantile_cont(amount, 0.75) + 3 * (quantile_cont(amount, 0.75) - quantile_cont(amount, 0.25)) AS fence, count(*) AS rows
  FROM benefit_rows WHERE amount > 0 AND item IN ('241', '242', '243') GROUP BY ALL
)
SELECT rows.village, rows.item, rows.period, rows.part, benefit, person, amount, median::BIGINT AS median, round(amount / median, 1) AS times_of, file, line, cell, [piece(file, line, cell, NULL, person || coalesce('，' || area || ' 亩', ''), amount)] AS pieces
FROM benefit_rows AS rows JOIN usual USING (village, item, period, part) JOIN limits ON limits.village = rows.village
WHERE usual.rows >= least AND amount >= median * times AND amount > fence AND NOT is_organisation(person)
