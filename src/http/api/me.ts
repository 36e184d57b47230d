import { z } from 'zod';
import { may, Permission, Role } from '../../core/role.ts';
import { read } from './read.ts';
import type { ApiRoute } from './route.ts';

const Me = z
  .object({
    tenantId: z.string(),
    personId: z.string(),
    name: z.string(),
    roles: z.array(Role),
    permissions: z.array(Permission),
    locale: z.enum(['en', 'zh-CN']),
    via: z.enum(['session', 'token']),
  })
  .meta({ id: 'Me' });

export const meRoutes: ApiRoute[] = [
  read({
    path: '/me',
    operationId: 'readMe',
    summary: 'Who you are here and what you may do.',
    tag: 'identity',
    permission: 'any',
    answers: { status: 200, schema: Me },
    handle: async ({ principal }) => {
      const permissions = Permission.options.filter((name) => may(principal.roles, name));
      return { body: { ...principal, permissions } };
    },
  }),
];
