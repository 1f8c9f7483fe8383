/*
名称: 工程款回流
组: D 工程与采购
级别: 重点疑点
范围: 本村
需要: [cash_rows.party, projects.party]
阈值:
  days: {说: 几天以内, 是: 天, 值: 90}
  share: {说: 回来的占, 是: 比例, 值: 50%}
依据: 婺城埠头村工程款打回村账
对象: [party, voucher]
句: "{paid_day}付给{party} {paid:元}，{day}又从它收到 {amount:元}（{summary}）"
比了什么: 付给承建单位的钱，和之后从同一单位收到的钱
谨慎: 收款的是个人的，可能只是同名，只作提示；退多付的、转错又退回的、质保金和保证金、捐赠、租金水电是可以的
怎样算清楚: 写明这笔进账是什么
去看什么: 银行流水的附言
*/
SELECT back.village, back.item, back.period, back.party, back.voucher, paid.day AS paid_day, paid.amount AS paid, back.day, back.amount, back.summary, back.file, back.line, back.cell,
  CASE WHEN is_organisation(back.party) THEN '重点疑点' ELSE '提示' END AS level,
  [piece(paid.file, paid.line, paid.cell, paid.day, paid.voucher || ' ' || paid.summary, paid.amount), piece(back.file, back.line, back.cell, back.day, back.voucher || ' ' || back.summary, back.amount)] AS pieces
FROM moves AS back JOIN moves AS paid ON paid.village = back.village AND plain_name(paid.party) = plain_name(back.party) AND paid.tab = '出账' AND paid.day <= back.day
JOIN limits ON limits.village = back.village
WHERE back.tab = '进账' AND back.day <= paid.day + days AND back.amount * 100 >= paid.amount * share AND back.amount <= paid.amount AND back.contract IS NULL
  AND NOT regexp_matches(back.summary, '押金|保证金|质保|租|水费|电费|承包|捐|赞助|多付|多转|多打|重复|误转|错转|转错') AND back.category NOT IN ('押金', '内部转款', '经营收入')
  AND EXISTS (SELECT 1 FROM projects WHERE projects.village = paid.village AND plain_name(projects.party) = plain_name(paid.party))
QUALIFY row_number() OVER (PARTITION BY back.village, back.part, back.period, back.voucher, back.n ORDER BY paid.day DESC) = 1
