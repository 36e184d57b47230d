import { addDays, type Day } from '../../src/core/calendar.ts';
import type { LedgerLine } from '../../src/core/ledger.ts';
import { businessDay } from '../../src/store/business-clock.ts';
import { createConnection } from '../../src/store/connection.ts';
import { recordDecisions } from '../../src/store/cover.ts';
import type { Tx } from '../../src/store/database.ts';
import { createFacility } from '../../src/store/facility.ts';
import { createPolicy } from '../../src/store/policy.ts';
import { saveSeller } from '../../src/store/seller.ts';
import { importLines, SECRET, setup } from '../store/open.ts';

const names = [
  '苏州工业园区华瑞电子有限公司',
  '宁波海曙贸易有限公司',
  'Brenner Antriebstechnik GmbH',
  'Hartwell & Sons plc',
  'Kestrel Components Ltd',
  'Vermeulen Staal NV',
  '杭州云栖数科有限公司',
  'Nordlicht Logistik AG',
  '深圳前海智联有限公司',
  'Officine Bellandi SpA',
  '厦门鹭江贸易有限公司',
  '天津滨海装备有限公司',
];
const countries = ['CN', 'CN', 'DE', 'GB', 'GB', 'BE', 'CN', 'DE', 'CN', 'IT', 'CN', 'CN'];

/** A facility under a factor that answers, a second one, an insurer's cover book, and a ledger. */
export async function seedBooks(
  tx: Tx,
  { factor, items }: { factor: unknown; items: number },
): Promise<void> {
  const today = await businessDay(tx);
  const { connectionId } = await createConnection(tx, {
    actor: setup,
    secretKey: SECRET,
    adapterId: 'factor-rest',
    name: 'Nordfactor',
    environment: 'test',
    config: factor,
  });
  await createPolicy(tx, {
    actor: setup,
    policyId: 'P1',
    connectionId,
    insurer: 'Atradius',
    currency: 'CNY',
  });
  for (const version of [
    versionOf('F1', 'Recourse line', 8500),
    versionOf('F2', 'Silent line', 9000),
  ]) {
    const made = await createFacility(tx, { actor: setup, connectionId, version });
    if (made.status === 'refused') throw new Error(JSON.stringify(made));
  }
  const seller = { id: 'S1', name: '宁波海曙精密机械有限公司', country: 'CN', identifiers: {} };
  await saveSeller(tx, { actor: setup, seller });
  const decisions = names.map((_, index) => coverOf(index, today));
  await recordDecisions(tx, { actor: setup, decisions: decisions.filter((_, at) => at !== 9) });
  await importLines(tx, today, ledger(items, today), { fileName: 'open-items.csv' });
}

function versionOf(facilityId: string, name: string, advanceRateBp: number) {
  const gentle = facilityId === 'F2' ? 90 : 60;
  return {
    effectiveOn: '2026-01-01',
    terms: {
      version: 1,
      facilityId,
      name,
      funder: 'Nordfactor',
      mode: 'sale',
      currency: 'CNY',
      limitMinor: 40_000_000_00,
      advanceRateBp,
      price: { rateBp: 450, dayCount: 'ACT/360', serviceFeeBp: 20, minimumFeeMinor: 0 },
      rules: [
        { rule: 'not_yet_issued' },
        { rule: 'already_financed' },
        { rule: 'disputed', scope: 'whole_invoice' },
        { rule: 'past_due_date', days: gentle, operator: '>' },
        { rule: 'term_too_long', days: 180, operator: '>' },
        {
          rule: 'cross_ageing',
          days: 60,
          basis: 'due_date',
          shareBp: 2500,
          operator: '>',
          scope: 'debtor',
        },
        { rule: 'credits', unreferenced: 'oldest_due_first' },
        { rule: 'insured_limit', policyId: 'P1' },
        { rule: 'debtor_concentration', shareBp: 2500, scope: 'debtor', base: 'grossEligible' },
      ],
    },
    agreement: {
      reference: `FA-2026-${facilityId}`,
      signedOn: '2025-12-01',
      product: 'factoring',
      recourse: true,
      notice: 'disclosed',
      scope: 'single_receivables',
      requestValidDays: 14,
      accounting: { treatment: 'secured_borrowing' },
      assignee: { id: 'NF', name: 'Nordfactor AB', identifiers: {} },
      documents: [{ template: 'gb/assignment-schedule', version: '1.0.0' }],
    },
  };
}

function coverOf(index: number, today: Day) {
  return {
    policyId: 'P1',
    debtorId: `D${index + 1}`,
    coverId: `C${index + 1}`,
    status: index === 7 ? ('withdrawn' as const) : ('agreed' as const),
    rawCode: index === 7 ? 'WD' : 'AG',
    currency: 'CNY',
    layers: [{ amountMinor: (index + 2) * 600_000_00, validFrom: '2026-01-01' }],
    effectiveOn: '2026-01-01',
    decidedOn: addDays(today, -120),
  };
}

/** Spread by arithmetic, so that the same number of items is the same ledger. */
function* ledger(items: number, today: Day): Generator<LedgerLine> {
  for (let nth = 0; nth < items; nth += 1) {
    const debtor = (nth * 7) % names.length;
    const issuedOn = addDays(today, -((nth * 13) % 110) - 3);
    const dueOn = addDays(issuedOn, [30, 45, 60, 90, 200][nth % 17 === 0 ? 4 : nth % 4] ?? 30);
    const faceMinor = 1_250_037 + ((nth * 7919) % 9000) * 1_003;
    const number = `SI-26-${10_450 + nth}`;
    const isCredit = nth % 41 === 40;
    const item = {
      key: { sellerId: 'S1', ledger: 'AR', number, fiscalYear: 2026, instalment: 1 },
      debtorId: `D${debtor + 1}`,
      currency: 'CNY',
      issuedOn,
    };
    yield {
      receivable: isCredit
        ? {
            ...item,
            key: { ...item.key, kind: 'credit_note' },
            kind: 'credit_note',
            faceMinor: -faceMinor,
            openMinor: -faceMinor,
          }
        : {
            ...item,
            key: { ...item.key, kind: 'invoice' },
            kind: 'invoice',
            dueOn,
            faceMinor,
            openMinor: faceMinor,
            disputedMinor: nth % 29 === 7 ? faceMinor : 0,
          },
      debtor: {
        id: `D${debtor + 1}`,
        name: names[debtor] ?? '',
        country: countries[debtor] ?? 'CN',
        identifiers: {},
      },
      rowNumber: nth + 2,
    };
  }
}
