/*
名称: 群众反映超期没有答复
组: I 反馈与整改
级别: 疑点
范围: 本村
需要: [cases.asked]
依据: 各地答复期限（预设里的答复期限）
对象: [number]
句: "{number} 号反映 {asked} 提出，{what}，应在 {answer_by} 前答复"
比了什么: 提出、答复的日期和预设的期限（工作日）
谨慎: 复杂的可以延期，要告诉提的人
怎样算清楚: 先答复办到哪一步
去看什么: 提的人满不满意
公开说: "有一件反映答复晚了，正在办。"
*/
SELECT village, number, '221' AS item, asked, CASE WHEN answered IS NULL THEN '到今天 ' || date_diff('day', asked, as_of()) || ' 天没有答复' ELSE '过了 ' || date_diff('day', asked, answered) || ' 天才答复' END AS what, answer_by,
  CASE WHEN answered IS NULL THEN '疑点' ELSE '提示' END AS level, cases.file, cases.line, cases.cell, [piece(cases.file, cases.line, cases.cell, asked, '提出', NULL), piece(cases.file, cases.line, cases.cell, answered, '答复', NULL)] AS pieces
FROM cases
WHERE coalesce(answered, as_of()) > answer_by AND asked >= as_of() - 365
