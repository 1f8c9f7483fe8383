/*
名称: 租金低于指导价
组: C 合同与资产资源
级别: 疑点
范围: 名单
需要: [contracts.rent, contracts.area]
名单: [guide_rents]
依据: 嘉定：区级出租价格指导意见
对象: [ref]
句: "{name}（{ref:号}，{party}）每{unit}一年 {price:元}，指导价 {guide:元}"
比了什么: 合同的单位年租金和镇、区的指导价
谨慎: 指导价之前签的、含修缮义务的、位置差的
怎样算清楚: 写明定价依据
去看什么: 合同签订日期和指导价哪个早
*/
WITH priced AS (
  SELECT contracts.*, coalesce(resources.kind, CASE contracts.item WHEN '111' THEN asset_class(contracts.name || coalesce(purpose, '')) ELSE '其他' END) AS kind, round(rent / contracts.area)::BIGINT AS price, CASE contracts.item WHEN '111' THEN '资产' ELSE '资源' END AS register
  FROM contract_refs AS contracts LEFT JOIN resources ON resources.village = contracts.village AND '资源/' || resources.number = contracts.object
  WHERE contracts.ended IS NULL AND contracts.ends >= as_of() AND rent > 0 AND contracts.area > 0
)
SELECT priced.village, ref, name, party, CASE priced.item WHEN '111' THEN '平方米' ELSE '亩' END AS unit, priced.price, guide.price AS guide, rent AS amount, file, line, cell, [piece(file, line, cell, starts, name || '，' || priced.kind, rent)] AS pieces
FROM priced JOIN list_guide_rents AS guide ON guide.register = priced.register AND guide.kind = priced.kind WHERE priced.price < guide.price
