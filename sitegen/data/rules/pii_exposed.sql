/*
名称: 公开内容含敏感个人信息
组: A 公开纪律
级别: 重点疑点
范围: 本村
依据: 个人信息保护法第六条、第二十五条；检察机关多次办理村务公开泄露个人信息案
对象: [what, kind]
句: "文件 {file} 里有 {places} 处{kind}，程序已经拦住，没有公布"
比了什么: 所有要公开的文字和附件名，按身份证、银行卡、手机号、详细住址的样子查
谨慎: 凭证号、合同号有时像卡号；写在目录的“编号”栏里的不算
怎样算清楚: 从账本里删掉；确实是办公电话的，写进公开电话
去看什么: 墙上有没有贴过同样的内容，贴过的要换下来
*/
-- The disclosure it stands in, so that a file of another name is the same matter; else the file.
WITH bad AS (
  SELECT diagnostics.*, coalesce((
    SELECT arg_max(around.item || '/' || around.period || '/' || around.part, around.line) FROM disclosures AS around
    WHERE around.village = diagnostics.village AND around.file = diagnostics.file AND around.line <= diagnostics.line), diagnostics.file) AS what
  FROM diagnostics WHERE code IN ('PII-ID', 'PII-CARD', 'PII-PHONE', 'PII-ADDRESS') AND severity = 'error'
)
SELECT village, what, any_value(file) AS file, min(line) AS line, arg_min(cell, line) AS cell, count(*) AS places,
  CASE code WHEN 'PII-ID' THEN '身份证号' WHEN 'PII-CARD' THEN '银行卡号' WHEN 'PII-PHONE' THEN '手机号' ELSE '详细住址' END AS kind,
  list(piece(file, line, cell, NULL, '号码不在这里抄出来', NULL) ORDER BY line) AS pieces
FROM bad
GROUP BY village, what, code
