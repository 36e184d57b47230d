import { z } from 'zod';

/** What a person (or a machine token) may do. A person may hold several; approving needs another person. */
export const Role = z.enum(['treasury', 'approver', 'finance', 'administrator', 'machine']);
export type Role = z.infer<typeof Role>;

export const Permission = z.enum([
  'ledger.read',
  'ledger.import',
  'facility.read',
  'facility.write',
  'request.prepare',
  'request.approve',
  'request.read',
  'exposure.send',
  /** Lets, as a second person, a feed go to its insurer. */
  'exposure.release',
  /** Keeps dossiers and evidence, and draws up claims. */
  'claim.prepare',
  /** Releases, as a second person, a claim or a write-off. */
  'claim.release',
  'cash.import',
  /** Decides what becomes of money that does not explain itself. */
  'money.decide',
  /** Keeps deadlines: notices to insurers, plans and dunning drawn up and recorded. */
  'notice.prepare',
  /** Releases, as a second person, what insurers are told. */
  'notice.release',
  'connection.write',
  'delivery.resolve',
  'audit.read',
  'books.write',
]);
export type Permission = z.infer<typeof Permission>;

const reads: Permission[] = ['ledger.read', 'facility.read', 'request.read'];

const granted: Record<Role, readonly Permission[]> = {
  treasury: [...reads, 'ledger.import', 'request.prepare', 'claim.prepare', 'notice.prepare'],
  approver: [
    ...reads,
    'request.approve',
    'delivery.resolve',
    'claim.release',
    'notice.release',
    'exposure.release',
  ],
  finance: [
    ...reads,
    'exposure.send',
    'exposure.release',
    'claim.prepare',
    'claim.release',
    'notice.prepare',
    'notice.release',
    'cash.import',
    'money.decide',
    'delivery.resolve',
    'audit.read',
    'books.write',
  ],
  administrator: [...reads, 'facility.write', 'connection.write', 'audit.read', 'books.write'],
  machine: [...reads, 'ledger.import', 'cash.import'],
};

export function may(roles: readonly Role[], permission: Permission): boolean {
  return roles.some((role) => granted[role].includes(permission));
}
