/*
名称: 承建单位和中标单位不一致
组: D 工程与采购
级别: 重点疑点
范围: 本村
需要: [tenders.winner, tenders.project]
依据: 婺城埠头村：工程款打回村账后另付实际施工人
对象: [ref]
句: "“{name}”中标的是 {winner}，登记的承建单位是 {party}"
比了什么: 招标公告的中标单位和项目登记的承建单位
谨慎: 简称和全称、分公司、改名
怎样算清楚: 写全称；改名的附工商变更
去看什么: 合同上盖的章
*/
SELECT projects.village, '项目/' || projects.number AS ref, projects.name, tenders.winner, projects.party, projects.price AS amount, projects.file, projects.line, projects.cell,
  [piece(tenders.file, tenders.line, tenders.cell, NULL, '中标：' || tenders.winner, tenders.price), piece(projects.file, projects.line, projects.cell, projects.signed, '承建：' || projects.party, projects.price)] AS pieces
FROM tenders JOIN projects ON projects.village = tenders.village AND tenders.project = '项目/' || projects.number
WHERE tenders.winner IS NOT NULL AND projects.party IS NOT NULL AND NOT contains(plain_name(projects.party), plain_name(tenders.winner))
  AND NOT contains(plain_name(tenders.winner), plain_name(projects.party)) AND alike(tenders.winner, projects.party) < 0.6
