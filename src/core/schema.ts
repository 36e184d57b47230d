import { z } from 'zod';
import { never } from './assert.ts';
import { Certificate } from './certificate/certificate.ts';
import { Comparison } from './compare/alternative.ts';
import { Change } from './compare/change.ts';
import { Effect } from './compare/effect.ts';
import { Valuation } from './compare/valuation.ts';
import { Terms } from './facility.ts';
import { SelectionInput } from './input.ts';
import { Plan } from './plan.ts';
import { PolicyTerms } from './policy/terms.ts';
import { WordedDebtor, WordedFacility } from './wording/explained.ts';

type SchemaName =
  | 'input'
  | 'terms'
  | 'policy'
  | 'plan'
  | 'certificate'
  | 'comparison'
  | 'change'
  | 'effect'
  | 'explanation'
  | 'valuation';

/** The JSON Schema (2020-12) of a document that goes into a selection or comes out of it. */
export function jsonSchemaOf(name: SchemaName): Record<string, unknown> {
  switch (name) {
    case 'input':
      return {
        title: 'Cedent selection input',
        ...z.toJSONSchema(SelectionInput, { io: 'input' }),
      };
    case 'terms':
      return { title: 'Cedent facility terms', ...z.toJSONSchema(Terms, { io: 'input' }) };
    case 'policy':
      return {
        title: 'Cedent policy terms',
        ...z.toJSONSchema(PolicyTerms, { io: 'input' }),
      };
    case 'plan':
      return { title: 'Cedent plan', ...z.toJSONSchema(Plan) };
    case 'certificate':
      return {
        title: 'Cedent borrowing base certificates',
        ...z.toJSONSchema(z.array(Certificate)),
      };
    case 'comparison':
      return { title: 'Cedent comparison', ...z.toJSONSchema(Comparison) };
    case 'change':
      return { title: 'Cedent change', ...z.toJSONSchema(Change, { io: 'input' }) };
    case 'effect':
      return { title: 'Cedent effect of a change', ...z.toJSONSchema(Effect) };
    case 'valuation':
      return { title: 'Cedent valuation', ...z.toJSONSchema(Valuation, { io: 'input' }) };
    case 'explanation':
      return {
        title: 'Cedent explanation of a facility or a debtor',
        ...z.toJSONSchema(z.union([WordedFacility, WordedDebtor])),
      };
    default:
      return never(name, 'jsonSchemaOf');
  }
}
