import type { Role } from '../core/role.ts';

export type DemoPerson = {
  subject: string;
  role: Role;
  name: string;
  locale: 'en' | 'zh-CN';
};

/** The demo's people: asking and approving are two of them. */
export const demoPersons: readonly DemoPerson[] = [
  { subject: 'treasury', role: 'treasury', name: 'Lin Yue 林悦', locale: 'zh-CN' },
  { subject: 'approver', role: 'approver', name: 'Daniel Hartmann', locale: 'en' },
  { subject: 'finance', role: 'finance', name: 'Chen Hao 陈浩', locale: 'zh-CN' },
  { subject: 'administrator', role: 'administrator', name: 'Maya Petersen', locale: 'en' },
];
