/*
名称: 承包人过度集中
组: D 工程与采购
级别: 疑点
范围: 本村
需要: ["projects.price|cash_rows.party"]
阈值:
  share: {说: 占工程（采购）总额, 是: 比例, 值: 50%}
  least: {说: 至少几个项目、几笔采购, 是: 个数, 值: 3}
  spent: {说: 采购和服务合计至少, 是: 金额, 值: 10000元}
  years: {说: 看最近几年, 是: 个数, 值: 3}
依据: 桐乡范桥村 46 个工程约一半归一人
对象: [whom]
句: "最近 {years} 年{said}，{amount:元}，占 {percent}%"
比了什么: 项目登记里各承建单位的合同价；没有写项目的出账里各收款单位的采购和服务（不算报酬、补助、水电、税费、还款）
谨慎: 偏远的村可能只有一家施工队肯来、一家店赊账；全部公开招标得来的、采购和服务只作提示
怎样算清楚: 附每个项目的报价或招标记录，说明还有谁报过价；采购说明怎么选的这一家
去看什么: 没有中标的几家是否真的报过价；店在不在、东西到没到
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
totals AS (SELECT village, sum(price) AS total, count(*) AS all_works FROM recent GROUP BY village),
built AS (
  SELECT recent.village, any_value(party) AS whom, any_value(party) AS party, '211' AS item, NULL AS period, sum(price)::BIGINT AS amount, any_value(years) AS years,
    ' ' || any_value(all_works) || ' 个项目里，' || any_value(party) || ' 承建 ' || count(*) || ' 个' AS said, CAST(round(sum(price) * 100.0 / any_value(total)) AS BIGINT) AS percent,
    CASE WHEN bool_and(open_to_all) THEN '提示' ELSE '疑点' END AS level, arg_max(file, day) AS file, arg_max(line, day) AS line, arg_max(cell, day) AS cell,
    list(piece(file, line, cell, day, name, price) ORDER BY day) AS pieces
  FROM recent JOIN totals USING (village)
  GROUP BY recent.village, firm_name(party)
  HAVING count(*) >= any_value(least) AND any_value(all_works) > count(*) AND sum(price) * 100.0 >= any_value(share) * any_value(total)
),
bought AS (
  SELECT moves.*, limits.share, limits.least, limits.spent, limits.years FROM moves JOIN limits USING (village)
  WHERE tab = '出账' AND party IS NOT NULL AND project IS NULL AND coalesce(nature, '') <> '往来' AND day >= as_of() - to_years(limits.years::INTEGER)
    AND category NOT IN ('工程款', '归还欠款', '退押金', '税金及附加', '内部转款') AND coalesce(detail, '') NOT IN ('村组干部报酬', '误工补贴', '水电网络费')
    AND NOT regexp_matches(summary, '报酬|工资|补贴|补助|津贴|误工|分红|救助|慰问|奖|保险|税|补偿|到户|退|转给|转付|代收|代付|代发|水费|电费|水电|话费|网费|利息|手续费')
    AND NOT regexp_matches(party, '供电|电力|供水|自来水|水务|电信|移动|联通|广电|银行|信用|税务|财政|政府|村民|各户|本组|小组|保险|劳务|代理记账')
),
spent AS (SELECT village, sum(amount) AS total, count(*) AS rows, count(DISTINCT firm_name(party)) AS parties FROM bought GROUP BY village),
supplied AS (
  SELECT bought.village, '采购/' || plain_name(any_value(party)) AS whom, any_value(party) AS party, '021' AS item, arg_max(period, day) AS period, sum(amount)::BIGINT AS amount, any_value(years) AS years,
    ' ' || any_value(rows) || ' 笔采购和服务里，付给 ' || any_value(party) || ' ' || count(*) || ' 笔' AS said, CAST(round(sum(amount) * 100.0 / any_value(total)) AS BIGINT) AS percent,
    '提示' AS level, arg_max(file, day) AS file, arg_max(line, day) AS line, arg_max(cell, day) AS cell,
    list(piece(file, line, cell, day, voucher || ' ' || summary, amount) ORDER BY amount DESC)[1:12] AS pieces
  FROM bought JOIN spent USING (village)
  GROUP BY bought.village, firm_name(party)
  HAVING count(*) >= any_value(least) AND any_value(parties) > 1 AND sum(amount) >= any_value(spent) AND sum(amount) * 100.0 >= any_value(share) * any_value(total)
)
SELECT * FROM built UNION ALL SELECT * FROM supplied
