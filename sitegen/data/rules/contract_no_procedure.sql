/*
名称: 发包没有写会议和公开程序
组: C 合同与资产资源
级别: 疑点
范围: 本村
需要: [contracts.method]
依据: 农村集体经济组织法第二十六条；农村土地承包法第四十八条：四荒等以外的方式承包须民主程序、公开
对象: [ref]
句: "{name}（{ref:号}，{party}，{starts}起）没有写哪次会议定的，租法是“{method}”"
比了什么: 合同的决策会议、决策日期、怎么租出去的，和招租成交公告；同村别的合同写了的算疑点，都没有写的只提示
谨慎: 历史合同、续租按原决定的、小额短租由两委会定的
怎样算清楚: 补上会议和日期；历史合同写明来历
去看什么: 会议记录、公告照片
公开说: "“{name}”的发包手续正在补登记。"
*/
SELECT contracts.village, ref, name, party, starts, coalesce(method, '没有写') AS method, rent AS amount, contracts.file, contracts.line, contracts.cell,
  CASE WHEN EXISTS (SELECT 1 FROM contracts AS others WHERE others.village = contracts.village AND (others.decided IS NOT NULL OR others.meeting IS NOT NULL)) THEN '疑点' ELSE '提示' END AS level,
  [piece(contracts.file, contracts.line, contracts.cell, starts, name || '，起始', rent)] AS pieces
FROM contract_refs AS contracts
WHERE ended IS NULL AND ends >= as_of() AND meeting IS NULL AND decided IS NULL AND coalesce(method, '') NOT IN ('公开竞价', '招标', '历史遗留', '续租') AND starts >= DATE '2018-01-01'
  AND NOT EXISTS (SELECT 1 FROM lettings WHERE lettings.village = contracts.village AND (lettings.record IN (contracts.object, contracts.ref) OR lettings.object = contracts.name))
