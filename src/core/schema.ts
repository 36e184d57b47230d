import { z } from 'zod';
import { never } from './assert.ts';
import { Certificate } from './certificate/certificate.ts';
import { Comparison } from './compare/alternative.ts';
import { Change } from './compare/change.ts';
import { Terms } from './facility.ts';
import { SelectionInput } from './input.ts';
import { Plan } from './plan.ts';

type SchemaName = 'input' | 'terms' | 'plan' | 'certificate' | 'comparison' | 'change';

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
    default:
      return never(name, 'jsonSchemaOf');
  }
}
