/*
名称: 材料用量不合理
组: D 工程与采购
级别: 疑点
范围: 本村
需要: [projects.volume, projects.weight]
阈值:
  most: {说: 每立方米最多几吨, 是: 数, 值: 2.7}
依据: 平江：按公示数据算出的道路密度比花岗石还大，查实虚报砂石
对象: [ref]
句: "“{name}”用料 {weight} 吨，体积 {volume} 立方米，每立方米 {density} 吨，一般不超过 {most} 吨"
比了什么: 材料重量和工程体积
谨慎: 单位写错（公斤写成吨）、含运输损耗和回填
怎样算清楚: 附材料清单和方量计算
去看什么: 现场量长宽厚
*/
SELECT projects.village, '项目/' || number AS ref, name, party, weight, volume, round(weight / volume, 1) AS density, price AS amount, file, line, cell, [piece(file, line, cell, NULL, weight || ' 吨 / ' || volume || ' 立方米', price)] AS pieces
FROM projects JOIN limits USING (village) WHERE volume > 0 AND weight / volume > most
