-- Views over lists; every list has its table, empty where none was given.
-- Cash rows with what the bookkeeping system knows of the voucher, where the ledger itself does not say it.
CREATE VIEW cash_rows AS
  SELECT row.* REPLACE (
    coalesce(row.paid_by, slip.paid_by) AS paid_by, coalesce(row.slip, slip.slip) AS slip, coalesce(row.invoice_code, slip.invoice_code) AS invoice_code,
    coalesce(row.invoice_number, slip.invoice_number) AS invoice_number, coalesce(row.issuer, slip.issuer) AS issuer, coalesce(row.title, slip.title) AS title,
    coalesce(row.slip_day, slip.slip_day) AS slip_day, coalesce(row.handler, slip.handler) AS handler, coalesce(row.witness, slip.witness) AS witness,
    coalesce(row.approver, slip.approver) AS approver, coalesce(row.checker, slip.checker) AS checker, coalesce(row.meeting, slip.meeting) AS meeting,
    coalesce(row.thing, slip.thing) AS thing, coalesce(row.unit, slip.unit) AS unit, coalesce(row.quantity, slip.quantity) AS quantity,
    coalesce(row.unit_price, slip.unit_price) AS unit_price, coalesce(row.papers, slip.papers) AS papers)
  FROM store.cash_rows AS row
  LEFT JOIN (SELECT DISTINCT ON (village, account, year(day), month(day), voucher) * FROM list_vouchers) AS slip
    ON slip.village = row.village AND slip.voucher = row.voucher AND year(slip.day) = year(row.day) AND month(slip.day) = month(row.day)
      AND (slip.account IS NULL OR slip.account = row.part_name);
