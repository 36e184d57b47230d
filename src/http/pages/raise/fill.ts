import type { Context } from 'hono';
import { readDisplaced, replaceBaskets } from '../../../store/basket.ts';
import type { HttpEnv } from '../../env.ts';
import { Problem } from '../../problem.ts';
import { deskPath } from '../desk/query.ts';
import type { Flash } from '../flash.ts';
import { facilityNames } from '../requests/names.ts';
import { asReader, type PageCall } from '../view.ts';
import { type Choice, raisePath } from './address.ts';
import { questionOf, waysWithin } from './comparisons.ts';
import { fillingOf } from './model.ts';
import { askedOf } from './need.ts';
import { type Way, type WayName, wayNamed } from './ways.ts';

type Told = { path: string; flash: Flash };

/** A person pressed the button and sees a page at the latest then, filled baskets or not. */
const WAIT_MS = 20_000;

/**
 * One way into the baskets, as the person saw it: the ways are compared again, and where the books
 * say something else by now, nothing is filled and the person looks again.
 */
export async function fillBaskets(c: Context<HttpEnv>, choice: Choice): Promise<Told> {
  const asked = askedOf(choice);
  if (asked.status !== 'asked') throw new Problem('invalid_request');
  const name: WayName = { aim: choice.aim, facilityId: choice.facility };
  const path = raisePath(asked, { way: name });
  const question = await asReader(c, 'request.prepare', (call) => questionOf(call, asked));
  const answer = await waysWithin(c.get('deps'), question, { waitMs: WAIT_MS, accept: 'current' });
  if (!answer) return refusal(path, 'ways_pending');
  if (answer.status === 'refused') return refusal(path, answer.code, answer.params);
  const way = wayNamed(answer, name);
  if (!way || answer.comparison.inputHash !== choice.inputHash) return refusal(path, 'ways_moved');
  return asReader(c, 'request.prepare', (call) => fill(call, { choice, way, path }));
}

async function fill(
  { tx, view }: PageCall,
  { choice, way, path }: { choice: Choice; way: Way; path: string },
): Promise<Told> {
  const { personId } = view.principal;
  const filling = fillingOf(way);
  const { baskets } = await readDisplaced(tx, { personId, filling });
  if (baskets.length > 0 && !choice.confirmed) return refusal(path, 'baskets_unconfirmed');
  const replaced = await replaceBaskets(tx, { personId, filling, mark: choice.mark });
  if (replaced.status === 'refused') {
    const { code, params } = replaced;
    if (code !== 'basket_too_large') return refusal(path, code, params);
    const names = await facilityNames(tx, view.today);
    const { facilityId } = params;
    return refusal(path, code, { ...params, name: names.get(facilityId)?.name ?? facilityId });
  }
  const { cashMinor, costMinor, shortfallMinor, lines } = way.alternative;
  const { currency } = choice;
  const params = {
    count: lines.length,
    facilities: filling.length,
    ...{ cashMinor, costMinor, shortfallMinor, currency },
  };
  return {
    path: deskPath({ show: 'basket', q: '' }, { facility: filling[0]?.facilityId }),
    flash: { kind: shortfallMinor > 0 ? 'note' : 'done', code: 'baskets_filled', params },
  };
}

function refusal(path: string, code: string, params: Flash['params'] = {}): Told {
  return { path, flash: { kind: 'refused', code, params } };
}
