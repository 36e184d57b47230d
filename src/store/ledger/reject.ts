import type { CurrencyTotal } from '../../core/funding/request.ts';
import type { Tx } from '../database.ts';

/** A row that cannot be taken as it stands; the ledger of the tenant is not changed by it. */
export type LedgerRejection = {
  rowNumber: number;
  number: string;
  /**
   * `identity_changed`: the same document came before with another date, amount, currency or debtor.
   * `duplicate_number`: the file has it twice; `other_ledger`: of another seller or ledger.
   */
  code: 'identity_changed' | 'duplicate_number' | 'other_ledger';
  field: string;
  known: string;
  given: string;
};

/** As many rejections as are handed back in one answer; the counts and totals cover all of them. */
const REJECTIONS_MAX = 1000;

/** Moves the rows that cannot be taken from `ledger_row` to `ledger_rejection`. */
export async function rejectRows(
  tx: Tx,
  { sellerId, ledger }: { sellerId: string; ledger: string },
): Promise<void> {
  await tx.query(
    `with gone as (delete from ledger_row where (seller_id, ledger) <> ($1::text, $2::text) returning *)
     insert into ledger_rejection
     select row_number, number, 'other_ledger', 'ledger', $1::text || ' / ' || $2::text,
       seller_id || ' / ' || ledger, currency, face_minor, open_minor from gone`,
    [sellerId, ledger],
  );
  await tx.query(
    `with twice as (select business_key, min(row_number) as first from ledger_row
                    group by business_key having count(*) > 1),
     gone as (delete from ledger_row l using twice t
              where l.business_key = t.business_key and l.row_number > t.first
              returning l.*, t.first)
     insert into ledger_rejection
     select row_number, number, 'duplicate_number', 'number', first::text, row_number::text,
       currency, face_minor, open_minor from gone`,
  );
  await tx.query(
    `with differs as materialized (
       select l.row_number, r.issued_on as known_issued_on, r.face_minor as known_face_minor,
         r.currency as known_currency, r.debtor_id as known_debtor_id
       from ledger_row l
       join cedent.receivable r on r.tenant_id = $1 and r.business_key = l.business_key
       where (l.issued_on, l.face_minor, l.currency, l.debtor_id)
         <> (r.issued_on, r.face_minor, r.currency, r.debtor_id)),
     gone as (
       delete from ledger_row l using differs d where l.row_number = d.row_number
       returning l.*, d.known_issued_on, d.known_face_minor, d.known_currency, d.known_debtor_id)
     insert into ledger_rejection
     select row_number, number, 'identity_changed', field, known, given,
       currency, face_minor, open_minor
     from gone cross join lateral (
       select field, known, given from (values
         (1, 'debtorId', known_debtor_id, debtor_id),
         (2, 'currency', known_currency::text, currency::text),
         (3, 'faceMinor', known_face_minor::text, face_minor::text),
         (4, 'issuedOn', known_issued_on::text, issued_on::text)) as v (nth, field, known, given)
       where known <> given order by nth limit 1) as difference`,
    [tx.tenantId],
  );
}

/** All rejected rows per currency, and the first of them by their place in the file. */
export async function readRejections(
  tx: Tx,
): Promise<{ rejections: LedgerRejection[]; rejectedTotals: CurrencyTotal[] }> {
  const rejections = await tx.query<LedgerRejection>(
    `select row_number as "rowNumber", number, code, field, known, given from ledger_rejection
     order by row_number limit $1`,
    [REJECTIONS_MAX],
  );
  const rejectedTotals = await tx.query<CurrencyTotal>(
    `select currency, count(*) as count, sum(face_minor)::bigint as "faceMinor",
       sum(open_minor)::bigint as "openMinor"
     from ledger_rejection group by currency order by currency`,
  );
  return { rejections, rejectedTotals };
}
