import { createHash } from 'node:crypto';
import type { Wire } from '../../src/core/adapter.ts';

/** The same message with one field left out, for every field at every depth. */
export function withoutEachField(wire: Wire): { path: string; wire: Wire }[] {
  return withoutEach(wire).map(({ path, body }) => ({ path, wire: renamed({ ...wire, body }) }));
}

/** Every leaf of an answer replaced, one at a time, by a word no partner has. */
export function withEachWordUnknown(body: string): Changed[] {
  if (body.startsWith('<')) return withEachTextUnknown(body);
  const whole: unknown = JSON.parse(body);
  return leafPaths(whole).map((path) => ({
    path: path.join('.'),
    body: JSON.stringify(replaced(whole, path)),
  }));
}

type Changed = { path: string; body: string };
type Path = readonly (string | number)[];

function withoutEach({ contentType, body }: Wire): Changed[] {
  if (contentType.startsWith('text/csv')) return withoutEachCell(body);
  if (contentType.includes('xml')) return withoutEachElement(body);
  if (contentType.startsWith('text/plain')) return withoutEachRun(body);
  const whole: unknown = JSON.parse(body);
  return fieldPaths(whole).map((path) => ({
    path: path.join('.'),
    body: JSON.stringify(without(whole, path)),
  }));
}

/** A file of another content has another name: only what is missing may be the reason. */
function renamed(wire: Wire): Wire {
  if (wire.method !== 'FILE') return wire;
  const hash = createHash('sha256').update(wire.body).digest('hex').slice(0, 8);
  return { ...wire, target: wire.target.replace(/[0-9a-f]{8}(?=\.[a-z0-9]+$)/, hash) };
}

function withoutEachCell(body: string): Changed[] {
  const records = body.trimEnd().split('\r\n');
  return records.flatMap((record, row) => {
    const cells = record.split(',');
    return cells.map((_cell, column) => {
      const left = cells.filter((_other, index) => index !== column).join(',');
      const kept = records.map((other, index) => (index === row ? left : other));
      return { path: `row ${row} cell ${column}`, body: `${kept.join('\r\n')}\r\n` };
    });
  });
}

/** A record of fixed length loses one run of letters: what stands behind it moves up. */
function withoutEachRun(body: string): Changed[] {
  return [...body.matchAll(/[^\s;]+/g)].map((run) => ({
    path: `${run[0]} at ${run.index}`,
    body: body.slice(0, run.index) + body.slice(run.index + run[0].length),
  }));
}

/** Every element but the root, and every attribute that is no namespace. */
function withoutEachElement(body: string): Changed[] {
  const open: { name: string; start: number }[] = [];
  const found: { path: string; start: number; end: number }[] = [];
  for (const tag of body.matchAll(/<(\/?)([A-Za-z_][\w.:-]*)((?:\s[^<>]*?)?)(\/?)>/g)) {
    const [whole, closing, name = '', attributes = '', empty] = tag;
    const end = tag.index + whole.length;
    const path = [...open.map((above) => above.name), name].join('/');
    if (closing) {
      const start = open.pop()?.start ?? tag.index;
      if (open.length > 0) found.push({ path, start, end });
      continue;
    }
    for (const attribute of attributes.matchAll(/\s([\w:.-]+)="[^"]*"/g)) {
      const start = tag.index + 1 + name.length + attribute.index;
      if (attribute[1]?.startsWith('xmlns')) continue;
      found.push({ path: `${path}@${attribute[1]}`, start, end: start + attribute[0].length });
    }
    if (!empty) open.push({ name, start: tag.index });
    else if (open.length > 0) found.push({ path, start: tag.index, end });
  }
  return found.map(({ path, start, end }) => ({
    path,
    body: body.slice(0, start) + body.slice(end),
  }));
}

function withEachTextUnknown(body: string): Changed[] {
  return [...body.matchAll(/>([^<>]*[^<>\s][^<>]*)</g)].map((text) => ({
    path: `${text[1]} at ${text.index}`,
    body: `${body.slice(0, text.index)}>ZZ9<${body.slice(text.index + text[0].length)}`,
  }));
}

function fieldPaths(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => fieldPaths(item, [...at, index]));
  return Object.entries(value).flatMap(([name, member]) => [
    [...at, name],
    ...fieldPaths(member, [...at, name]),
  ]);
}

function without(value: unknown, [step, ...rest]: Path): unknown {
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === step ? without(item, rest) : item));
  }
  return Object.fromEntries(
    Object.entries(value ?? {})
      .filter(([name]) => rest.length > 0 || name !== step)
      .map(([name, member]) => [name, name === step ? without(member, rest) : member]),
  );
}

function leafPaths(value: unknown, at: Path = []): Path[] {
  if (typeof value === 'string' || typeof value === 'number') return [at];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    leafPaths(member, [...at, Array.isArray(value) ? Number(name) : name]),
  );
}

function replaced(value: unknown, [step, ...rest]: Path): unknown {
  if (step === undefined) return 'ZZ9';
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === step ? replaced(item, rest) : item));
  }
  return Object.fromEntries(
    Object.entries(value ?? {}).map(([name, member]) => [
      name,
      name === step ? replaced(member, rest) : member,
    ]),
  );
}
