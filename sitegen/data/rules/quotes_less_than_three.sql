/*
名称: 比选不足三家
组: D 工程与采购
级别: 疑点
范围: 本村
需要: ["tenders.quotes|projects.quotes"]
阈值:
  least: {说: 至少几家, 是: 个数, 值: 3}
依据: 彭州白土河村：会议记录 3 家报价，档案只有 1 家；各地比选办法
对象: [work, period]
句: "“{work}”{said}"
比了什么: 工程招标公告、项目登记里的报价家数、方式，和附的报价单张数（备查）
谨慎: 直接发包、竞争性谈判、再次公告仍不足三家按规定可以定
怎样算清楚: 附两次公告和会议决定
去看什么: 报价单原件
*/
WITH works AS (
  SELECT village, item, period, NULL AS ref, work, '用' || method || '，只有 ' || quotes || ' 家报价' AS said, quotes, winner AS party, price, file, quotes_line AS line, cell
  FROM tenders WHERE winner IS NOT NULL AND method IN ('公开招标', '邀请招标', '比价询价')
  UNION ALL
  SELECT village, '211', NULL, '项目/' || number, name,
    CASE WHEN papers < quotes THEN '登记 ' || quotes || ' 家报价，附的报价单只有 ' || papers || ' 张' ELSE '登记只有 ' || quotes || ' 家报价' END,
    least(quotes, coalesce(papers, quotes)), party, price, file, line, cell
  FROM projects WHERE quotes IS NOT NULL AND NOT regexp_matches(coalesce(method, ''), '直接|谈判|单一')
)
SELECT works.village, item, period, ref, work, said, party, price AS amount, file, line, cell, [piece(file, line, cell, NULL, work || '，' || said, price)] AS pieces
FROM works JOIN limits USING (village)
WHERE quotes < least
