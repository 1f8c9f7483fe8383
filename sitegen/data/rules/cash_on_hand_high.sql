/*
名称: 库存现金超限
组: B 账务与票据
级别: 疑点
范围: 本村
需要: [cash.on_hand]
阈值:
  most: {说: 库存现金限额, 是: 金额, 值: 5000元}
依据: 村级财务制度范本的库存现金限额，各地不同
对象: [part, period]
句: "{period:期}期末手头现金 {amount:元}，超过 {most:元}"
比了什么: 期末库存现金和限额
谨慎: 期末当天刚取出、第二天要发的
怎样算清楚: 说明为什么留、哪天发掉或存回
去看什么: 当面点一次现金，和账对一对
*/
SELECT cash.village, item, part, period, on_hand AS amount, most, file, on_hand_line AS line, cell, [piece(file, on_hand_line, cell, "last", '期末手头现金', on_hand)] AS pieces
FROM cash JOIN limits USING (village) WHERE on_hand > most
