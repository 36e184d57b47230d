import type { Adapter } from '../src/core/adapter.ts';
import { adapter as atradius } from './atradius/index.ts';
import { adapter as factorRest } from './factor-rest/index.ts';

/** Written by `npm run list`; a test checks that it is fresh. */
export const adapters: readonly Adapter[] = [atradius, factorRest];
