/*
名称: 租出去了没有合同
组: C 合同与资产资源
级别: 疑点
范围: 本村
需要: [contracts.object]
依据: 汤阴清出无书面合同 9823 亩；民法典：租赁六个月以上应当书面
对象: [ref]
句: "{name}（{ref:号}）登记的是“{state}”，没有找到正在执行的合同"
比了什么: 资产、资源登记的使用状态，和合同的标的、起止日
谨慎: 合同的“标的”没有写编号时找不到；短租、季节租没有书面合同的
怎样算清楚: 在合同里写上标的，或补登记合同
去看什么: 现在谁在用，有没有纸面合同
公开说: "“{name}”的合同正在补登记。"
*/
WITH let_out AS (
  SELECT village, '资产/' || number AS ref, name, state, cost AS amount, file, line, cell FROM assets WHERE state = '出租' AND ended IS NULL
  UNION ALL
  SELECT village, '资源/' || number, name, used_as, NULL, file, line, cell FROM resources WHERE used_as = '租出去' AND ended IS NULL
)
SELECT let_out.*, [piece(file, line, cell, NULL, name || '，' || state, amount)] AS pieces FROM let_out
WHERE NOT EXISTS (
  SELECT 1 FROM contracts WHERE contracts.village = let_out.village AND contracts.ended IS NULL AND contracts.ends >= as_of() - 365
    AND (contracts.object = let_out.ref OR (contracts.object IS NULL AND alike(contracts.name, let_out.name) >= 0.6)))
