-- Small words for rules. Money is whole fen; days are dates; names are compared without blanks.
CREATE MACRO plain_name(words) AS regexp_replace(coalesce(words, ''), '[\s　·•]', '', 'g');
CREATE MACRO piece(file, line, cell, day, what, amount) AS
  {'file': file, 'line': line, 'cell': cell, 'day': day, 'what': what, 'amount': amount};
-- Whether a party is an organisation by its words, else it is taken for a person's name.
CREATE MACRO is_organisation(party) AS
  length(plain_name(party)) > 4 OR regexp_matches(coalesce(party, ''), '公司|合作社|队|厂|店|站|所|中心|局|院|政府|委|银行|社|户|部|行|场|校|会|处|办|家');
-- Rows of 进账/出账 that are real movements: no transfers between the village's own accounts, no reversals and nothing reversed.
CREATE VIEW moves AS
  SELECT * FROM cash_rows AS row
  WHERE coalesce(nature, '') NOT IN ('内部转款', '冲销') AND coalesce(category, '') <> '内部转款' AND amount > 0 AND reverses IS NULL
    AND NOT EXISTS (
      SELECT 1 FROM cash_rows AS undo
      WHERE undo.village = row.village AND undo.part = row.part AND undo.reverses = row.voucher AND undo.tab = row.tab
        AND undo.day >= row.day AND undo.day < row.day + INTERVAL 12 MONTH);
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
-- Contracts and records as ledgers refer to them: 资源合同/7.
CREATE VIEW contract_refs AS
  SELECT *, CASE item WHEN '111' THEN '资产合同/' ELSE '资源合同/' END || number AS ref FROM contracts;
