/*
名称: 户籍迁出仍领取
组: F 惠民补贴救助
级别: 疑点
范围: 名单
需要: [list_rows.person]
名单: [moved]
阈值:
  months: {说: 迁出后第几个月起不该有, 是: 个数, 值: 1}
依据: 拱墅疑似 212 条查实 197 条
对象: [item, period, part, row_key]
句: "{person}（{how}）{moved}迁出，“{benefit}”{period:期}名单里还有，{amount:元}"
比了什么: 各名单和户籍迁出名单
谨慎: 耕地补贴跟地走不跟户口走；迁出当月照发，两地交接常要一两个月；同名
怎样算清楚: 写明哪个月移交
去看什么: 迁入地有没有接上（别两头都停）
*/
SELECT row.village, row.item, row.period, row.part, row.row_key, row.person, row.benefit, row.amount, listed.day AS moved, CASE WHEN by_number THEN '号码相同' ELSE '只同村同名' END AS how,
  CASE WHEN by_number THEN '疑点' ELSE '提示' END AS level, row.file, row.line, row.cell, [piece(row.file, row.line, row.cell, row."last", row.benefit || '，' || row.person, row.amount)] AS pieces
FROM in_both('benefit_people', 'list_moved') JOIN limits ON limits.village = row.village
WHERE NOT row.universal AND paid_from(row.month, row.began, row."first") >= date_trunc('month', listed.day)::DATE + to_months(months::INTEGER) AND coalesce(row.state, '') <> '退出'
