/*
名称: 合同即将到期
组: C 合同与资产资源
级别: 提示
范围: 本村
需要: [contracts.ends]
阈值:
  days: {说: 到期前几天提示, 是: 天, 值: 90}
依据: 各地平台在到期前后提示，没有统一天数
对象: [ref]
句: "{name}（{ref:号}，{party}）{ends}到期，还有 {left_days} 天，该准备重新公告了"
比了什么: 合同到期日和今天、同一标的新的合同和招租公告
谨慎: 已经在谈续租、已经公告的
怎样算清楚: 登记新合同或招租公告
去看什么: 现在的承租人还租不租
公开说: "“{name}”合同{ends}到期，到期前会重新公告。"
*/
SELECT contracts.village, ref, name, party, ends, date_diff('day', as_of(), ends) AS left_days, rent AS amount, contracts.file, contracts.line, contracts.cell,
  [piece(contracts.file, contracts.line, contracts.cell, ends, name || '，到期', rent)] AS pieces
FROM contract_refs AS contracts JOIN limits USING (village)
WHERE ended IS NULL AND ends BETWEEN as_of() AND as_of() + days
  AND NOT EXISTS (SELECT 1 FROM contracts AS later WHERE later.village = contracts.village AND later.object = contracts.object AND later.starts > contracts.starts)
  AND NOT EXISTS (SELECT 1 FROM lettings WHERE lettings.village = contracts.village AND lettings.record IN (contracts.object, contracts.ref) AND lettings."last" >= as_of() - 200)
