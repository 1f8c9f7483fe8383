/*
名称: 一事一议筹资超限
组: G 债务
级别: 疑点
范围: 本村
需要: [levies.each_pays]
阈值:
  most: {说: 每人一年最多, 是: 金额, 值: 100元}
依据: 各省规定的上限不同（旧规有每人每年 15 元的），县里按本省改这个阈值
对象: [year]
句: "{year}年一事一议每人共 {amount:元}，超过 {most:元}"
比了什么: 一年里各次筹资每人的数
谨慎: 自愿捐款不算；上限按本省规定
怎样算清楚: 附省里的规定和村民会议签字
去看什么: 找几户看收据，问这一年交了几次、每次多少
*/
SELECT levies.village, item, max(period) AS period, year("last") AS year, sum(each_pays)::BIGINT AS amount, any_value(most) AS most, min(spot(file, each_line)).file AS file, min(spot(file, each_line)).line AS line, NULL AS cell, list(piece(file, each_line, cell, decided, matter, each_pays)) AS pieces
FROM levies JOIN limits USING (village) GROUP BY levies.village, item, year("last") HAVING sum(each_pays) > any_value(most)
