/*
名称: 中标单位、承建单位、收款单位不一致
组: D 工程与采购
级别: 重点疑点
范围: 本村
需要: ["tenders.winner|cash_rows.project", projects.party]
依据: 婺城埠头村：工程款打回村账后另付实际施工人
对象: [ref, other]
句: "“{name}”{said}"
比了什么: 招标公告的中标单位、项目登记的承建单位、出账里写明这个项目的收款单位
谨慎: 简称和全称、分公司、改名；按委托书付给材料商、民工工资专户的；监理、设计、检测、保险本来就是另一家，已经除外
怎样算清楚: 写全称；改名的附工商变更；代付的附委托书
去看什么: 合同上盖的章、收款账户的户名
*/
WITH seen AS (
  SELECT projects.village, '项目/' || projects.number AS ref, projects.name, '中标' AS what, tenders.winner AS other, projects.party, '中标的是 ' || tenders.winner || '，登记的承建单位是 ' || projects.party AS said,
    projects.price AS amount, projects.file, projects.line, projects.cell, '重点疑点' AS level,
    [piece(tenders.file, tenders.winner_line, tenders.cell, NULL, '中标：' || tenders.winner, tenders.price), piece(projects.file, projects.line, projects.cell, projects.signed, '承建：' || projects.party, projects.price)] AS pieces
  FROM tenders JOIN projects ON projects.village = tenders.village AND tenders.project = '项目/' || projects.number
  WHERE tenders.winner IS NOT NULL AND projects.party IS NOT NULL
  UNION ALL
  SELECT projects.village, '项目/' || projects.number, projects.name, '收款', moves.party, projects.party,
    '登记的承建单位是 ' || any_value(projects.party) || '，' || count(*) || ' 笔钱付给了 ' || any_value(moves.party) || '，合计 ' || yuan(sum(moves.amount)::BIGINT),
    sum(moves.amount)::BIGINT, min(spot(moves.file, moves.line)).file, min(spot(moves.file, moves.line)).line, NULL, '疑点',
    list_prepend(piece(any_value(projects.file), any_value(projects.line), NULL, any_value(projects.signed), '承建：' || any_value(projects.party), any_value(projects.price)),
      list(piece(moves.file, moves.line, moves.cell, moves.day, moves.voucher || ' ' || moves.summary || '，' || moves.party, moves.amount) ORDER BY moves.day))
  FROM moves JOIN projects ON projects.village = moves.village AND moves.project = '项目/' || projects.number
  WHERE moves.tab = '出账' AND moves.party IS NOT NULL AND projects.party IS NOT NULL
    AND NOT regexp_matches(moves.summary || moves.party, '监理|设计|勘察|测绘|检测|审计|审核|造价|预算|招标|代理|保险|税|误工|工资|公告|青苗|补偿|电力|供电|供水|监督')
  GROUP BY projects.village, projects.number, projects.name, moves.party, projects.party
)
SELECT village, ref, name, other, party, said, amount, level, file, line, cell, pieces FROM seen
WHERE NOT contains(plain_name(party), plain_name(other)) AND NOT contains(plain_name(other), plain_name(party)) AND alike(other, party) < 0.6
