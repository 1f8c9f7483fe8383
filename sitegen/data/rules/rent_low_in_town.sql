/*
名称: 租金明显偏低（镇内同类）
组: C 合同与资产资源
级别: 提示
范围: 跨村
需要: [contracts.rent, contracts.area]
阈值:
  below: {说: 低于同类正中一份的, 是: 比例, 值: 50%}
  least: {说: 至少几份同类, 是: 个数, 值: 10}
依据: 嘉定租赁平台
对象: [ref]
句: "{name}（{ref:号}，{party}）每{unit}一年 {price:元}，镇里同类 {others} 份，从低到高排在正中的是 {median:元}"
比了什么: 全镇同一类资产或资源的单位年租金
谨慎: 各村远近、水源、路况差得多；老合同当年就是那个价
怎样算清楚: 写明当年怎么定的价
去看什么: 到现场比一比
*/
WITH priced AS (
  SELECT contracts.*, left(contracts.village, 9) AS township, coalesce(resources.kind, CASE contracts.item WHEN '111' THEN asset_class(contracts.name || coalesce(purpose, '')) ELSE '其他' END) AS kind, round(rent / contracts.area)::BIGINT AS price
  FROM contract_refs AS contracts LEFT JOIN resources ON resources.village = contracts.village AND '资源/' || resources.number = contracts.object
  WHERE contracts.ended IS NULL AND contracts.ends >= as_of() AND rent > 0 AND contracts.area > 0 AND NOT regexp_matches(coalesce(purpose, '') || coalesce(contracts.notes, ''), '公益|养老|免租|减免')
),
usual AS (SELECT township, item, kind, quantile_cont(price, 0.5)::BIGINT AS median, count(*) AS others, count(DISTINCT village) AS villages FROM priced GROUP BY ALL)
SELECT priced.village, ref, name, party, CASE priced.item WHEN '111' THEN '平方米' ELSE '亩' END AS unit, price, median, others, rent AS amount, file, line, cell, [piece(file, line, cell, starts, name || '，' || kind, rent)] AS pieces
FROM priced JOIN usual USING (township, item, kind) JOIN limits ON limits.village = priced.village
WHERE others >= least AND villages > 1 AND kind <> '其他' AND price * 100 < median * below
