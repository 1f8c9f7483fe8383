/*
名称: 比选不足三家
组: D 工程与采购
级别: 疑点
范围: 本村
需要: [tenders.quotes]
阈值:
  least: {说: 至少几家, 是: 个数, 值: 3}
依据: 彭州白土河村：会议记录 3 家报价，档案只有 1 家；各地比选办法
对象: [work, period]
句: "“{work}”用{method}，只有 {quotes} 家报价"
比了什么: 工程招标公告里的报价家数和方式
谨慎: 直接发包、竞争性谈判、再次公告仍不足三家按规定可以定
怎样算清楚: 附两次公告和会议决定
去看什么: 报价单原件
*/
SELECT tenders.village, item, period, work, method, quotes, winner AS party, price AS amount, file, line, cell, [piece(file, line, cell, NULL, work || '，' || quotes || ' 家报价', price)] AS pieces
FROM tenders JOIN limits USING (village)
WHERE quotes < least AND winner IS NOT NULL AND method IN ('公开招标', '邀请招标', '比价询价')
