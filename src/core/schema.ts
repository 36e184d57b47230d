import { z } from 'zod';
import { never } from './assert.ts';
import { Terms } from './facility.ts';
import { SelectionInput } from './input.ts';
import { Plan } from './plan.ts';

type SchemaName = 'input' | 'terms' | 'plan';

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
    default:
      return never(name, 'jsonSchemaOf');
  }
}
