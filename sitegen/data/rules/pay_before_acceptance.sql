/*
名称: 没有验收先付清
组: D 工程与采购
级别: 疑点
范围: 本村
需要: [projects.paid, projects.price]
阈值:
  share: {说: 付到, 是: 比例, 值: 95%}
  least: {说: 合同价至少, 是: 金额, 值: 5000元}
依据: 没有找到规定，是本程序的经验判断；各地合同范本：验收合格后付清
对象: [ref]
句: "“{name}”已付 {amount:元}，占合同价的 {percent}%，{what}"
比了什么: 累计付款、合同价、验收日期
谨慎: 几百元的小修、验收了没有录的
怎样算清楚: 补录验收日期和验收人
去看什么: 到现场看做完没有
*/
WITH paid AS (SELECT village, number, max(day) AS day FROM project_payments GROUP BY village, number)
SELECT projects.village, '项目/' || number AS ref, name, party, paid.day, projects.paid AS amount, round(projects.paid * 100.0 / least(price, coalesce(settled, price)))::BIGINT AS percent,
  CASE WHEN accepted IS NULL THEN '还没有验收日期' ELSE say_day(paid.day) || '付清，' || say_day(accepted) || '才验收' END AS what, file, line, cell,
  [piece(file, line, cell, paid.day, '最后一次付款', projects.paid), piece(file, line, cell, accepted, '验收', NULL)] AS pieces
FROM projects LEFT JOIN paid USING (village, number) JOIN limits ON limits.village = projects.village
WHERE price >= least AND projects.paid * 100 >= least(price, coalesce(settled, price)) * share AND (accepted IS NULL OR accepted > paid.day)
