/*
名称: 资产年度清查没有公开
组: A 公开纪律
级别: 疑点
范围: 本村
需要: [assets.kind]
阈值:
  days: {说: 几天没有公开, 是: 天, 值: 480}
依据: 农村集体经济组织法第四十三条、第四十五条（每年清查、公开）
对象: [what]
句: "登记了 {assets} 件资产，{what}{last_said}"
比了什么: 资产登记和“资产清查”最近一次公开的日期
谨慎: 年报期限按预设；当年新起头的村不算
怎样算清楚: 补上这一年的清查
去看什么: 随便挑几件看在不在
公开说: "这一年的资产清查还没有公开，正在补。"
*/
WITH owned AS (SELECT village, count(*) AS assets, min(spot(file, line)).file AS file, min(spot(file, line)).line AS line FROM assets WHERE ended IS NULL GROUP BY village),
posted AS (SELECT village, max(posted) AS day FROM disclosures WHERE item = '103' AND NOT draft GROUP BY village)
SELECT owned.village, '资产清查' AS what, '103' AS item, assets, coalesce('上一次公开是 ' || say_day(day) || '，已过 ' || date_diff('day', day, as_of()) || ' 天', '从来没有公开过') AS last_said, limits.days, owned.file, owned.line, NULL AS cell,
  [piece(owned.file, owned.line, NULL, day, '资产登记 ' || assets || ' 件', NULL)] AS pieces
FROM owned JOIN villages USING (village) JOIN limits USING (village) LEFT JOIN posted USING (village)
WHERE coalesce(day, villages.since) < as_of() - limits.days
