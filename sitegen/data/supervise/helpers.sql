-- Small words for rules. Money is whole fen; days are dates; names are compared without blanks.
CREATE MACRO plain_name(words) AS regexp_replace(coalesce(words, ''), '[\s　·•]', '', 'g');
CREATE MACRO piece(file, line, cell, day, what, amount) AS
  {'file': file, 'line': line, 'cell': cell, 'day': day, 'what': what, 'amount': amount};
-- Where a row stands; min(spot(file, line)) is the first of several, its line in the same file.
CREATE MACRO spot(file, line) AS {'file': file, 'line': line};
-- Whether a party is an organisation by its words, else it is taken for a person's name.
CREATE MACRO is_organisation(party) AS
  length(plain_name(party)) > 4 OR regexp_matches(coalesce(party, ''), '公司|合作社|队|厂|店|站|所|中心|局|院|政府|委|银行|社|户|部|行|场|校|会|处|办|家');
-- Rows of 进账/出账 that are real movements: no transfers between the village's own accounts, no reversals and nothing reversed.
CREATE VIEW moves AS
  SELECT * FROM cash_rows AS row
  WHERE coalesce(nature, '') NOT IN ('内部转款', '冲销') AND coalesce(category, '') <> '内部转款' AND amount > 0 AND reverses IS NULL
    AND NOT EXISTS (
      SELECT 1 FROM cash_rows AS undo
      WHERE undo.reverses IS NOT NULL AND undo.village = row.village AND undo.part = row.part AND undo.reverses = row.voucher AND undo.tab = row.tab
        AND undo.day >= row.day AND undo.day < row.day + INTERVAL 12 MONTH);
-- The first month a row of a list pays for, as far as it says: its month, else the period's first day, or later where the benefit began later.
CREATE MACRO paid_from(month, began, "first") AS coalesce(month, greatest("first", coalesce(began, "first")));
-- Lists of money for people; dividends, land money, rosters, homesteads and labour are lists, too, but no benefits.
CREATE VIEW benefit_rows AS
  SELECT row.*, row.item IN ('241', '242', '243') AS universal, coalesce(head.benefit, items.name) AS benefit, head.paid_on
  FROM list_rows AS row
  JOIN items ON items.item = row.item
  LEFT JOIN list_heads AS head
    ON head.village = row.village AND head.item = row.item AND head.period = row.period AND head.part = row.part
  WHERE row.item NOT IN ('028', '065', '146', '222', '271') AND row.person IS NOT NULL;
-- How much of the shorter of two texts stands in the other, by pairs of signs: 0 to 1.
CREATE MACRO pairs_of(words) AS list_distinct(list_transform(range(1, length(plain_name(words))), lambda i: substr(plain_name(words), i, 2)));
CREATE MACRO alike(one, other) AS
  CASE WHEN length(plain_name(one)) < 2 OR length(plain_name(other)) < 2 THEN 0
       ELSE len(list_intersect(pairs_of(one), pairs_of(other)))::DOUBLE / least(len(pairs_of(one)), len(pairs_of(other))) END;
-- Which group, month, number or stretch a text names: 一组, 3月, 2号.
CREATE MACRO numbered(words) AS list_sort(regexp_extract_all(words, '[0-9一二三四五六七八九十]+(?:组|队|月|号|段|期|标|片|季度)'));
-- A day as it is said in a sentence: 2026年3月5日.
CREATE MACRO say_day(day) AS strftime(day, '%Y年%-m月%-d日');
-- Fen as yuan in words of a piece: 6,000.00元.
CREATE MACRO yuan(fen) AS format('{:,}', fen // 100) || '.' || lpad((fen % 100)::VARCHAR, 2, '0') || '元';
-- Whether a text names this very amount (fen): 42800, 42,800.00, 4.28万.
CREATE MACRO says_amount(words, fen) AS
  fen > 0 AND list_contains(
    list_transform(regexp_extract_all(replace(replace(words, ',', ''), '，', ''), '[0-9]+(?:\.[0-9]+)?万?'),
      lambda each: round(CASE WHEN each LIKE '%万' THEN 1000000 ELSE 100 END * TRY_CAST(replace(each, '万', '') AS DOUBLE))::BIGINT), fen);
-- Contracts and records as ledgers refer to them: 资源合同/7.
CREATE VIEW contract_refs AS
  SELECT *, CASE item WHEN '111' THEN '资产合同/' ELSE '资源合同/' END || number AS ref FROM contracts;
-- Benefit rows with the digest of the person's number, where the township's full list says it (by village, item, period and row).
CREATE VIEW benefit_people AS
  SELECT row.*, known.person_key
  FROM benefit_rows AS row
  LEFT JOIN (SELECT DISTINCT ON (village, item, period, row_key) * FROM list_people) AS known
    ON known.village = row.village AND known.item = row.item AND known.period = row.period AND known.row_key = row.row_key
      AND plain_name(known.person) = plain_name(row.person);
-- Everybody of a list who stands in those rows: by number; by name in the same village only where one of the two has no number.
CREATE MACRO in_both(rows_of, listing) AS TABLE
  SELECT row, listed, true AS by_number FROM query_table(rows_of) AS row JOIN query_table(listing) AS listed ON listed.person_key = row.person_key
  UNION ALL
  SELECT row, listed, false FROM query_table(rows_of) AS row JOIN query_table(listing) AS listed
    ON listed.village = row.village AND plain_name(listed.person) = plain_name(row.person)
  WHERE listed.person_key IS NULL OR row.person_key IS NULL;
-- What a let asset is for, by its name: rents of shops and of sheds are not compared.
CREATE MACRO asset_class(words) AS CASE WHEN regexp_matches(words, '大棚|育秧|圈舍|羊舍|猪舍|鸡舍|牛舍|养殖|鱼|烘干|冷库|仓') THEN '农业设施'
  WHEN regexp_matches(words, '门面|铺|店|商|超市|市场') THEN '门面' WHEN regexp_matches(words, '厂|车间') THEN '厂房' WHEN regexp_matches(words, '办公|房|屋|楼|室') THEN '房屋' ELSE '其他' END;
-- A firm's name without its legal form: 鑫达建筑有限公司 and 鑫达建筑公司 are one.
CREATE MACRO firm_name(words) AS regexp_replace(regexp_replace(plain_name(words), '[（(].*?[)）]', '', 'g'), '(股份|责任|有限|公司)+$', '');
-- Labour with the digest of the person's number, where the township's full list says it (by village, item, period and row or its number).
CREATE VIEW labour_people AS
  SELECT row.*, known.person_key
  FROM labour AS row
  LEFT JOIN (SELECT DISTINCT ON (village, item, period, row_key) * FROM list_people) AS known
    ON known.village = row.village AND known.item = row.item AND known.period = row.period AND known.row_key IN (row.row_key, CAST(row.n AS VARCHAR))
      AND plain_name(known.person) = plain_name(row.person);
