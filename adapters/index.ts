import type { Adapter } from '../src/core/adapter.ts';
import { adapter as allianzTrade } from './allianz-trade/index.ts';
import { adapter as atradius } from './atradius/index.ts';
import { adapter as cesce } from './cesce/index.ts';
import { adapter as coface } from './coface/index.ts';
import { adapter as factorFile } from './factor-file/index.ts';
import { adapter as factorRest } from './factor-rest/index.ts';
import { adapter as iso20022Factor } from './iso20022-factor/index.ts';
import { adapter as pledgeBank } from './pledge-bank/index.ts';
import { adapter as sinosure } from './sinosure/index.ts';

/** Written by `npm run list`; a test checks that it is fresh. */
export const adapters: readonly Adapter[] = [
  allianzTrade,
  atradius,
  cesce,
  coface,
  factorFile,
  factorRest,
  iso20022Factor,
  pledgeBank,
  sinosure,
];
