/*
名称: 超长租期
组: C 合同与资产资源
级别: 疑点
范围: 本村
需要: [contracts.starts, contracts.ends]
阈值:
  lease: {说: 房屋和设施租期, 是: 个数, 值: 20}
  arable: {说: 耕地承包期, 是: 个数, 值: 30}
  grass: {说: 草地和四荒承包期, 是: 个数, 值: 50}
  forest: {说: 林地承包期, 是: 个数, 值: 70}
依据: 民法典第七百零五条（租赁不超过二十年）；农村土地承包法第二十一条（耕地三十年、草地三十至五十年、林地三十至七十年）；四荒五十年出自地方合同指导意见
对象: [ref]
句: "{name}（{ref:号}，{party}）从{starts}到{ends}，{years} 年，超过{kind}的 {most} 年"
比了什么: 合同起止日和标的的类别
谨慎: 2003 年以前签的老合同要请懂法的人看；不知道标的是什么地的只作提示
怎样算清楚: 附合同和当年的决定；确实超期的依法协商变更
去看什么: 合同原件上的年限，有没有补签
*/
WITH kinds AS (
  SELECT contracts.*, coalesce(resources.kind, CASE contracts.item WHEN '111' THEN '房屋设施' END) AS kind
  FROM contract_refs AS contracts
  LEFT JOIN resources ON resources.village = contracts.village AND '资源/' || resources.number = contracts.object
),
capped AS (
  SELECT kinds.*, CASE WHEN kinds.item = '111' THEN limits.lease WHEN kind = '林地' THEN limits.forest
    WHEN kind IN ('草地', '四荒地', '水面', '滩涂', '园地') THEN limits.grass ELSE limits.arable END AS most
  FROM kinds JOIN limits USING (village)
)
SELECT village, ref, name, party, starts, ends, date_diff('year', starts, ends + 1) AS years, coalesce(kind, '集体土地') AS kind, most,
  CASE WHEN kind IS NULL THEN '提示' ELSE '疑点' END AS level, rent AS amount, file, line, cell,
  [piece(file, line, cell, starts, name || '，起始', NULL), piece(file, line, cell, ends, name || '，到期', rent)] AS pieces
FROM capped
WHERE ended IS NULL AND ends > as_of() AND ends > starts + to_years(most::INTEGER)
