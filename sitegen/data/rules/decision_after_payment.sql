/*
名称: 先办后议、补做会议
组: B 账务与票据
级别: 重点疑点
范围: 本村
需要: [projects.decided]
依据: 全椒补做会议记录、补签合同；永嘉应急工程说明后消除
对象: [ref]
句: "“{name}”{what}是 {earlier}，会议决定是 {decided}，晚了 {days_between} 天"
比了什么: 项目的决策日期，和开工、签订、第一次付款的日期
谨慎: 应急抢修可以先修后议，抄错日期的也很多
怎样算清楚: 应急的写明险情和哪天补的会；抄错的改日期
去看什么: 会议记录原件的日期和到会的人
*/
WITH paid AS (SELECT village, number, min(day) AS day FROM project_payments GROUP BY village, number),
days AS (
  SELECT projects.*, '项目/' || number AS ref, least(coalesce(starts, DATE '9999-12-31'), coalesce(signed, DATE '9999-12-31'), coalesce(paid.day, DATE '9999-12-31')) AS earlier, paid.day AS paid_day
  FROM projects LEFT JOIN paid USING (village, number)
  WHERE decided IS NOT NULL AND NOT coalesce(urgent, false) AND NOT regexp_matches(name || coalesce(content, '') || coalesce(notes, ''), '应急|抢修|抢险|救灾|水毁|灾后')
)
SELECT village, ref, name, party, CASE earlier WHEN paid_day THEN '第一次付款' WHEN starts THEN '开工' ELSE '签合同' END AS what, earlier, decided, date_diff('day', earlier, decided) AS days_between,
  price AS amount, file, line, cell, [piece(file, line, cell, earlier, '开工、签订或付款', NULL), piece(file, line, cell, decided, '会议决定', price)] AS pieces
FROM days WHERE earlier < decided
