/*
名称: 零公开、空表
组: A 公开纪律
级别: 疑点
范围: 本村
依据: 村民委员会组织法第三十五条；没有发生的应当写明“本期无发生”
对象: [item, period, part]
句: "“{name}”{period:期}写了标题，里面什么都没有，也没有写“本期无发生”"
比了什么: 每一项下面写了几个数、几行表、几个附件、有没有说明
谨慎: 正在填的草稿不算
怎样算清楚: 填上内容，或写“本期无发生”
去看什么: 墙上这一项贴的是什么
公开说: "“{name}”这一期公开的内容不全，正在补。"
*/
SELECT disclosures.village, disclosures.item, disclosures.period, disclosures.part, items.name,
  disclosures.file, disclosures.line, disclosures.cell,
  [piece(disclosures.file, disclosures.line, disclosures.cell, disclosures.posted, '这一项是空的', NULL)] AS pieces
FROM disclosures JOIN items ON items.item = disclosures.item
WHERE NOT nothing AND NOT draft AND table_rows = 0 AND field_count = 0 AND papers = 0 AND notes IS NULL
  AND posted <= as_of()
