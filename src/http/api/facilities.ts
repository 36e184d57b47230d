import { z } from 'zod';
import { never } from '../../core/assert.ts';
import type { Day } from '../../core/calendar.ts';
import { Terms } from '../../core/facility.ts';
import { Id } from '../../core/ids.ts';
import { businessDay, databaseNow } from '../../store/business-clock.ts';
import { readConnection } from '../../store/connection.ts';
import {
  addTerms,
  createFacility,
  readFacilities,
  readTermsHistory,
  type TermsAnswer,
  TermsVersion,
} from '../../store/facility.ts';
import type { Locale } from '../env.ts';
import { notFound, Problem } from '../problem.ts';
import { conflict } from '../refusal.ts';
import { read } from './read.ts';
import type { ApiRoute } from './route.ts';
import { AsOfQuery, At, listOf } from './shapes.ts';
import { write } from './write.ts';

const Facility = z
  .object({
    ...TermsVersion.shape,
    version: z.int(),
    termsHash: z.string(),
    connectionId: Id,
    recordedAt: At,
  })
  .meta({ id: 'Facility' });

const FacilityParams = z.object({ id: Terms.shape.facilityId });

const Recorded = z
  .object({
    status: z.enum(['recorded', 'unchanged']),
    version: z.int(),
    termsHash: z.string(),
  })
  .meta({ id: 'TermsRecorded' });

const tag = 'facilities';

export const facilityRoutes: ApiRoute[] = [
  read({
    path: '/facilities',
    operationId: 'listFacilities',
    summary: 'The terms in force on a day, as they were known at an instant.',
    tag,
    permission: 'facility.read',
    query: AsOfQuery,
    answers: { status: 200, schema: listOf(Facility) },
    handle: async ({ tx }, { query }) => {
      const asOf: Day = query.asOf ?? (await businessDay(tx));
      const knownAt = query.knownAt ?? (await databaseNow(tx));
      return { body: { items: await readFacilities(tx, { asOf, knownAt }), next: null } };
    },
  }),
  read({
    path: '/facilities/{id}/terms',
    operationId: 'listTerms',
    summary: "Every version of a facility's terms, oldest first.",
    tag,
    permission: 'facility.read',
    params: FacilityParams,
    answers: { status: 200, schema: listOf(Facility) },
    handle: async ({ tx }, { params }) => {
      const items = await readTermsHistory(tx, params.id);
      if (items.length === 0) throw notFound();
      return { body: { items, next: null } };
    },
  }),
  write({
    path: '/facilities',
    operationId: 'createFacility',
    summary: 'A facility begins with the first version of its terms.',
    tag,
    permission: 'facility.write',
    body: z.strictObject({ connectionId: Id, version: TermsVersion }),
    answers: { status: 201, schema: Recorded },
    handle: async ({ tx, principal, locale }, { body }) => {
      const { connectionId, version } = body;
      if (!(await readConnection(tx, connectionId))) throw notFound();
      const actor = { personId: principal.personId };
      return {
        status: 201,
        body: taken(await createFacility(tx, { actor, connectionId, version }), locale),
      };
    },
  }),
  write({
    path: '/facilities/{id}/terms',
    operationId: 'addTerms',
    summary: 'Appends a version of the terms; the version before stays true for its days.',
    tag,
    permission: 'facility.write',
    params: FacilityParams,
    body: TermsVersion,
    answers: { status: 201, schema: Recorded },
    handle: async ({ tx, principal, locale }, { params, body }) => {
      const actor = { personId: principal.personId };
      const answer = await addTerms(tx, { actor, facilityId: params.id, version: body });
      return { status: 201, body: taken(answer, locale) };
    },
  }),
];

function taken(answer: TermsAnswer, locale: Locale): unknown {
  if (answer.status !== 'refused') return answer;
  const { code } = answer;
  switch (code) {
    case 'facility_unknown':
      throw notFound();
    case 'facility_exists':
    case 'facility_differs':
      throw conflict({ code }, locale);
    case 'terms_invalid': {
      const errors = answer.problems.map(({ path, message }) => ({
        pointer: `#/${path.replaceAll('.', '/')}`,
        code,
        detail: message,
      }));
      throw new Problem('invalid_body', { errors });
    }
    default:
      return never(code, 'terms');
  }
}
