/*
名称: 承包人过度集中
组: D 工程与采购
级别: 疑点
范围: 本村
需要: [projects.party, projects.price]
阈值:
  share: {说: 占工程总额, 是: 比例, 值: 50%}
  least: {说: 至少几个项目, 是: 个数, 值: 3}
  years: {说: 看最近几年, 是: 个数, 值: 3}
依据: 桐乡范桥村 46 个工程约一半归一人
对象: [party]
句: "最近 {years} 年 {all_works} 个项目里，{party} 承建 {works} 个，{amount:元}，占 {percent}%"
比了什么: 项目登记里各承建单位的合同价
谨慎: 偏远的村可能只有一家施工队肯来；全部公开招标得来的只作提示
怎样算清楚: 附每个项目的报价或招标记录，说明还有谁报过价
去看什么: 没有中标的几家是否真的报过价
*/
WITH works AS (
  SELECT projects.*, coalesce(signed, starts, decided) AS day, limits.share, limits.least, limits.years,
    EXISTS (
      SELECT 1 FROM tenders WHERE tenders.village = projects.village AND tenders.project = '项目/' || projects.number
        AND tenders.method IN ('公开招标', '邀请招标')) AS open_to_all
  FROM projects JOIN limits USING (village)
  WHERE price > 0 AND party IS NOT NULL
),
recent AS (SELECT * FROM works WHERE day >= as_of() - to_years(years::INTEGER)),
totals AS (SELECT village, sum(price) AS total, count(*) AS all_works FROM recent GROUP BY village)
SELECT recent.village, '211' AS item, any_value(party) AS party, count(*) AS works, any_value(all_works) AS all_works, sum(price) AS amount,
  CAST(round(sum(price) * 100.0 / any_value(total)) AS BIGINT) AS percent,
  CASE WHEN bool_and(open_to_all) THEN '提示' ELSE '疑点' END AS level,
  arg_max(file, day) AS file, arg_max(line, day) AS line, NULL AS cell,
  list(piece(file, line, cell, day, name, price) ORDER BY day) AS pieces
FROM recent JOIN totals USING (village)
GROUP BY recent.village, plain_name(party)
HAVING count(*) >= any_value(least) AND any_value(all_works) > count(*) AND sum(price) * 100.0 >= any_value(share) * any_value(total)
