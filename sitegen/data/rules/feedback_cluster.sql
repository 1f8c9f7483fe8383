/*
名称: 同类反映集中
组: I 反馈与整改
级别: 提示
范围: 本村
需要: [cases.item]
阈值:
  least: {说: 一季几件, 是: 个数, 值: 3}
依据: 东坡太平镇 7 件投诉中 6 件涉建房
对象: [item, quarter]
句: "{quarter}关于“{name}”的反映有 {cases_of} 件"
比了什么: 一季里关于同一项的反映
谨慎: 一件事几个人问、公示期本来问的多
怎样算清楚: 一起答复，贴到公开栏
去看什么: 大家到底哪里不明白
*/
SELECT cases.village, cases.item, items.name, year(asked) || '年' || quarter(asked) || '季度' AS quarter, count(*) AS cases_of, min(cases.file) AS file, min(cases.line) AS line, NULL AS cell, list(piece(cases.file, cases.line, cases.cell, asked, question, NULL) ORDER BY asked) AS pieces
FROM cases JOIN items ON items.item = cases.item JOIN limits ON limits.village = cases.village
GROUP BY cases.village, cases.item, items.name, year(asked), quarter(asked) HAVING count(*) >= any_value(least)
