/*
名称: 资产终止没有处置记录
组: C 合同与资产资源
级别: 疑点
范围: 本村
需要: [assets.kind]
阈值:
  least: {说: 原值至少, 是: 金额, 值: 2000元}
依据: 农村集体经济组织法：资产处置须经民主程序并公开
对象: [ref]
句: "{name}（{ref:号}，原值 {amount:元}）{ended}起不在了，没有找到出让、报废的公开"
比了什么: 资产登记的终止日，和“资产处置和评估”的处置表
谨慎: 登记重了、并到别的编号的不是少了
怎样算清楚: 补处置的会议和公开，或在说明里写并到哪里
去看什么: 东西在不在、卖给谁
公开说: "“{name}”的处置情况正在补公开。"
*/
SELECT assets.village, '资产/' || number AS ref, name, ended, cost AS amount, file, line, cell, [piece(file, line, cell, ended, name || '，终止', cost)] AS pieces
FROM assets JOIN limits USING (village)
WHERE ended <= as_of() - 30 AND cost >= least
  AND NOT EXISTS (
    SELECT 1 FROM disposals WHERE disposals.village = assets.village AND (disposals.asset = '资产/' || assets.number OR alike(disposals.thing, assets.name) >= 0.6))
