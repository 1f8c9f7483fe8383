/*
名称: 同一项目多头申报
组: D 工程与采购
级别: 疑点
范围: 名单
名单: [applications]
阈值:
  years: {说: 相隔几年以内, 是: 个数, 值: 1}
依据: 平台模型；两个部门补同一件事
对象: [project, first_department, second_department]
句: "“{project}”{year}年向{first_department}和{second_department}都申报了，合计 {amount:元}"
比了什么: 各部门的项目补助申报（名称、地点相近）
谨慎: 一个管设计一个管施工、按规定可以整合的资金
怎样算清楚: 附两边的资金用途
去看什么: 现场是一件事还是两件
*/
SELECT two.village, one.project, two.year, one.department AS first_department, two.department AS second_department, one.amount + two.amount AS amount, coalesce(known.file, villages.file) AS file, coalesce(known.line, 1) AS line, known.cell,
  [piece(NULL, NULL, NULL, NULL, one.department || '，' || one.project, one.amount), piece(NULL, NULL, NULL, NULL, two.department || '，' || two.project, two.amount)] AS pieces
FROM list_applications AS one JOIN list_applications AS two ON two.village = one.village AND two.department > one.department AND abs(two.year - one.year) <= 1
JOIN villages ON villages.village = two.village LEFT JOIN projects AS known ON known.village = two.village AND alike(known.name, two.project) >= 0.6
JOIN limits ON limits.village = two.village
WHERE abs(two.year - one.year) <= limits.years AND alike(one.project, two.project) >= 0.85 AND (one.site IS NULL OR two.site IS NULL OR alike(one.site, two.site) >= 0.6)
QUALIFY row_number() OVER (PARTITION BY two.village, one.project, one.department, two.department ORDER BY alike(known.name, two.project) DESC) = 1
