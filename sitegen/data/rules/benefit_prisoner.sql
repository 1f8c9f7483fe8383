/*
名称: 服刑期间领取
组: F 惠民补贴救助
级别: 疑点
范围: 名单
需要: [list_rows.person]
名单: [prisoners]
依据: 仙居 33 人，其中 1 人 16 万余元
对象: [item, period, part, row_key]
句: "{person}（{how}）{since}起服刑，“{benefit}”{period:期}名单里还有，{amount:元}"
比了什么: 各名单和服刑名单的起止日
谨慎: 社区矫正、家里共同生活的人的那一份可以发；同名。这份名单很敏感，看完就收好
怎样算清楚: 写明停发和恢复的月份
去看什么: 钱到了谁的卡
*/
SELECT row.village, row.item, row.period, row.part, row.row_key, row.person, row.benefit, row.amount, listed.day AS since, CASE WHEN by_number THEN '号码相同' ELSE '只同村同名' END AS how,
  CASE WHEN by_number THEN '疑点' ELSE '提示' END AS level, row.file, row.line, row.cell, [piece(row.file, row.line, row.cell, row."last", row.benefit || '，' || row.person, row.amount)] AS pieces
FROM in_both('benefit_people', 'list_prisoners') WHERE NOT row.universal AND paid_from(row.month, row.began, row."first") > listed.day AND (listed.until IS NULL OR row."last" < listed.until)
