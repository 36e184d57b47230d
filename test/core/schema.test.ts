import { describe, expect, test } from 'vitest';
import { jsonSchemaOf } from '../../src/core/schema.ts';

type Node = Record<string, unknown>;

/** Every named field of a JSON Schema, by its path, with its own schema. */
function* fieldsOf(node: unknown, path = ''): Generator<[string, Node]> {
  if (!isNode(node)) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === 'properties' && isNode(value)) {
      for (const [name, field] of Object.entries(value)) {
        if (isNode(field)) yield [`${path}.${name}`, field];
        yield* fieldsOf(field, `${path}.${name}`);
      }
    } else if (Array.isArray(value)) {
      for (const item of value) yield* fieldsOf(item, `${path}.${nameOf(item)}`);
    } else yield* fieldsOf(value, path);
  }
}

/** The rule, reserve or kind that a branch is for. */
function nameOf(branch: unknown): string {
  const { rule, reserve, kind } =
    isNode(branch) && isNode(branch.properties) ? branch.properties : {};
  for (const field of [rule, reserve, kind]) {
    if (isNode(field) && typeof field.const === 'string') return field.const;
  }
  return '';
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

describe.each([
  ['input', 20],
  ['terms', 20],
  ['policy', 60],
  ['plan', 20],
  ['comparison', 20],
  ['change', 20],
  ['effect', 10],
  ['valuation', 3],
  ['explanation', 40],
] as const)('the schema of %s', (name, least) => {
  const fields = [...fieldsOf(jsonSchemaOf(name))];

  test('explains every field', () => {
    expect(fields.length).toBeGreaterThanOrEqual(least);
    const silent = fields.filter(
      ([path, { description }]) => !description && !/\.(rule|reserve)$/.test(path),
    );
    expect(silent.map(([path]) => path)).toEqual([]);
  });
});

test('the schema of terms explains every rule and reserve', () => {
  const { properties } = jsonSchemaOf('terms');
  const branches = ['rules', 'reserves'].flatMap((list) => {
    const field = isNode(properties) ? properties[list] : undefined;
    const items = isNode(field) && isNode(field.items) ? field.items : {};
    return [items.oneOf, items.anyOf].flatMap((found) => (Array.isArray(found) ? found : []));
  });
  expect(branches.length).toBeGreaterThan(40);
  const silent = branches.filter(({ description }) => !description);
  expect(silent.map(nameOf)).toEqual([]);
});
