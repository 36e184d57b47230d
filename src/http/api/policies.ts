import { z } from 'zod';
import { never } from '../../core/assert.ts';
import { Id } from '../../core/ids.ts';
import { Currency } from '../../core/money.ts';
import { PolicyTerms, StatedTerms } from '../../core/policy/terms.ts';
import { wordRefusal } from '../../core/wording/word.ts';
import { readPolicies, readPolicy } from '../../store/policy.ts';
import {
  addPolicyTerms,
  type PolicyTermsAnswer,
  readPolicyHistory,
} from '../../store/policy-terms.ts';
import type { Locale } from '../env.ts';
import { notFound, Problem } from '../problem.ts';
import { read } from './read.ts';
import type { ApiRoute } from './route.ts';
import { At, listOf } from './shapes.ts';
import { write } from './write.ts';

const Policy = z
  .object({ policyId: z.string(), connectionId: Id, insurer: z.string(), currency: Currency })
  .meta({ id: 'Policy' });

const Recorded = z
  .object({
    terms: PolicyTerms,
    termsHash: z.string(),
    recordedAt: At,
    recordedBy: Id.nullable(),
  })
  .meta({ id: 'PolicyTermsRecorded' });

const PolicyParams = z.object({ policyId: z.string().min(1) });
const tag = 'cover';

export const policyRoutes: ApiRoute[] = [
  read({
    path: '/policies',
    operationId: 'listPolicies',
    summary: 'The credit insurance policies.',
    tag,
    permission: 'facility.read',
    answers: { status: 200, schema: listOf(Policy) },
    handle: async ({ tx }) => ({ body: { items: await readPolicies(tx), next: null } }),
  }),
  read({
    path: '/policies/{policyId}/terms',
    operationId: 'listPolicyTerms',
    summary: "Every version of a policy's terms, oldest first.",
    tag,
    permission: 'facility.read',
    params: PolicyParams,
    answers: { status: 200, schema: listOf(Recorded) },
    handle: async ({ tx }, { params: { policyId } }) => {
      if (!(await readPolicy(tx, policyId))) throw notFound();
      return { body: { items: await readPolicyHistory(tx, policyId), next: null } };
    },
  }),
  write({
    path: '/policies/{policyId}/terms',
    operationId: 'addPolicyTerms',
    summary: 'Appends a version of the terms; an impossible policy is refused, every fault named.',
    tag,
    permission: 'facility.write',
    params: PolicyParams,
    body: StatedTerms,
    answers: {
      status: 201,
      schema: z
        .object({
          status: z.enum(['recorded', 'unchanged']),
          version: z.int(),
          termsHash: z.string(),
        })
        .meta({ id: 'PolicyTermsTaken' }),
    },
    handle: async ({ tx, principal, locale }, { params: { policyId }, body }) => {
      const actor = { personId: principal.personId };
      const answer = await addPolicyTerms(tx, { actor, policyId, stated: body });
      return { status: 201, body: taken(answer, locale) };
    },
  }),
];

function taken(answer: PolicyTermsAnswer, locale: Locale): unknown {
  if (answer.status !== 'refused') return answer;
  const { code } = answer;
  switch (code) {
    case 'policy_unknown':
      throw notFound();
    case 'terms_invalid': {
      const errors = answer.problems.map(({ path, code: fault, message, params }) => ({
        pointer: `#/${path.replaceAll('.', '/')}`,
        code: fault ?? code,
        detail: fault === undefined ? message : wordRefusal(locale, fault, params),
      }));
      throw new Problem('invalid_body', { errors });
    }
    default:
      return never(code, 'policy terms');
  }
}
