import { defineCommand } from 'citty';
import { jsonSchemaOf } from '../core/schema.ts';
import { mappingJsonSchema } from '../intake/mapping.ts';
import { Usage } from './failure.ts';
import { required } from './options.ts';
import { strictly } from './strict.ts';
import { say } from './text.ts';

const args = {
  name: {
    type: 'positional',
    required: false,
    description: 'input, ledger, terms, plan, certificate …',
  },
} as const;

/** The JSON Schemas of what `select` takes and gives; `ledger` is a ledger's mapping. */
export const schema = defineCommand({
  meta: { name: 'schema', description: 'the JSON Schema of what select takes and gives' },
  args,
  run: strictly(args, async ({ name }) => {
    const make = schemas[required('NAME', name)];
    if (!make) {
      const known = Object.keys(schemas).join(', ');
      throw new Usage(say('schema_unknown', { value: name ?? '', known }));
    }
    process.stdout.write(`${JSON.stringify(make(), null, 2)}\n`);
  }),
});

const schemas: Record<string, () => Record<string, unknown>> = {
  input: () => jsonSchemaOf('input'),
  ledger: mappingJsonSchema,
  terms: () => jsonSchemaOf('terms'),
  policy: () => jsonSchemaOf('policy'),
  plan: () => jsonSchemaOf('plan'),
  certificate: () => jsonSchemaOf('certificate'),
  comparison: () => jsonSchemaOf('comparison'),
  change: () => jsonSchemaOf('change'),
  explanation: () => jsonSchemaOf('explanation'),
  effect: () => jsonSchemaOf('effect'),
  valuation: () => jsonSchemaOf('valuation'),
};
