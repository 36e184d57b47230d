import type { Node } from './tree.ts';

/** What an element holds: text of a form, an identifier, a reference to one, or elements in their order. */
export type Form = RegExp | 'ID' | 'IDREF' | readonly Rule[];
export type Rule = {
  name: string;
  form: Form;
  min: number;
  max: number;
  attributes: Readonly<Record<string, RegExp>>;
};

export const one = (name: string, form: Form): Rule => rule(name, form, 1, 1);
export const maybe = (name: string, form: Form): Rule => rule(name, form, 0, 1);
export const some = (name: string, form: Form, max = 50_000): Rule => rule(name, form, 1, max);
export const any = (name: string, form: Form): Rule => rule(name, form, 0, 50_000);

export const money = (name: string): Rule => ({
  ...one(name, /^\d{1,13}(\.\d{1,5})?$/),
  attributes: { Ccy: /^[A-Z]{3}$/ },
});

/** An element that declares a namespace of its own. */
export const foreign = (name: string, namespace: string, form: Form): Rule => ({
  ...one(name, form),
  attributes: { xmlns: new RegExp(`^${namespace.replaceAll('.', '\\.')}$`) },
});

/** Text of one to `max` characters. */
export const upTo = (max: number): RegExp => new RegExp(`^.{1,${max}}$`, 'us');
export const day = /^\d{4}-\d{2}-\d{2}$/;
export const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;
export const count = /^[0-9]{1,15}$/;

/** What is wrong with a message by its grammar, first fault first; nothing when it fits. */
export function faultOf(node: Node, form: readonly Rule[]): string | undefined {
  const named = { ids: new Set<string>(), references: new Set<string>() };
  const fault = faultIn(node, form, { path: node.name, ...named });
  if (fault !== undefined) return fault;
  const dangling = [...named.references].find((reference) => !named.ids.has(reference));
  return dangling === undefined ? undefined : `nothing is introduced as ${dangling}`;
}

type Place = { path: string; ids: Set<string>; references: Set<string> };

function faultIn(node: Node, form: Form, place: Place): string | undefined {
  if (form === 'ID' || form === 'IDREF') return faultOfName(node, form, place);
  if (form instanceof RegExp) {
    if (node.children.length > 0) return `${place.path} holds elements`;
    return form.test(node.text) ? undefined : `${place.path} may not be '${node.text}'`;
  }
  if (node.text !== '') return `${place.path} holds text`;
  let next = 0;
  for (const rule of form) {
    let found = 0;
    for (; found < rule.max && node.children[next]?.name === rule.name; found += 1) {
      const child = node.children[next];
      const path = `${place.path}/${rule.name}`;
      const fault =
        child &&
        (faultOfAttributes(child, rule, path) ?? faultIn(child, rule.form, { ...place, path }));
      if (fault !== undefined) return fault;
      next += 1;
    }
    if (found < rule.min) return `${place.path} lacks ${rule.name}`;
  }
  const stranger = node.children[next];
  return stranger && `${place.path} may not hold ${stranger.name} there`;
}

function faultOfName(node: Node, form: 'ID' | 'IDREF', place: Place): string | undefined {
  const fits = node.children.length === 0 && /^[A-Za-z_][A-Za-z0-9._-]*$/.test(node.text);
  if (!fits) return `${place.path} is no identifier`;
  if (form === 'IDREF') place.references.add(node.text);
  else if (place.ids.has(node.text)) return `${node.text} is introduced twice`;
  else place.ids.add(node.text);
  return undefined;
}

function faultOfAttributes(node: Node, rule: Rule, path: string): string | undefined {
  for (const [name, form] of Object.entries(rule.attributes)) {
    if (!form.test(node.attributes[name] ?? '')) return `${path} lacks its ${name}`;
  }
  const stranger = Object.keys(node.attributes).find(
    (name) => !Object.hasOwn(rule.attributes, name),
  );
  return stranger && `${path} may not have ${stranger}`;
}

function rule(name: string, form: Form, min: number, max: number): Rule {
  return { name, form, min, max, attributes: {} };
}
