/*
名称: 面积与确权、三调不符
组: C 合同与资产资源
级别: 疑点
范围: 名单
需要: [resources.area]
名单: [plots]
阈值:
  off: {说: 相差, 是: 比例, 值: 5%}
依据: 汤阴平台以卫星影像叠加确权与三调数据
对象: [ref]
句: "{name}（{ref:号}）登记 {area} 亩，确权或三调 {surveyed} 亩"
比了什么: 资源登记面积和部门给的面积
谨慎: 习惯亩和标准亩、水位高低、含不含堤坎
怎样算清楚: 按实测改登记
去看什么: 到现场量
*/
SELECT resources.village, '资源/' || resources.number AS ref, name, resources.area, plots.area AS surveyed, file, line, cell, [piece(file, line, cell, NULL, name || '，登记 ' || resources.area || ' 亩', NULL)] AS pieces
FROM resources JOIN list_plots AS plots ON plots.village = resources.village AND plots.number = resources.number JOIN limits ON limits.village = resources.village
WHERE ended IS NULL AND abs(resources.area - plots.area) * 100 > plots.area * off
