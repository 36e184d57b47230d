import type { Id } from '../../src/core/ids.ts';
import type { PolicyTerms } from '../../src/core/policy/terms.ts';
import { recordDecisions } from '../../src/store/cover.ts';
import type { Tx } from '../../src/store/database.ts';
import { insertPerson } from '../../src/store/person.ts';
import { addPolicyTerms } from '../../src/store/policy-terms.ts';
import { dutyRule, statedTerms } from '../core/policy/policy-sample.ts';
import { addBooks, creditLine, decision, importLines, line, setup } from './open.ts';

export const units = (amount: number) => Math.round(amount * 100);

const invoice = (number: string, issuedOn: string, dueOn: string, face: number, open = face) =>
  line(number, { issuedOn, dueOn, faceMinor: units(face), openMinor: units(open) });

const ledger = (open149 = 40_000) => [
  invoice('101', '2026-01-12', '2026-03-13', 80_000),
  invoice('117', '2026-02-09', '2026-04-10', 60_000),
  invoice('131', '2026-03-16', '2026-05-15', 50_000),
  invoice('149', '2026-04-20', '2026-06-19', 40_000, open149),
  invoice('160', '2026-05-18', '2026-07-17', 30_000),
  creditLine('8117', {
    openMinor: units(-10_000),
    references: '117',
  }),
];

const claimTerms: Partial<PolicyTerms> = {
  requiredDocuments: ['contract', 'proof_of_delivery', 'open_items', 'limit_decision'],
  duties: [
    dutyRule(),
    dutyRule({
      id: 'file',
      duty: 'claim_filing',
      trigger: 'date_of_loss',
      offset: { count: 6, unit: 'months' },
    }),
    dutyRule({
      id: 'pay',
      duty: 'claim_payment',
      trigger: 'claim_complete',
      offset: { count: 30, unit: 'days' },
      isForecast: true,
    }),
  ],
};

type Run = <Value>(work: (tx: Tx) => Promise<Value>) => Promise<Value>;

/** The worked example: five invoices, a credit note, a payment on the last but one, a limit of 150,000. */
export async function addWorkedExample(run: Run): Promise<void> {
  await run(async (tx) => {
    await addBooks(tx);
    await addPolicyTerms(tx, { actor: setup, policyId: 'P1', stated: statedTerms(claimTerms) });
    const layers = [{ amountMinor: units(150_000), validFrom: '2026-01-01' }];
    await recordDecisions(tx, { actor: setup, decisions: [decision({ layers })] });
  });
  // A ledger is imported by a transaction of its own.
  await run((tx) => importLines(tx, '2026-05-31', ledger()));
  await run((tx) => importLines(tx, '2026-07-01', ledger(10_000)));
}

export async function addPerson(tx: Tx, id: Id, name: string): Promise<void> {
  const subject = { issuer: 'test', subject: id };
  await insertPerson(tx, { id, kind: 'person', name, roles: ['finance'], locale: 'en', subject });
}
