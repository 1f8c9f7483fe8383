/*
名称: 明细合计与公布合计不符
组: B 账务与票据
级别: 重点疑点
范围: 本村
依据: 目录里写明的平衡等式（如 期初 ＋ 增加 － 减少 ＝ 期末）
对象: [item, period, part]
句: "“{name}”{period:期}有 {equations} 处合计对不上明细"
比了什么: 写出来的合计、结余，和用明细一笔一笔加减出来的数
谨慎: 以万元为单位四舍五入的表会差几分几角；先看单位
怎样算清楚: 改正抄错的明细或合计；四舍五入的写明单位
去看什么: 原始名册和合计栏
*/
SELECT disclosures.village, disclosures.item, disclosures.period, disclosures.part, any_value(items.name) AS name,
  count(*) AS equations, any_value(disclosures.file) AS file, min(diagnostics.line) AS line, NULL AS cell,
  list(piece(diagnostics.file, diagnostics.line, diagnostics.cell, NULL, '合计和明细对不上（运行“检查”能看到算式）', NULL)) AS pieces
FROM diagnostics
JOIN disclosures ON disclosures.village = diagnostics.village AND disclosures.file = diagnostics.file
  AND disclosures.line = (
    SELECT max(inner_one.line) FROM disclosures AS inner_one
    WHERE inner_one.village = diagnostics.village AND inner_one.file = diagnostics.file AND inner_one.line <= diagnostics.line)
JOIN items ON items.item = disclosures.item
WHERE diagnostics.code = 'SUM-EQUATION' AND diagnostics.severity = 'error'
GROUP BY disclosures.village, disclosures.item, disclosures.period, disclosures.part
