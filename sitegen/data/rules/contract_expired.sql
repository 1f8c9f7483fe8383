/*
名称: 合同到期未处置
组: C 合同与资产资源
级别: 疑点
范围: 本村
需要: [contracts.ends]
阈值:
  grace: {说: 到期几天后才算, 是: 天, 值: 0}
依据: 民法典租赁合同、承包合同到期的规定；各地“三资”管理制度要求到期重新公开发包
对象: [ref]
句: "{name}（{ref:号}，{party}）{ends}到期，已过 {days} 天，登记里没有续签、重新发包或终止"
比了什么: 合同到期日、登记的终止日、同一标的后来的合同、招租成交公告
谨慎: 收割、清塘后再交回的，常约定顺延一两个月；正在重新招租的看招租公告
怎样算清楚: 写上终止日，或登记新合同、招租公告；顺延的附补充协议
去看什么: 现在谁在用，租金交到哪天
公开说: "“{name}”合同{ends}已到期，正在处理。"
*/
SELECT contracts.village, ref, name, party, ends, date_diff('day', ends, as_of()) AS days, rent AS amount,
  contracts.file, contracts.line, contracts.cell,
  [piece(contracts.file, contracts.line, contracts.cell, ends, name || '，到期', rent)] AS pieces
FROM contract_refs AS contracts JOIN limits USING (village)
WHERE ends + limits.grace < as_of() AND ended IS NULL
  AND NOT EXISTS (
    SELECT 1 FROM contracts AS later
    WHERE later.village = contracts.village AND later.item = contracts.item AND later.number <> contracts.number
      AND later.starts >= contracts.ends - 30
      AND (later.object = contracts.object OR (contracts.object IS NULL AND later.name = contracts.name)))
  AND NOT EXISTS (
    SELECT 1 FROM lettings
    WHERE lettings.village = contracts.village AND lettings.record IN (contracts.object, contracts.ref)
      AND lettings.last >= contracts.ends - 180)
