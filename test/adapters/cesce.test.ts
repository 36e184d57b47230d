import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { adapter } from '../../adapters/cesce/index.ts';
import { toCovers } from '../../adapters/cesce/mapping.ts';
import type { Movement } from '../../adapters/cesce/wire.ts';
import type { Outcome } from '../../src/core/adapter.ts';
import { claimFiling, insurerNotice, limitRequest, saleDeclaration } from './samples.ts';
import { type Stage, setStage } from './stage.ts';

const movement: Movement = {
  movementNo: 1,
  endorsementNo: '000001',
  debtorName: 'Keller Maschinenbau GmbH',
  classificationNo: '00000001',
  movementCode: 'ALTA',
  currency: 'EUR',
  amount: '50000',
  effectDate: '2026-11-01',
  expiryDate: null,
  movementDate: '2026-11-02',
};

describe('movements in our words', () => {
  test.each([
    ['ALTA', 'agreed'],
    ['AUMENTO', 'agreed'],
    ['PARCIAL', 'partial'],
    ['REDUCCION', 'reduced'],
    ['ANULACION', 'withdrawn'],
    ['BAJA', 'cancelled'],
    ['VENCIMIENTO', 'expired'],
    ['DENEGADA', 'refused'],
    ['NUEVO', 'unknown_raw'],
  ])('%s is %s', (movementCode, status) => {
    const [cover] = toCovers([{ ...movement, movementCode }], 'p');
    expect(cover).toMatchObject({ status, rawCode: movementCode, coverId: '000001' });
  });

  test('a noticed withdrawal insures until its day, which ends no layer before', () => {
    const noticed = { ...movement, movementCode: 'PREAVISO', expiryDate: '2026-12-31' };
    expect(toCovers([noticed], 'p')).toMatchObject([
      {
        status: 'withdrawal_noticed',
        endsOn: '2026-12-31',
        layers: [{ amountMinor: 50_000_00, validFrom: '2026-11-01' }],
      },
    ]);
  });

  test('a limit with a last day is a layer that ends', () => {
    const [cover] = toCovers([{ ...movement, expiryDate: '2027-03-31' }], 'p');
    expect(cover?.layers).toEqual([
      { amountMinor: 50_000_00, validFrom: '2026-11-01', validTo: '2027-03-31' },
    ]);
  });

  test('the last movement of an endorsement holds, in whatever order they are listed', () => {
    const reduced = { ...movement, movementNo: 7, movementCode: 'REDUCCION', amount: '20000' };
    const covers = toCovers([reduced, movement], 'p');
    expect(covers).toMatchObject([{ status: 'reduced', layers: [{ amountMinor: 20_000_00 }] }]);
  });

  test.each([
    ['an amount with more digits than the currency has', { amount: '1.234' }],
    ['a currency nobody knows', { currency: 'ZZ9' }],
    ['an amount below zero', { amount: '-1' }],
  ])('%s insures nothing and keeps the code', (_what, change) => {
    const [cover] = toCovers([{ ...movement, ...change }], 'p');
    expect(cover).toMatchObject({ status: 'unknown_raw', layers: [], rawCode: 'ALTA' });
  });
});

describe('with the insurer', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await setStage(adapter);
  });
  afterEach(() => stage.stop());

  const present = <Part>(part: Part | undefined): Part => {
    if (part === undefined) throw new Error('the adapter does not have this operation');
    return part;
  };
  const done = <Value>(outcome: Outcome<Value>): Value => {
    if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
    return outcome.value;
  };

  test('a limit above what is decided at once is referred, then granted in part', async () => {
    const { known } = stage.simulator;
    const requestLimit = present(stage.operations.requestLimit);
    const asked = limitRequest(known, 0, 800_000_00);
    expect(done(await requestLimit.send(requestLimit.encode(asked), stage.call))).toMatchObject({
      decided: false,
    });
    const policyId = asked.policyId;
    const listPending = present(stage.operations.listPending);
    expect(done(await listPending({ policyId }, stage.call))).toMatchObject([
      { amountMinor: 800_000_00, rawCode: '1' },
    ]);
    const listCovers = present(stage.operations.listCovers);
    await listCovers({ policyId }, stage.call);
    await listCovers({ policyId }, stage.call);
    expect(done(await listCovers({ policyId }, stage.call))).toMatchObject([
      { status: 'partial', layers: [{ amountMinor: 500_000_00 }] },
    ]);
  });

  test('a cancelled limit insures nothing from that day', async () => {
    const { known } = stage.simulator;
    const { requestLimit, changeLimit, listCovers } = stage.operations;
    const asked = limitRequest(known);
    await present(requestLimit).send(present(requestLimit).encode(asked), stage.call);
    const { amountMinor: _amount, ...rest } = asked;
    const cancel = present(changeLimit);
    const wire = cancel.encode({
      ...rest,
      reference: 'LC-1',
      change: 'cancel',
      coverId: asked.buyerId,
    });
    done(await cancel.send(wire, stage.call));
    const { policyId } = asked;
    expect(done(await present(listCovers)({ policyId }, stage.call))).toMatchObject([
      { status: 'cancelled', endsOn: '2026-11-24' },
    ]);
  });

  test('a credit note before its sale is refused, and so is an extension above it', async () => {
    const { known } = stage.simulator;
    const declare = present(stage.operations.declareToInsurer);
    const sale = saleDeclaration(known);
    const [line] = sale.lines;
    if (!line) throw new Error('the sample has no line');
    const told = (reference: string, kind: typeof line.kind, amountMinor: number) =>
      declare.send(
        declare.encode({ ...sale, reference, lines: [{ ...line, kind, amountMinor }] }),
        stage.call,
      );
    expect(await told('SD-2', 'credit_note', -100_00)).toMatchObject({
      kind: 'refused',
      reason: 'not_eligible',
    });
    done(await told('SD-3', 'sale', 20_000_50));
    done(await told('SD-4', 'credit_note', -100_00));
    expect(await told('SD-5', 'extension', 20_000_51)).toMatchObject({
      kind: 'refused',
      reason: 'limit_exceeded',
    });
    done(await told('SD-6', 'extension', 20_000_50));
  });

  test('a collection is told once; whether an unknown one was taken is for people', async () => {
    const { known } = stage.simulator;
    const declare = present(stage.operations.declareToInsurer);
    const sale = saleDeclaration(known);
    done(await declare.send(declare.encode(sale), stage.call));
    const [line] = sale.lines;
    if (!line) throw new Error('the sample has no line');
    const paid = declare.encode({
      ...sale,
      reference: 'CD-1',
      kind: 'collections',
      lines: [{ ...line, kind: 'collection', on: '2027-01-05' }],
    });
    done(await declare.send(paid, stage.call));
    expect(await declare.send(paid, stage.call)).toMatchObject({ reason: 'duplicate' });
    expect((await declare.find?.('CD-1', stage.call, paid))?.kind).toBe('unknown');
  });

  test('a second notice on a debtor goes into its open dossier', async () => {
    const { known } = stage.simulator;
    const notice = present(stage.operations.noticeInsurer);
    const first = insurerNotice(known);
    const one = done(await notice.send(notice.encode(first), stage.call));
    const second = { ...first, reference: 'IN-2', kind: 'insolvency' as const };
    const two = done(await notice.send(notice.encode(second), stage.call));
    const dossier = (reference: string) => reference.split('/')[0];
    expect(dossier(two.partnerReference)).toBe(dossier(one.partnerReference));
    expect(two.partnerReference).not.toBe(one.partnerReference);
  });

  test('documents that are wanted and recoveries are read with the claim', async () => {
    const { known } = stage.simulator;
    const { noticeInsurer, fileClaim, readClaim } = stage.operations;
    const notice = present(noticeInsurer);
    const { partnerReference } = done(
      await notice.send(notice.encode(insurerNotice(known)), stage.call),
    );
    const filing = claimFiling(known, partnerReference);
    const file = present(fileClaim);
    const filed = done(await file.send(file.encode(filing), stage.call));
    const dossierNo = partnerReference.split('/')[0];
    const wanted = { dossierNo, documentType: 'proof_of_delivery', dueDate: '2026-12-24' };
    await stage.control('/documents-wanted', wanted);
    await stage.control('/recoveries', {
      dossierNo,
      amount: '400.00',
      currency: 'EUR',
      cesceAmount: '245.45',
      expenses: '12.30',
    });
    const { reference, policyId } = filing;
    const asked = { reference, policyId, partnerReference: filed.partnerReference };
    expect(done(await present(readClaim)(asked, stage.call))).toMatchObject({
      status: 'recovering',
      requests: [{ kind: 'proof_of_delivery', dueOn: '2026-12-24' }],
      recoveries: [{ amountMinor: 400_00, insurerMinor: 245_45, costsMinor: 12_30 }],
    });
  });
});
