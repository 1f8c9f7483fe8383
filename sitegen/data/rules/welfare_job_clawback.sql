/*
名称: 公益岗工资回收
组: E 用工与岗位
级别: 提示
范围: 本村
需要: [cash_rows.party, list_rows.person]
依据: 万源古佛庵村：两年收回公益岗工资 19.32 万元用于村开支
对象: [person, voucher]
句: "公益岗人员{person} {day}向村里交了 {amount:元}（{summary}）"
比了什么: 公益岗名单和进账的交款人
谨慎: 同名；交承包费、水电费、还借款、捐款是可以的
怎样算清楚: 写明交的是什么钱
去看什么: 问本人工资是不是自己拿着
*/
SELECT moves.village, moves.item, moves.part, moves.period, party AS person, voucher, day, summary, amount, file, line, cell, [piece(file, line, cell, day, voucher || ' ' || summary, amount)] AS pieces
FROM moves
WHERE tab = '进账' AND party IS NOT NULL AND contract IS NULL AND NOT regexp_matches(summary, '承包|租|水费|电费|押金|还款|归还|借款|捐|垃圾|卫生费|党费|医保|一事一议')
  AND EXISTS (
    SELECT 1 FROM list_rows WHERE list_rows.village = moves.village AND list_rows.item = '244' AND plain_name(list_rows.person) = plain_name(moves.party) AND moves.day BETWEEN list_rows."first" AND list_rows."last" + 90)
