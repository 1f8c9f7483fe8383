/*
名称: 公示期不足
组: A 公开纪律
级别: 疑点
范围: 本村
需要: [disclosures.posted_until]
阈值:
  days: {说: 至少几天, 是: 天, 值: 15}
依据: 村民委员会组织法第三十五条第四款：公布不少于十五日
对象: [item, period, part]
句: "“{name}”{period:期}从{posted}公示到{posted_until}，{shown} 天，少于 {least} 天"
比了什么: 公开日期、公示至，和目录、法律要求的天数
谨慎: 2026 年以前公布的按当时的规定
怎样算清楚: 把“公示至”改到够天数，墙上多贴几天
去看什么: 墙上现在还在不在
公开说: "“{name}”的公示延长到够天数。"
*/
SELECT disclosures.village, item, period, part, name, posted, posted_until, date_diff('day', posted, posted_until) + 1 AS shown,
  greatest(limits.days, coalesce(items.posting, 0)) AS least, file, line, cell,
  [piece(file, line, cell, posted, '公开', NULL), piece(file, line, cell, posted_until, '公示至', NULL)] AS pieces
FROM (SELECT * EXCLUDE (cell), cell FROM disclosures) AS disclosures
JOIN (SELECT item, name, posting FROM items) AS items USING (item)
JOIN limits ON limits.village = disclosures.village
WHERE NOT draft AND posted >= DATE '2026-01-01' AND date_diff('day', posted, posted_until) + 1 < greatest(limits.days, coalesce(items.posting, 0))
