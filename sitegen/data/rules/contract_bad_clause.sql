/*
名称: 合同里有吃亏的条款
组: C 合同与资产资源
级别: 疑点
范围: 本村
需要: [contracts.clause]
依据: 平和合同清理：到期由村折价回购地上物、按比例分成等条款
对象: [ref]
句: "{name}（{ref:号}，{party}）特殊条款写着：{clause}"
比了什么: 合同登记的“特殊条款”一栏
谨慎: 有的条款是换来更高租金的
怎样算清楚: 请懂法的人看，能协商的改
去看什么: 合同原件
*/
SELECT village, ref, name, party, clause, rent AS amount, file, line, cell, [piece(file, line, cell, starts, clause, rent)] AS pieces
FROM contract_refs WHERE ended IS NULL AND ends >= as_of() AND regexp_matches(clause, '回购|折价|补偿|分成|包销|兜底|优先续|自动续|免租|抵') AND NOT regexp_matches(clause, '^(无|没有)')
