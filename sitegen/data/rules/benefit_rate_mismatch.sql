/*
名称: 金额和面积乘标准不符
组: F 惠民补贴救助
级别: 疑点
范围: 本村
需要: [list_rows.area, list_rows.rate]
阈值:
  most: {说: 最多差, 是: 金额, 值: 0.5元}
依据: 富阳由金额反推约 90 亩而生疑
对象: [item, period, part, row_key]
句: "“{benefit}”{period:期}{person}：{area} 亩 × {rate:元} 应是 {computed:元}，写的是 {amount:元}"
比了什么: 每一户的面积、标准、金额
谨慎: 四舍五入到元、扣了保费、补以前差额的
怎样算清楚: 改抄错的那一格
去看什么: 确权证上的亩数
*/
SELECT rows.village, item, period, part, row_key, benefit, person, area, rate, round(area * rate)::BIGINT AS computed, amount, file, line, cell, [piece(file, line, cell, NULL, person || '，' || area || ' 亩', amount)] AS pieces
FROM benefit_rows AS rows JOIN limits USING (village)
WHERE item IN ('241', '242') AND area > 0 AND rate > 0 AND abs(area * rate - amount) > most AND abs(round(area * rate / 100) * 100 - amount) > most
