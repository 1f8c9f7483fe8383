/*
名称: 发包面积大于登记面积
组: C 合同与资产资源
级别: 疑点
范围: 本村
需要: [resources.area, contracts.area, contracts.object]
阈值:
  over: {说: 超过登记, 是: 比例, 值: 2%}
依据: 汤阴平台核对面积
对象: [ref]
句: "{name}（{ref:号}）登记 {area} 亩，正在执行的合同加起来 {let_out} 亩"
比了什么: 同一资源的登记面积和各合同面积之和
谨慎: 新旧合同有几天重叠、丈量方法不同、合同连带路和坎
怎样算清楚: 重新丈量，改登记或合同
去看什么: 到地头量一量
公开说: "“{name}”的面积正在重新核对。"
*/
WITH let_out AS (
  SELECT village, object, sum(area) AS let_out, list(piece(file, line, cell, starts, name || '，' || area || ' 亩', rent)) AS pieces FROM contracts
  WHERE ended IS NULL AND item = '141' AND starts <= as_of() AND ends >= as_of() GROUP BY village, object
)
SELECT resources.village, object AS ref, name, area, let_out.let_out, file, line, cell, list_prepend(piece(file, line, cell, NULL, name || '，登记 ' || area || ' 亩', NULL), pieces) AS pieces
FROM resources JOIN let_out ON let_out.village = resources.village AND let_out.object = '资源/' || resources.number
JOIN limits ON limits.village = resources.village
WHERE ended IS NULL AND let_out.let_out * 100 > area * (100 + over)
