/*
名称: 负债规模大
组: G 债务
级别: 疑点
范围: 本村
需要: [debts.owed_by_village]
阈值:
  most: {说: 负债, 是: 金额, 值: 100万元}
  times: {说: 是年经营收入的几倍, 是: 数, 值: 3}
依据: 云溪以 100 万元为口径；倍数是本程序定的
对象: [village]
句: "村里欠别人 {amount:元}，最近一年自己挣的收入 {earned:元}"
比了什么: 最近一期各账套负债合计，和最近四季的经营收入、投资收益
谨慎: 有专款要到的工程欠款、有资产抵的
怎样算清楚: 写明还款来源和计划
去看什么: 债主名单和到期日
*/
WITH newest AS (SELECT * FROM debts QUALIFY "last" = max("last") OVER (PARTITION BY village, part)),
owed AS (SELECT village, sum(owed_by_village)::BIGINT AS amount, min(spot(file, owed_by_line)).file AS file, min(spot(file, owed_by_line)).line AS line, list(piece(file, owed_by_line, cell, "last", coalesce(part_name, '') || '负债', owed_by_village)) AS pieces FROM newest WHERE "last" >= as_of() - 400 GROUP BY village),
earned AS (SELECT village, sum(amount)::BIGINT AS earned FROM moves WHERE tab = '进账' AND category IN ('经营收入', '投资收益') AND day >= as_of() - 400 GROUP BY village)
SELECT owed.village, '022' AS item, amount, coalesce(earned, 0) AS earned, file, line, NULL AS cell, pieces
FROM owed JOIN limits USING (village) LEFT JOIN earned USING (village)
WHERE amount >= most OR (earned > 0 AND amount >= earned * times AND amount >= most / 5)
