/*
名称: 应收款长期挂账
组: C 合同与资产资源
级别: 疑点
范围: 本村
需要: [receivables.closing, receivables.arisen]
阈值:
  days: {说: 挂账几天, 是: 天, 值: 365}
  grave: {说: 挂账几天算疑点（再短的只提示）, 是: 天, 值: 1095}
依据: 挂账年限没有找到统一规定；三年是民事诉讼时效
对象: [party, reason]
句: "{party}“{reason}”欠村里 {amount:元}，{arisen}起欠着，已经{long}，这一年一分没有还"
比了什么: 最近一期债权的期末数、发生日期、增减、催收日期；满三年的算疑点，不满的只提示
谨慎: 正在分期还、困难户缓交、账龄抄错的
怎样算清楚: 写明催收的日期和办法；收不回的按程序核销
去看什么: 欠条、催收单
*/
WITH newest AS (SELECT * FROM receivables QUALIFY "last" = max("last") OVER (PARTITION BY village, part))
SELECT newest.village, item, period, party, reason, closing AS amount, arisen, CASE WHEN arisen + to_years(1) > as_of() THEN ' ' || date_diff('day', arisen, as_of()) || ' 天' ELSE ' ' || datesub('year', arisen, as_of()) || ' 年多' END AS long,
  CASE WHEN date_diff('day', arisen, as_of()) >= grave THEN '疑点' ELSE '提示' END AS level, file, line, cell,
  [piece(file, line, cell, arisen, party || '，' || coalesce(reason, ''), closing)] AS pieces
FROM newest JOIN limits USING (village)
WHERE closing > 0 AND arisen + days < as_of() AND coalesce(down, 0) = 0 AND (chased IS NULL OR chased < as_of() - 365)
  AND NOT EXISTS (
    SELECT 1 FROM receivables AS earlier WHERE earlier.village = newest.village AND earlier.party = newest.party AND earlier.reason = newest.reason AND coalesce(earlier.down, 0) > 0 AND earlier."last" >= as_of() - 365)
