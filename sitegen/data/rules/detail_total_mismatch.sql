/*
名称: 明细合计与公布合计不符
组: B 账务与票据
级别: 重点疑点
范围: 本村
依据: 目录里写明的平衡等式（如 期初 ＋ 增加 － 减少 ＝ 期末）
对象: [item, period, part]
句: "“{name}”{period:期}有 {equations} 处合计对不上明细"
比了什么: 写出来的合计、结余，和用明细一笔一笔加减出来的数；欠账、专款每一行的 期初 ＋ 增加 － 减少 ＝ 期末
谨慎: 以万元为单位四舍五入的表会差几分几角；先看单位
怎样算清楚: 改正抄错的明细或合计；四舍五入的写明单位
去看什么: 原始名册和合计栏
*/
WITH kept AS (
  SELECT village, item, period, part, file, line, cell, party AS who, opening, up, down, closing FROM receivables
  UNION ALL
  SELECT village, item, period, part, file, line, cell, party, opening, up, down, closing FROM payables
  UNION ALL
  SELECT village, item, period, part, file, line, cell, fund, opening, received, spent, left_over FROM earmarked
),
-- Rows of which the check says that they add up to something else, in a file beside the ledger, too.
rows AS (
  SELECT village, item, period, part, file, line, cell, closing AS amount,
    coalesce(who || '：', '') || '期初 ' || yuan(opening) || coalesce('，加 ' || yuan(up), '') || coalesce('，减 ' || yuan(down), '') || '，应剩 ' || yuan(opening + coalesce(up, 0) - coalesce(down, 0)) || '，写的是' AS what
  FROM kept
  WHERE (village, file, line) IN (SELECT (village, file, line) FROM diagnostics WHERE code = 'SUM-EQUATION' AND severity = 'error')
),
totals AS (
  SELECT disclosures.village, disclosures.item, disclosures.period, disclosures.part, diagnostics.file, diagnostics.line, diagnostics.cell, NULL::BIGINT AS amount,
    '合计和明细对不上（运行“检查”能看到算式）' AS what
  FROM diagnostics
  JOIN disclosures ON disclosures.village = diagnostics.village AND disclosures.file = diagnostics.file
    AND disclosures.line = (
      SELECT max(inner_one.line) FROM disclosures AS inner_one
      WHERE inner_one.village = diagnostics.village AND inner_one.file = diagnostics.file AND inner_one.line <= diagnostics.line)
  WHERE diagnostics.code = 'SUM-EQUATION' AND diagnostics.severity = 'error'
    AND (diagnostics.village, diagnostics.file, diagnostics.line) NOT IN (SELECT (village, file, line) FROM rows)
),
wrong AS (SELECT * FROM totals UNION ALL SELECT * FROM rows)
SELECT wrong.village, wrong.item, wrong.period, wrong.part, any_value(items.name) AS name, count(*) AS equations,
  min(spot(wrong.file, wrong.line)).file AS file, min(spot(wrong.file, wrong.line)).line AS line, NULL AS cell, list(piece(wrong.file, wrong.line, wrong.cell, NULL, what, amount) ORDER BY wrong.file, wrong.line) AS pieces
FROM wrong JOIN items USING (item)
GROUP BY wrong.village, wrong.item, wrong.period, wrong.part
