/*
名称: 重大事项未专项公开
组: A 公开纪律
级别: 疑点
范围: 本村
需要: [cash_rows.category]
阈值:
  least: {说: 多大算疑点（再小的只提示）, 是: 金额, 值: 5000元}
依据: 农村集体经济组织财务公开规定：征地补偿、资产资源发包处置、工程招投标、一事一议筹资应当专项公开
对象: [part, period, voucher, kind]
句: "{day}凭证 {voucher}“{summary}”{amount:元}是{kind}，没有找到“{should}”的专项公开"
比了什么: 钱账里的土地补偿费、处置资产款、一事一议筹资，和相应的专项公开
谨慎: 分几次到账的只公开一次就够；以前年度公开过的、登记在项目里的不算缺
怎样算清楚: 补做那一项的公开，写明日期
去看什么: 公开栏有没有贴过这件事
公开说: "有一项收支应当专项公开，正在补。"
*/
WITH special AS (
  SELECT moves.*, limits.least, CASE category WHEN '土地补偿费' THEN '征地补偿款' WHEN '处置资产款' THEN '卖资产的钱' ELSE '一事一议筹资' END AS kind,
    CASE category WHEN '土地补偿费' THEN '065' WHEN '处置资产款' THEN '104' ELSE '212' END AS wanted,
    CASE category WHEN '土地补偿费' THEN '征地补偿款' WHEN '处置资产款' THEN '资产处置和评估' ELSE '一事一议' END AS should
  FROM moves JOIN limits USING (village)
  WHERE tab = '进账' AND category IN ('土地补偿费', '处置资产款', '一事一议筹资')
)
SELECT village, part, period, '021' AS item, voucher, day, summary, amount, kind, should, CASE WHEN amount >= least THEN '疑点' ELSE '提示' END AS level, file, line, cell,
  [piece(file, line, cell, day, summary, amount)] AS pieces
FROM special
WHERE as_of() > day + 30 AND NOT EXISTS (
  SELECT 1 FROM disclosures WHERE disclosures.village = special.village AND disclosures.item = special.wanted
    AND NOT disclosures.nothing AND disclosures."last" BETWEEN special.day - 730 AND special.day + 180)
