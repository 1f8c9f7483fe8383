/*
名称: 先办后议、补做会议
组: B 账务与票据
级别: 重点疑点
范围: 本村
需要: ["projects.decided|contracts.decided|cash_rows.meeting_day"]
依据: 全椒补做会议记录、补签合同；永嘉应急工程说明后消除
对象: [ref]
句: "“{name}”{what}是 {earlier}，会议决定是 {decided}，晚了 {days_between} 天"
比了什么: 项目的会议决定日期和开工、签订、第一次付款的日期；合同的会议决定日期和签订、起始的日期；出账写的会议日期和付款日期
谨慎: 应急抢修可以先修后议，抄错日期的也很多
怎样算清楚: 应急的写明险情和哪天补的会；抄错的改日期
去看什么: 会议记录原件的日期和到会的人
*/
WITH paid AS (SELECT village, number, min(day) AS day FROM project_payments GROUP BY village, number),
days AS (
  SELECT projects.village, '项目/' || number AS ref, name, party, price AS amount, decided, paid.day AS paid_day, signed, starts, file, line, cell
  FROM projects LEFT JOIN paid USING (village, number)
  WHERE NOT coalesce(urgent, false) AND NOT regexp_matches(name || coalesce(content, '') || coalesce(notes, ''), '应急|抢修|抢险|救灾|水毁|灾后')
  UNION ALL
  SELECT village, ref, name, party, rent, decided, NULL, signed, starts, file, line, cell FROM contract_refs WHERE coalesce(method, '') <> '历史遗留'
  UNION ALL
  SELECT village, period || '/' || part || '/' || voucher, summary, party, amount, meeting_day, day, NULL, NULL, file, line, cell
  FROM moves WHERE tab = '出账' AND NOT regexp_matches(summary, '应急|抢修|抢险|救灾|水毁|灾后')
),
first_days AS (
  SELECT *, least(coalesce(starts, DATE '9999-12-31'), coalesce(signed, DATE '9999-12-31'), coalesce(paid_day, DATE '9999-12-31')) AS earlier
  FROM days WHERE decided IS NOT NULL
)
SELECT village, ref, name, party, CASE earlier WHEN paid_day THEN '付款' WHEN signed THEN '签合同' ELSE CASE WHEN ref LIKE '项目/%' THEN '开工' ELSE '出租' END END AS what, earlier, decided,
  date_diff('day', earlier, decided) AS days_between, amount, file, line, cell,
  [piece(file, line, cell, earlier, '付款、签订或开工', NULL), piece(file, line, cell, decided, '会议决定', amount)] AS pieces
FROM first_days WHERE earlier < decided
