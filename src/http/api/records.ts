import { z } from 'zod';
import { Day } from '../../core/calendar.ts';
import { Debtor } from '../../core/debtor.ts';
import { Party } from '../../core/funding/request.ts';
import { FxRate, Payable } from '../../core/input.ts';
import { businessDay, databaseNow } from '../../store/business-clock.ts';
import { recordDebtor } from '../../store/debtor.ts';
import { readRates, recordRates } from '../../store/fx.ts';
import { recordPayables } from '../../store/payable.ts';
import { listSellers, saveSeller } from '../../store/seller.ts';
import { read } from './read.ts';
import type { ApiRoute } from './route.ts';
import { AsOfQuery, listOf } from './shapes.ts';
import { write } from './write.ts';

const MAX = 10_000;
const Appended = z.object({ appended: z.int() }).meta({ id: 'Appended' });
const tag = 'records';

/** What a selection needs besides the ledger: rates, what we owe to debtors, groups, our sellers. */
export const recordRoutes: ApiRoute[] = [
  write({
    path: '/fx-rates',
    operationId: 'recordRates',
    summary: 'Appends exchange rates; one that is known already changes nothing.',
    tag,
    permission: 'ledger.import',
    body: z.strictObject({ rates: z.array(FxRate).min(1).max(MAX) }),
    answers: { status: 201, schema: Appended },
    handle: async ({ tx, principal }, { body }) => {
      const actor = { personId: principal.personId };
      return { status: 201, body: { appended: await recordRates(tx, { actor, ...body }) } };
    },
  }),
  read({
    path: '/fx-rates',
    operationId: 'listRates',
    summary: 'The latest rate of each pair, as of a day and as known at an instant.',
    tag,
    permission: 'ledger.read',
    query: AsOfQuery,
    answers: { status: 200, schema: listOf(FxRate) },
    handle: async ({ tx }, { query }) => {
      const asOf = query.asOf ?? (await businessDay(tx));
      const knownAt = query.knownAt ?? (await databaseNow(tx));
      return { body: { items: await readRates(tx, { asOf, knownAt }), next: null } };
    },
  }),
  write({
    path: '/payables',
    operationId: 'recordPayables',
    summary: 'Appends what the seller owes to parties that are debtors too.',
    tag,
    permission: 'ledger.import',
    body: z.strictObject({ effectiveOn: Day, payables: z.array(Payable).min(1).max(MAX) }),
    answers: { status: 201, schema: Appended },
    handle: async ({ tx, principal }, { body }) => {
      const actor = { personId: principal.personId };
      return { status: 201, body: { appended: await recordPayables(tx, { actor, ...body }) } };
    },
  }),
  write({
    path: '/debtors',
    operationId: 'recordDebtor',
    summary: 'Appends what is known of a debtor: its group and legal identifiers among it.',
    tag,
    permission: 'ledger.import',
    body: z.strictObject({ effectiveOn: Day, debtor: Debtor }),
    answers: { status: 201, schema: Appended },
    handle: async ({ tx, principal }, { body }) => {
      const actor = { personId: principal.personId };
      const appended = (await recordDebtor(tx, { actor, ...body })) ? 1 : 0;
      return { status: 201, body: { appended } };
    },
  }),
  write({
    path: '/sellers',
    operationId: 'saveSeller',
    summary: 'Keeps a legal entity of yours that sells, as it is printed on documents.',
    tag,
    permission: 'facility.write',
    body: Party,
    answers: { status: 201, schema: Party },
    handle: async ({ tx, principal }, { body }) => {
      await saveSeller(tx, { actor: { personId: principal.personId }, seller: body });
      return { status: 201, body };
    },
  }),
  read({
    path: '/sellers',
    operationId: 'listSellers',
    summary: 'Your legal entities that sell.',
    tag,
    permission: 'facility.read',
    answers: { status: 200, schema: listOf(Party) },
    handle: async ({ tx }) => ({ body: { items: await listSellers(tx), next: null } }),
  }),
];
