import { describe, expect, test } from 'vitest';
import { type Dossier, foldDossier, foldedDossier } from '../../../src/core/claim/dossier.ts';
import { DossierFact } from '../../../src/core/claim/dossier-fact.ts';
import { mayFollowDossier } from '../../../src/core/claim/dossier-step.ts';
import { readinessOf } from '../../../src/core/claim/evidence.ts';
import type { ClaimFiling, ClaimState } from '../../../src/core/claim/filing.ts';
import { factsOfWord } from '../../../src/core/claim/insurer-word.ts';
import { idOf } from './worked-example.ts';

const filing: ClaimFiling = {
  claimId: idOf('900'),
  reference: 'CL-0001',
  policyId: 'P1',
  policyNumber: '4711',
  debtorId: 'D1',
  debtorName: 'Acme',
  cause: 'protracted_default',
  dateOfLoss: '2026-09-09',
  currency: 'EUR',
  lines: [
    {
      receivableId: idOf('101'),
      number: '101',
      issuedOn: '2026-01-12',
      dueOn: '2026-03-13',
      faceMinor: 100,
      claimedMinor: 50,
    },
  ],
  claimedMinor: 50,
  payees: [{ name: 'the insured' }],
  documents: [],
};
const hash = 'a'.repeat(64);
const expected = {
  currency: 'EUR',
  lines: [],
  steps: [],
  owedMinor: 50,
  insurableMinor: 50,
  insuredLossMinor: 50,
  indemnityMinor: 45,
  firstLossMinor: 0,
  payableMinor: 45,
  payees: [],
};
const opened: DossierFact = {
  kind: 'opened',
  policyId: 'P1',
  sellerId: 'S1',
  debtorId: 'D1',
  currency: 'EUR',
  cause: 'protracted_default',
  receivableIds: [idOf('101'), idOf('117')],
  responsibleId: idOf('7'),
  reason: 'unpaid',
};
const toFiled: DossierFact[] = [
  opened,
  { kind: 'notified', on: '2026-06-01', reference: 'OVD-1' },
  { kind: 'waiting', until: '2026-09-09' },
  { kind: 'prepared', filing, hash, expected },
  { kind: 'released', hash },
  { kind: 'filed', on: '2026-09-10', via: 'insurer', partnerReference: 'X-1' },
];
const fold = (facts: DossierFact[]): Dossier =>
  foldDossier(facts.map((fact) => ({ fact: DossierFact.parse(fact), recordedBy: 'p' })));

const requested: DossierFact = {
  kind: 'documents_requested',
  requestId: 'R1',
  on: '2026-09-20',
  document: 'proof_of_delivery',
  text: 'please',
};
const settled: DossierFact = {
  kind: 'settled',
  settlementId: 'S1',
  on: '2026-11-01',
  currency: 'EUR',
  paidMinor: 40,
  payee: 'the insured',
  deductions: [],
};
const recovered: DossierFact = {
  kind: 'recovered',
  recoveryId: 'V1',
  on: '2026-12-01',
  amountMinor: 5,
  costsMinor: 0,
  isApproved: true,
  by: 'insurer',
};

describe('a dossier goes the whole way, each step a fact', () => {
  test.each([
    [toFiled.slice(0, 1), 'open'],
    [toFiled.slice(0, 2), 'notified'],
    [toFiled.slice(0, 3), 'waiting'],
    [toFiled.slice(0, 5), 'waiting'],
    [toFiled, 'filed'],
    [[...toFiled, requested], 'documents_requested'],
    [
      [...toFiled, requested, { kind: 'request_answered', requestId: 'R1', sha256: hash }],
      'assessing',
    ],
    [
      [
        ...toFiled,
        { kind: 'insurer_said', status: 'partly_accepted', rawCode: 'PA', on: '2026-10-01' },
      ],
      'partly_accepted',
    ],
    [[...toFiled, settled], 'settled'],
    [[...toFiled, settled, recovered], 'recovering'],
    [[...toFiled, settled, recovered, { kind: 'closed', reason: 'done' }], 'closed'],
  ] as [DossierFact[], string][])('%#: %s', (facts, status) => {
    expect(fold(facts).status).toBe(status);
  });

  test.each([
    ['a claim is not filed before another person has released it', toFiled.slice(0, 4), toFiled[5]],
    [
      'what is released is what was prepared',
      toFiled.slice(0, 4),
      { kind: 'released', hash: 'b'.repeat(64) },
    ],
    ['nothing is filed before the insurer was told of the default', [opened], toFiled[3]],
    ['an insurer has no word on what was not filed', toFiled.slice(0, 5), settled],
    ['a settlement is told once', [...toFiled, settled], settled],
    ['a write-off is decided on once it is proposed', toFiled, { kind: 'write_off_approved' }],
    ['what is closed stays closed', [opened, { kind: 'closed', reason: 'paid' }], toFiled[1]],
    ['a claim on its way is not closed', toFiled.slice(0, 5), { kind: 'closed', reason: 'paid' }],
  ] as [string, DossierFact[], DossierFact][])('%s', (_, facts, next) => {
    expect(mayFollowDossier(fold(facts), next)).toBe(false);
  });

  test('what may not follow is a bug to fold', () => {
    expect(() => foldedDossier(fold([opened]), { fact: settled, recordedBy: '' })).toThrow(
      /settled/,
    );
  });

  test('a refused claim may be contested and then paid', () => {
    const refused: DossierFact = {
      kind: 'insurer_said',
      status: 'refused',
      rawCode: 'R',
      on: '2026-10-01',
    };
    const again: DossierFact = {
      kind: 'insurer_said',
      status: 'assessing',
      rawCode: 'A',
      on: '2026-10-09',
    };
    expect(mayFollowDossier(fold([...toFiled, refused]), settled)).toBe(false);
    expect(fold([...toFiled, refused, again, settled]).status).toBe('settled');
  });
});

describe('the insurer’s word', () => {
  const told: ClaimState = {
    partnerReference: 'X-1',
    status: 'settled',
    rawCode: 'LIQ',
    steps: [{ stepId: '1', on: '2026-09-11', rawCode: 'REG', text: 'registered' }],
    requests: [{ requestId: 'R1', on: '2026-09-20', kind: 'proof_of_delivery', text: 'please' }],
    settlements: [
      {
        settlementId: 'S1',
        on: '2026-11-01',
        currency: 'EUR',
        paidMinor: 40,
        payee: 'the insured',
        deductions: [],
      },
    ],
    recoveries: [{ recoveryId: 'V1', on: '2026-12-01', currency: 'EUR', amountMinor: 5 }],
  };

  test('becomes facts once, however often it is read', () => {
    const before = fold(toFiled);
    const facts = factsOfWord(before, told, '2026-12-02');
    expect(facts.map(({ kind }) => kind)).toEqual([
      'step_told',
      'documents_requested',
      'settled',
      'recovered',
    ]);
    const after = fold([...toFiled, ...facts]);
    expect(after.status).toBe('recovering');
    expect(factsOfWord(after, told, '2026-12-03')).toEqual([]);
  });

  test('of a recovery in another currency is a step to look at, and no money', () => {
    const [recovery] = told.recoveries;
    const recoveries = recovery ? [{ ...recovery, currency: 'USD', amountMinor: 12_34 }] : [];
    const facts = factsOfWord(fold(toFiled), { ...told, recoveries }, '2026-12-02');
    expect(facts.map(({ kind }) => kind)).not.toContain('recovered');
    expect(facts).toContainEqual({
      kind: 'step_told',
      stepId: 'recovery V1',
      on: '2026-12-01',
      rawCode: 'V1',
      text: '12.34 USD',
    });
  });

  test('that it is over is the last of it', () => {
    const facts = factsOfWord(fold(toFiled), { ...told, status: 'closed' }, '2026-12-02');
    expect(facts.at(-1)).toMatchObject({ kind: 'insurer_said', status: 'closed' });
    expect(facts).toHaveLength(5);
  });
});

describe('readiness', () => {
  const asked = {
    required: [
      'contract',
      'proof_of_delivery',
      'insolvency_notice',
      'assignment_contract',
      'form 12',
    ],
    held: [{ kind: 'contract' }, { kind: 'proof_of_delivery', receivableId: idOf('101') }],
    receivableIds: [idOf('101'), idOf('117')],
    waived: new Set<string>(),
    cause: 'protracted_default',
    isDiscretionary: false,
    isAssigned: true,
  } as const;

  test('counts each invoice where it is asked of each, and only what the case needs', () => {
    const { items, scoreBp } = readinessOf(asked);
    expect(items.map(({ kind, status, have, need }) => [kind, status, have, need])).toEqual([
      ['contract', 'complete', 1, 1],
      ['proof_of_delivery', 'missing', 1, 2],
      ['insolvency_notice', 'not_needed', 0, 0],
      ['assignment_contract', 'missing', 0, 1],
      ['form 12', 'missing', 0, 1],
    ]);
    expect(items[1]?.missingOf).toEqual([idOf('117')]);
    expect(scoreBp).toBe(3_750);
  });

  test('what is waived with a reason counts, and an insolvency asks for more', () => {
    const waived = new Set(['form 12', 'assignment_contract']);
    const { items, scoreBp } = readinessOf({ ...asked, waived, cause: 'insolvency' });
    expect(items.map(({ status }) => status)).toEqual([
      'complete',
      'missing',
      'missing',
      'waived',
      'waived',
    ]);
    expect(scoreBp).toBe(7_000);
  });
});
