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
  'cash.import',
  'connection.write',
  'delivery.resolve',
  'audit.read',
]);
export type Permission = z.infer<typeof Permission>;

const reads: Permission[] = ['ledger.read', 'facility.read', 'request.read'];

const granted: Record<Role, readonly Permission[]> = {
  treasury: [...reads, 'ledger.import', 'request.prepare'],
  approver: [...reads, 'request.approve', 'delivery.resolve'],
  finance: [...reads, 'exposure.send', 'cash.import', 'delivery.resolve', 'audit.read'],
  administrator: [...reads, 'facility.write', 'connection.write', 'audit.read'],
  machine: [...reads, 'ledger.import', 'cash.import'],
};

export function may(roles: readonly Role[], permission: Permission): boolean {
  return roles.some((role) => granted[role].includes(permission));
}
