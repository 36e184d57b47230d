import type { Role } from '../../../core/role.ts';
import { ageing } from './en/ageing.ts';
import { bank } from './en/bank.ts';
import { books } from './en/books.ts';
import { certificate } from './en/certificate.ts';
import { claims } from './en/claims.ts';
import { clocks } from './en/clocks.ts';
import { desk } from './en/desk.ts';
import { explain } from './en/explain.ts';
import { fixings } from './en/fixings.ts';
import { funders } from './en/funders.ts';
import { insured } from './en/insured.ts';
import { insurer } from './en/insurer.ts';
import { movements } from './en/movements.ts';
import { notices } from './en/notices.ts';
import { offering } from './en/offering.ts';
import { outlook } from './en/outlook.ts';
import { raise } from './en/raise.ts';
import { reconciliation } from './en/reconciliation.ts';
import { records } from './en/records.ts';
import { request } from './en/request.ts';
import { selections } from './en/selections.ts';

/** Every word the pages themselves say; the other catalogues have the same keys. */
export const en = {
  product: 'Cedent',
  skip: 'Skip to content',
  nav: {
    label: 'Pages',
    work: 'Work',
    operations: 'Operations',
    desk: 'Funding desk',
    raise: 'Raise cash',
    requests: 'Requests',
    deliveries: 'Waiting for people',
    bank: 'Bank',
    exposure: 'Exposure feeds',
    imports: 'Imports',
    debtors: 'Debtors',
    certificates: 'Borrowing base',
  },
  roles: {
    treasury: 'Treasury',
    approver: 'Approver',
    finance: 'Finance',
    administrator: 'Administrator',
    machine: 'Machine',
  } satisfies Record<Role, string>,
  signOut: 'Sign out',
  signIn: 'Sign in',
  language: '中文',
  theme: 'Light or dark',
  print: 'Print',
  keysButton: 'Keyboard',
  keys: {
    title: 'Keyboard',
    next: 'next receivable that can be chosen',
    previous: 'the one before',
    toggle: 'choose it, or take it back',
    search: 'search the ledger',
    help: 'this list',
    close: 'Close',
  },
  back: 'Back',
  asOf: (day: string) => `As of ${day}`,
  page: { older: 'Next page', first: 'First page' },
  none: '—',
  yes: 'Yes',
  no: 'No',
  refusals: {
    request_not_found: 'This request does not exist.',
    already_financed: (numbers: string) =>
      `Someone reserved ${numbers} for another request in the meantime. Remove them from the selection and create the request again.`,
    near_match: 'Some receivables look like financed ones; look at them below.',
    ledger_changed: (lines: string) =>
      `The ledger has changed since the draft: ${lines}. Withdraw the request and select again.`,
    not_now: (state: string) => `This is not possible any more: the request is “${state}”.`,
    hash_differs: 'The request was changed after you opened it. Read it again, then decide.',
    second_person_needed: 'You drafted or submitted this request; another person must approve it.',
    basket_empty: 'Nothing is selected for this facility. Choose receivables in the ledger first.',
    amount_unreadable: (value: string) =>
      `“${value}” is not an amount. Write it like 250000 or 250000.00.`,
    day_unreadable: (value: string) => `“${value}” is not a day. Write it like 2026-11-30.`,
    reason_missing: 'Write a reason: the other person reads it.',
    file_missing: 'Choose a file first.',
    not_selectable: 'These receivables are no longer eligible; they were left out.',
  },
  problem: {
    home: 'Back to the funding desk',
    reference: 'Reference',
    signInTitle: 'Sign in to Cedent',
    signInText: 'You sign in through your company’s identity provider.',
    missing: 'This page does not exist',
    missingText: 'It may have moved, or it belongs to someone else.',
  },
  ...ageing,
  ...books,
  ...certificate,
  ...claims,
  ...clocks,
  ...desk,
  ...explain,
  ...fixings,
  ...insurer,
  ...funders,
  ...movements,
  ...notices,
  ...offering,
  ...raise,
  ...outlook,
  ...reconciliation,
  ...request,
  ...bank,
  ...records,
  ...insured,
  ...selections,
};

export type Text = typeof en;
