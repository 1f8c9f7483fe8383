/*
名称: 承包人跨村集中
组: D 工程与采购
级别: 疑点
范围: 跨村
需要: [projects.party, projects.price]
阈值:
  villages: {说: 至少几个村, 是: 个数, 值: 3}
  share: {说: 占镇内工程额, 是: 比例, 值: 30%}
  years: {说: 看最近几年, 是: 个数, 值: 3}
依据: 金牛区水务局：4 家企业近 4 年占九成
对象: [party]
句: "{party}最近 {years} 年在镇里 {villages_of} 个村承建 {works} 个项目，{amount:元}，占 {percent}%（{names}）"
比了什么: 全镇各村项目登记里的承建单位和合同价
谨慎: 镇上只有一两家有资质的；全部公开招标得来的
怎样算清楚: 附各村的报价和招标记录
去看什么: 没中标的几家是不是同一伙人
*/
WITH works AS (
  SELECT projects.*, left(projects.village, 9) AS township, coalesce(signed, starts, decided) AS day, limits.villages, limits.share, limits.years FROM projects JOIN limits USING (village)
  WHERE price > 0 AND party IS NOT NULL AND coalesce(signed, starts, decided) >= as_of() - to_years(limits.years::INTEGER)
),
totals AS (SELECT township, sum(price) AS total, count(DISTINCT firm_name(party)) AS parties FROM works GROUP BY township)
SELECT arg_max(works.village, price) AS village, '211' AS item, any_value(party) AS party, any_value(years) AS years, count(DISTINCT works.village) AS villages_of, count(*) AS works, sum(price) AS amount, round(sum(price) * 100.0 / any_value(total))::BIGINT AS percent,
  string_agg(DISTINCT home.name, '、') AS names, arg_max(works.file, price) AS file, arg_max(works.line, price) AS line, NULL AS cell, list(piece(works.file, works.line, works.cell, day, home.name || '，' || works.name, price) ORDER BY day) AS pieces
FROM works JOIN totals USING (township) JOIN villages AS home ON home.village = works.village
GROUP BY township, firm_name(party)
HAVING count(DISTINCT works.village) >= any_value(works.villages) AND sum(price) * 100 >= any_value(share) * any_value(total) AND any_value(parties) > 1
