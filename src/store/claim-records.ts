import type { AsOf, Day } from '../core/calendar.ts';
import { addMonths } from '../core/calendar.ts';
import type { LedgerItem } from '../core/claim/history.ts';
import { neutraliseText } from '../core/formula.ts';
import { canonicalJson, sha256 } from '../core/hash.ts';
import type { Id } from '../core/ids.ts';
import { type Currency, toDecimal } from '../core/money.ts';
import { readCircumstances } from './circumstance.ts';
import { readClaim } from './claim.ts';
import type { ClaimResult, Step } from './claim-act.ts';
import { readOwedLedger } from './claim-ledger.ts';
import { readCoverBook } from './cover.ts';
import type { Tx } from './database.ts';
import { keepEvidence } from './evidence.ts';

/**
 * What our own books can show is drawn up and kept as evidence: the open items, the account of the
 * twelve months before the oldest due day, the insurer's decisions and the dunning. Answers the kinds.
 */
export async function keepOwnRecords(
  tx: Tx,
  { claimId, actor, asOf, knownAt }: Step & { claimId: Id },
): Promise<ClaimResult<string[]>> {
  const claim = await readClaim(tx, claimId, { lock: true });
  if (!claim) return { ok: false, code: 'claim_not_found' };
  const { debtorId, sellerId, currency, policyId } = claim.dossier;
  const when: AsOf = { asOf, knownAt };
  const ledger = await readOwedLedger(tx, { ...when, debtorId, sellerId, currency });
  const dueOn = ledger.oldestDueOn ?? asOf;
  const since = addMonths(dueOn, -12);
  const account = await readOwedLedger(tx, { ...when, debtorId, sellerId, currency, since });
  const book = await readCoverBook(tx, debtorId);
  const decisions = book
    .map(({ decision }) => decision)
    .filter((decision) => decision.policyId === policyId);
  const circumstances = await readCircumstances(tx, { ...when, debtorId });
  const dunning = circumstances.filter(({ kind }) => kind === 'dunning');
  const records = [
    { kind: 'open_items', extension: 'csv', text: openItemsOf(ledger.items, currency) },
    {
      kind: 'statement_12_months',
      extension: 'csv',
      text: statementOf(account.items, { currency, since, dueOn }),
    },
    ...(decisions.length > 0
      ? [{ kind: 'limit_decision', extension: 'json', text: canonicalJson(decisions) }]
      : []),
    ...(dunning.length > 0
      ? [{ kind: 'dunning', extension: 'json', text: canonicalJson(dunning) }]
      : []),
  ];
  for (const { kind, extension, text } of records) {
    const bytes = new TextEncoder().encode(text);
    await keepEvidence(tx, {
      actor,
      debtorId,
      kind,
      fileName: `${kind}-${asOf}.${extension}`,
      contentType: extension === 'csv' ? 'text/csv' : 'application/json',
      note: '',
      file: { sha256: sha256(bytes), byteLength: bytes.length, read: () => whole(bytes) },
    });
  }
  return { ok: true, value: records.map(({ kind }) => kind) };
}

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function openItemsOf(items: readonly LedgerItem[], currency: Currency): string {
  const rows = items
    .map((item) => ({ ...item, openMinor: item.open.at(-1)?.openMinor ?? 0 }))
    .filter(({ openMinor }) => openMinor !== 0)
    .map(({ kind, number, issuedOn, dueOn = '', faceMinor, openMinor }) => [
      kind,
      number,
      issuedOn,
      dueOn,
      currency,
      toDecimal({ amountMinor: faceMinor, currency }),
      toDecimal({ amountMinor: openMinor, currency }),
    ]);
  return csvOf(['kind', 'number', 'issued_on', 'due_on', 'currency', 'amount', 'open'], rows);
}

/** Each document on its day, and each change of what was open of it on the ledger's. */
function statementOf(
  items: readonly LedgerItem[],
  { currency, since, dueOn }: { currency: Currency; since: Day; dueOn: Day },
): string {
  const rows = items.flatMap(({ kind, number, issuedOn, faceMinor, open }) => {
    let beforeMinor = faceMinor;
    const moved = open.flatMap(({ on, openMinor }) => {
      const changeMinor = openMinor - beforeMinor;
      beforeMinor = openMinor;
      return changeMinor === 0 ? [] : [{ on, kind: 'change', amountMinor: changeMinor }];
    });
    return [{ on: issuedOn, kind, amountMinor: faceMinor }, ...moved].map((row) => ({
      ...row,
      number,
    }));
  });
  const within = rows
    .filter(({ on }) => on >= since && on <= dueOn)
    .sort((left, right) => (`${left.on}|${left.number}` < `${right.on}|${right.number}` ? -1 : 1));
  let balanceMinor = 0;
  const cells = within.map(({ on, kind, number, amountMinor }) => {
    balanceMinor += amountMinor;
    return [
      on,
      kind,
      number,
      currency,
      toDecimal({ amountMinor, currency }),
      toDecimal({ amountMinor: balanceMinor, currency }),
    ];
  });
  return csvOf(['on', 'kind', 'number', 'currency', 'amount', 'balance'], cells);
}

function csvOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, ...rows].map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');
}

function cellOf(value: string): string {
  const plain = neutraliseText(value);
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
